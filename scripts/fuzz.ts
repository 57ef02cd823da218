// The command `fuzz`: gives every parser of bytes from outside a million inputs that are bred for reaching new code.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { seeds } from '../tests/fuzz/seeds.ts';
import { fuzzNativeHost } from '../tests/fuzz/native-host.ts';
import { targets } from '../tests/fuzz/targets.ts';
import { compileUnixHost } from './extension/native-host.ts';
import { ended, readFlags, readNumber, root, say } from './project.ts';

const hostName = 'nativeHost';
const allNames = [...(Object.keys(targets) as (keyof typeof targets)[]), hostName] as const;

const help = `Usage: npm run fuzz [-- --only PARSER] [--runs N] [--seed N]

Gives parsers of outside bytes inputs that are bred for reaching new code. An exception, a second of the processor for
one input, one that never ends or a gigabyte of memory ends it; the input is kept in test-results/fuzz. The tool is
fetched by npm when it is first used.

  --only PARSER   One parser: ${allNames.join(', ')}
  --runs N        Inputs for each parser (default: 1,000,000)
  --seed N        Where the search begins: the same one again gives the same inputs (default: 0, another one each time)
  --help          Show this help
`;

/** Fetched when it is used: it brings native code that nothing else needs. */
const tool = '@jazzer.js/core@4.0.0';
const folder = path.join(root, 'test-results', 'fuzz');

/** One target, which may take a second of the processor for an input: what else runs on the machine counts for nothing. */
const one = `
const target = require('./targets.cjs').targets[process.env.FUZZ_PARSER];
const check = (since) => {
  const { user, system } = process.cpuUsage(since);
  if (user + system > 1_000_000) throw new Error('more than a second for one input');
};
module.exports.fuzz = (bytes) => {
  const since = process.cpuUsage();
  const done = target(bytes);
  if (done instanceof Promise) return done.then(() => check(since));
  check(since);
};
`;
/** Milliseconds after which an input that nothing comes of ends the search. */
const hangMs = 20_000;

/** One file without imports, so that all of it is measured. */
async function bundle(): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: path.join(root, 'tests', 'fuzz', 'targets.ts'),
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'targets.cjs' } },
    },
  });
  writeFileSync(path.join(folder, 'one.cjs'), one);
}

function fuzzOne(name: keyof typeof targets, runs: number, seed: number): Promise<number> {
  const corpus = path.join(folder, 'corpus', name);
  mkdirSync(corpus, { recursive: true });
  for (const [index, bytes] of seeds[name].entries()) writeFileSync(path.join(corpus, `seed-${String(index)}`), bytes);
  const limits = [`-runs=${String(runs)}`, `-seed=${String(seed)}`, '-rss_limit_mb=1024', '-max_len=8192'];
  // The tool's own limit, which takes the place of libFuzzer's.
  const words = [
    path.join(folder, 'one.cjs'),
    corpus,
    `--timeout=${String(hangMs)}`,
    '--',
    ...limits,
    '-print_final_stats=1',
  ];
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const child = spawn(npm, ['exec', '--yes', `--package=${tool}`, '--', 'jazzer', ...words], {
    cwd: folder,
    stdio: 'inherit',
    env: { ...process.env, FUZZ_PARSER: name },
    shell: process.platform === 'win32',
  });
  return ended(child);
}

/** The native host is a program of its own: it is tried as one, by what is made up for it and not bred. */
async function fuzzHost(frames: number, seed: number): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const [plain, checked] = [path.join(folder, 'host'), path.join(folder, 'host-checked')];
  const checks = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
  if (!(await compileUnixHost(plain)) || !(await compileUnixHost(checked, checks))) {
    say("The native host couldn't be compiled, so nothing of it was tried.");
    return 1;
  }
  const { processes, longestEndMs } = await fuzzNativeHost({ plain, checked }, frames, seed);
  say(`${String(processes)} processes; the longest end of one took ${longestEndMs.toFixed(0)} ms`);
  return 0;
}

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, {
    only: { type: 'string', default: '' },
    runs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '0' },
  });
  if ('exit' in read) return read.exit;
  const runs = readNumber('--runs', read.values.runs, 1, 1_000_000_000);
  const seed = readNumber('--seed', read.values.seed, 0, 4_294_967_295);
  if (runs === null || seed === null) return 2;
  const { only } = read.values;
  const names = allNames.filter((name) => only === '' || name === only);
  if (names.length === 0) {
    say(`--only must be one of ${allNames.join(', ')}.`);
    return 2;
  }
  rmSync(folder, { recursive: true, force: true });
  await bundle();
  for (const name of names) {
    say(`${name}: ${String(runs)} inputs`);
    const code = await (name === hostName ? fuzzHost(runs, seed) : fuzzOne(name, runs, seed));
    if (code !== 0) return code;
  }
  return 0;
}
