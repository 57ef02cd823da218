// The command `dist`: builds the app and makes its installers.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { compileUnixHost } from './extension/native-host.ts';
import { packExtension } from './extension/pack-extension.ts';
import { buildNativeHelpers } from './native.ts';
import { archivePath, hashOf } from './packaging/archive.ts';
import { buildLinuxInstallers } from './packaging/linux-installers.ts';
import { packingEnvironment } from './packaging/packed-modules.ts';
import { commandLineProgram, compile, whyNoCompiler } from './packaging/windows-compiler.ts';
import { buildWindowsInstallers } from './packaging/windows-installers.ts';
import { macSigning, windowsSigning, type Signing } from './packaging/signing.ts';
import { ended, inPackages, readFlags, root, say, spawnNode } from './project.ts';

const help = `Usage: npm run dist [-- --platform NAME] [--arch NAME] [--dir] [--release]

Builds installers into dist/.

  --platform NAME   win, mac or linux (default: this platform); not every platform can build for every other
  --arch NAME       x64, arm64, or universal for mac (default: universal for mac, else this computer's)
  --dir             Build the unpacked app only, without an installer
  --release         Fail instead of building something that isn't signed (win, mac) or complete
  --help            Show this help

It ends with the SHA-256 of the archive with all code (app.asar): the same commit, the same packages and the same target
give the same one.

For Windows it needs MinGW-w64 for the command line and the helpers of the automatic pause, and wixl and msitools for the MSI.

Environment:
  ELECTRON_DIST                    Folder with an unpacked Electron, if it can't be downloaded
  ELECTRON_DIST_VERSION            Its version, if it isn't the one in package.json
  CSC_LINK, CSC_KEY_PASSWORD       Certificate that signs the programs (a .p12 file), and its password
  APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER
                                   Account that notarises the app for macOS (or APPLE_ID,
                                   APPLE_APP_SPECIFIC_PASSWORD and APPLE_TEAM_ID)
  SIDETONE_EXTENSION_KEY           File with the RSA key (PEM) that signs the extension for Chrome and Edge
  SIDETONE_EXTENSION_IDS           Ids that stores have given the extension, with commas between them
  ELECTRON_BUILDER_OFFLINE=true    Sign without a time stamp
`;

/** The platforms as electron-builder and as Node call them. */
const platforms = new Map<string, NodeJS.Platform>([
  ['win', 'win32'],
  ['mac', 'darwin'],
  ['linux', 'linux'],
]);
const archNames = ['x64', 'arm64', 'universal'];

const signers: Readonly<Record<string, (() => Signing) | undefined>> = { win: windowsSigning, mac: macSigning };

type Asked = {
  readonly name: string;
  readonly target: NodeJS.Platform;
  readonly arch: string;
  readonly dir: boolean;
  readonly release: boolean;
};

function environmentFlag(name: string, flag: string): string[] {
  const value = process.env[name];
  return value === undefined || value === '' ? [] : [`-c.${flag}=${value}`];
}

function refuse(flag: string, allowed: readonly string[], given: string): number {
  say(`${flag} must be one of ${allowed.join(', ')}, not "${given}".`);
  say('Try --help.');
  return 2;
}

/** What was asked for, or the exit code after saying what is wrong. */
function readAsked(args: readonly string[]): Asked | number {
  const read = readFlags(args, help, {
    dir: { type: 'boolean', default: false },
    release: { type: 'boolean', default: false },
    platform: { type: 'string' },
    arch: { type: 'string' },
  });
  if ('exit' in read) return read.exit;
  const { dir, release } = read.values;
  const own = [...platforms].find(([, platform]) => platform === process.platform)?.[0] ?? 'linux';
  const name = read.values.platform ?? own;
  const target = platforms.get(name);
  if (target === undefined) return refuse('--platform', [...platforms.keys()], name);
  const arch = read.values.arch ?? (name === 'mac' ? 'universal' : process.arch);
  if (!archNames.includes(arch) || (arch === 'universal' && name !== 'mac'))
    return refuse('--arch', name === 'mac' ? archNames : ['x64', 'arm64'], arch);
  return { name, target, arch, dir, release };
}

