// The command `native`: compiles the helpers of the automatic pause for Windows.
import { compile, nativeHelpers, whyNoCompiler } from './packaging/windows-compiler.ts';
import { readFlags, say } from './project.ts';

const help = `Usage: npm run native

Compiles the helpers of the automatic pause for Windows, src/native/MODE.c, into out/native/sidetone-MODE.exe.
It needs MinGW-w64 (gcc-mingw-w64-x86-64-win32 on Debian).

  --help   Show this help
`;

/** Compiles all of them. Answers whether they are there now. */
export async function buildNativeHelpers(): Promise<boolean> {
  for (const helper of nativeHelpers()) {
    if (!(await compile(helper))) return false;
    say(`Built ${helper.result}`);
  }
  return true;
}

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, {});
  if ('exit' in read) return read.exit;
  const why = whyNoCompiler();
  if (why === null) return (await buildNativeHelpers()) ? 0 : 1;
  say(`Can't compile the helpers: ${why}.`);
  return 1;
}