/** Runs electron-builder. */
function pack(
  { name, target, arch, release }: Asked,
  flags: readonly string[],
  signed: Readonly<Record<string, string>>,
): Promise<number> {
  const all = [
    `--${name}`,
    ...flags,
    `--${arch}`,
    ...environmentFlag('ELECTRON_DIST', 'electronDist'),
    ...environmentFlag('ELECTRON_DIST_VERSION', 'electronVersion'),
    ...(release ? ['-c.forceCodeSigning=true'] : []),
  ];
  return ended(
    spawnNode([inPackages('electron-builder', 'cli.js'), ...all, '--publish', 'never'], {
      env: {
        ...process.env,
        ...signed,
        ...packingEnvironment(target, arch),
      },
    }),
  );
}

/** Says the hash of the archive with all code: whoever builds the same commit gets the same one. */
async function sayHash({ name, arch }: Asked): Promise<void> {
  const file = archivePath(name, arch);
  say(`SHA-256 of ${path.relative(root, file)}: ${await hashOf(file)}`);
}

/** Makes the small programs that the package for Windows carries. Answers whether the build may go on. */
async function buildPrograms({ release }: Asked): Promise<boolean> {
  // What was built of sources that are no more isn't packed.
  rmSync(path.join(root, 'out', 'native'), { recursive: true, force: true });
  const why = whyNoCompiler();
  if (why === null) return (await compile(commandLineProgram)) && (await buildNativeHelpers());
  const missing = 'NO COMMAND LINE AND NO HELPERS OF THE AUTOMATIC PAUSE in this package';
  say(`${missing}: ${why}. Install MinGW-w64 (gcc-mingw-w64-x86-64-win32 on Debian).`);
  rmSync(path.join(root, commandLineProgram.result), { force: true });
  return !release;
}

async function buildForWindows(asked: Asked, { isSigned, environment, notice }: Signing): Promise<number> {
  if (!(await buildPrograms(asked))) return 1;
  const packed = await pack(asked, ['--dir'], environment);
  if (packed !== 0) return packed;
  await sayHash(asked);
  say(notice);
  if (asked.dir) return 0;
  return buildWindowsInstallers({
    arch: asked.arch === 'arm64' ? 'arm64' : 'x64',
    isSigned,
    release: asked.release,
    pack: (flags) => pack(asked, flags, environment),
  });
}

async function buildForMac(asked: Asked, { environment, notice }: Signing): Promise<number> {
  const code = await pack(asked, asked.dir ? ['--dir'] : [], environment);
  if (code !== 0) return code;
  await sayHash(asked);
  say(notice);
  return 0;
}

/** Makes the native host of browsers for Linux. Answers whether the build may go on. */
async function buildUnixHost({ arch, release }: Asked): Promise<boolean> {
  const target = path.join(root, 'out', 'native-unix', 'sidetone-browser');
  rmSync(target, { force: true });
  if (arch === process.arch && process.platform === 'linux' && (await compileUnixHost(target))) return true;
  say(`NO CONNECTION TO BROWSERS in this package: it needs a C compiler on Linux for ${arch}.`);
  return !release;
}

async function buildForLinux(asked: Asked): Promise<number> {
  if (!(await buildUnixHost(asked))) return 1;
  const packed = await pack(asked, ['--dir'], {});
  if (packed !== 0) return packed;
  await sayHash(asked);
  if (asked.dir) return 0;
  const { arch, release } = asked;
  return buildLinuxInstallers({ arch, release, pack: (flags, environment) => pack(asked, flags, environment) });
}

export async function run(args: readonly string[]): Promise<number> {
  const asked = readAsked(args);
  if (typeof asked === 'number') return asked;
  const signing = signers[asked.name]?.() ?? null;
  if (asked.name === 'mac' && process.platform !== 'darwin') {
    say('The app for macOS can be built on macOS only.');
    return 1;
  }
  if (asked.release && signing?.isSigned === false) {
    say(signing.notice);
    say('A release must be signed. Set what is missing, or leave out --release.');
    return 1;
  }
  const built = await ended(spawnNode([path.join(root, 'scripts', 'run.mjs'), 'build']));
  if (built !== 0) return built;
  packExtension();
  if (signing === null) return buildForLinux(asked);
  return asked.name === 'win' ? buildForWindows(asked, signing) : buildForMac(asked, signing);
}
