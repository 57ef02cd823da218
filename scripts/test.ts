// The command `test`: every check there is, in the order in which failures are cheapest to see; a part that cannot run says why.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { buildIfNeeded } from './build-if-needed.ts';
import { findElectron, whyNoDisplay } from './electron-binary.ts';
import { findBrowser } from './find-browser.ts';
import { buildPackage, setUpPackaged, whyNotPackaged } from './packaging/packaged-tests.ts';
import { ended, inPackages, readFlags, root, say, spawnNode } from './project.ts';
import { notRun, oneTest, readPlaywright, readVitest, summary, total, type PartResult } from './test-report.ts';

const partNames = ['static', 'unit', 'contract', 'e2e', 'electron', 'packaged', 'keychain'] as const;
type PartName = (typeof partNames)[number];

const help = `Usage: npm test [-- --only PART]...

Runs all checks: types, lint, unit, contract, fault, browser end-to-end, Electron end-to-end, packaged app and
keychain tests.

  --only PART   ${partNames.join(', ')}; can be repeated (default: all)
  --help        Show this help

Environment:
  CHROMIUM_EXECUTABLE         Browser to use
  CHROMIUM_HEADLESS_SHELL     Its headless shell, used where no extension is needed
  ELECTRON_EXECUTABLE         Electron executable to use
                              If it's a Windows Electron in Wine, the packaged app is tested too.
  ELECTRON_LINUX_EXECUTABLE   Linux program with this build of the app inside. Runs the Electron
                              tests that aren't about Windows, so ELECTRON_EXECUTABLE runs the rest.
  CI                          If set, a failed Electron test is tried a second time

The last line is "N passed, N failed, N skipped".
`;

const reports = path.join(root, 'test-results', 'reports');

function head(title: string): void {
  process.stdout.write(`\n== ${title}\n`);
}

function reportFile(name: string): string {
  const file = path.join(reports, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}

/** Node runs our TypeScript as it is: Playwright doesn't translate every file first. */
const nodeReadsTypes = { PW_DISABLE_TS_ESM: '1' };

/** Runs a program whose words belong to the test's output. */
function runProgram(
  command: readonly [string, ...string[]],
  environment: Record<string, string> = {},
): Promise<number> {
  const [program, ...args] = command;
  const env = { ...process.env, ...nodeReadsTypes, ...environment };
  return ended(spawn(program, args, { cwd: root, stdio: ['ignore', 1, 2], env }));
}

/** Types and rules are checked at once, a core each; what each has to say is kept together. */
async function runStatic(): Promise<PartResult[]> {
  const checks = ['typecheck', 'lint'].map((name) => {
    const child = spawnNode([path.join(root, 'scripts', 'run.mjs'), name], { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = [child.stdout, child.stderr].map((stream) => (stream === null ? '' : text(stream)));
    return { name, ended: Promise.all([ended(child), ...said]) };
  });
  const results: PartResult[] = [];
  for (const { name, ended: end } of checks) {
    head(name);
    const [code, ...said] = await end;
    process.stdout.write(said.join(''));
    results.push(oneTest(name, code));
  }
  return results;
}

async function runVitest(folders: readonly string[]): Promise<PartResult[]> {
  head(folders.join(', '));
  const places = Object.fromEntries(folders.map((folder) => [folder, path.join(root, 'tests', folder)]));
  const file = reportFile('vitest');
  const code = await runProgram([
    process.execPath,
    inPackages('vitest', 'vitest.mjs'),
    'run',
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...folders.map((folder) => `tests/${folder}/`),
  ]);
  return readVitest(file, places, code);
}

function playwright(folder: string, ...flags: string[]): [string, ...string[]] {
  return [
    process.execPath,
    inPackages('playwright', 'cli.js'),
    'test',
    '-c',
    path.join('tests', folder, 'playwright.config.ts'),
    ...flags,
  ];
}

async function runBrowser(): Promise<PartResult> {
  head('browser end-to-end');
  if (!(await buildIfNeeded(['renderer', 'preview', 'extension'])))
    return { ...oneTest('e2e', 1), note: 'the build failed' };
  const found = await findBrowser();
  if ('why' in found) return notRun('e2e', found.why);
  const file = reportFile('e2e');
  const code = await runProgram(playwright('e2e'), {
    CHROMIUM_EXECUTABLE: found.executable,
    CHROMIUM_HEADLESS_SHELL: found.shell ?? '',
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  return readPlaywright('e2e', file, code);
}

/** What has to be put before the command so that windows have a desktop; null when there can be none. */
function desktopFor(executable: string, isNamed: boolean): readonly string[] | null {
  const own = path.join(path.dirname(executable), 'desktop');
  if (isNamed && existsSync(own)) return [own];
  if (whyNoDisplay() === null) return [];
  return existsSync('/usr/bin/xvfb-run') ? ['/usr/bin/xvfb-run', '-a'] : null;
}

/** Keys that the tests press. A desktop that emulates Windows has to be told which to deliver. */
const pressedKeys = 'ctrl+shift+F9 ctrl+shift+F10';

type ElectronRun = {
  readonly part: string;
  readonly desktop: readonly string[];
  readonly flags: readonly string[];
  readonly environment: Record<string, string>;
};

async function runElectronTests({ part, desktop, flags, environment }: ElectronRun): Promise<PartResult> {
  const file = reportFile(part);
  const tests = playwright('electron', '--output', path.join('test-results', part), ...flags);
  const [first = process.execPath, ...rest] = [...desktop, ...tests];
  const code = await runProgram([first, ...rest], { ...environment, PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  return readPlaywright(part, file, code);
}

/** The app in an Electron for Linux, when one is named: all tests that are not about Windows. */
async function runOnLinux(executable: string): Promise<PartResult> {
  const part = 'electron-linux';
  head('Electron end-to-end on Linux');
  if (!existsSync(executable))
    return notRun(part, `ELECTRON_LINUX_EXECUTABLE points to ${executable}, which doesn't exist`);
  const desktop = desktopFor(executable, true);
  if (desktop === null) return notRun(part, whyNoDisplay() ?? 'there is no display');
  if (!(await buildIfNeeded(['extension']))) return { ...oneTest(part, 1), note: 'the build failed' };
  const environment = { ELECTRON_LINUX_EXECUTABLE: executable };
  return runElectronTests({ part, desktop, flags: ['--grep-invert', '@windows'], environment });
}

async function runElectron(): Promise<PartResult[]> {
  const linux = process.env['ELECTRON_LINUX_EXECUTABLE'] ?? '';
  const onLinux = linux === '' ? [] : [await runOnLinux(path.resolve(linux))];
  // With both, this one has the tests that are about Windows, and those that run everywhere.
  const flags = onLinux.length === 0 ? [] : ['--grep', '@windows|@everywhere'];
  return [...onLinux, await runOnElectron(flags)];
}

async function runOnElectron(flags: readonly string[]): Promise<PartResult> {
  const part = 'electron';
  head('Electron end-to-end');
  const found = await findElectron(false);
  if ('why' in found) return notRun(part, found.why);
  const isNamed = (process.env['ELECTRON_EXECUTABLE'] ?? '') !== '';
  const desktop = desktopFor(found.executable, isNamed);
  if (desktop === null) return notRun(part, whyNoDisplay() ?? 'there is no display');
  if (!(await buildIfNeeded(['main', 'preload', 'renderer', 'extension'])))
    return { ...oneTest(part, 1), note: 'the build failed' };
  const hasOwn = isNamed && desktop.length === 1;
  return runElectronTests({
    part,
    desktop: hasOwn ? [...desktop, '--hotkeys', pressedKeys] : desktop,
    flags,
    environment: { ELECTRON_EXECUTABLE: found.executable, ELECTRON_LINUX_EXECUTABLE: '' },
  });
}

/** The package for Windows, as it is released, in Wine. */
async function runPackaged(): Promise<PartResult> {
  const part = 'packaged';
  head('packaged app');
  const named = process.env['ELECTRON_EXECUTABLE'] ?? '';
  const executable = named === '' ? null : path.resolve(named);
  const why = whyNotPackaged(executable);
  if (executable === null || why !== null) return notRun(part, why ?? 'there is no Electron');
  const desktop = desktopFor(executable, true);
  if (desktop === null) return notRun(part, whyNoDisplay() ?? 'there is no display');
  if (!(await buildPackage(executable))) return { ...oneTest(part, 1), note: 'the package could not be built' };
  const { environment, end } = setUpPackaged(executable);
  const file = reportFile(part);
  const [first = process.execPath, ...rest] = [...desktop, ...playwright('packaged')];
  const code = await runProgram([first, ...rest], { ...environment, PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  await end();
  return readPlaywright(part, file, code);
}

/** A Secret Service of its own: a bus, an unlocked keyring in a folder that is thrown away, and nothing of the user's. */
const keyringScript = `
set -e
HOME=$(mktemp -d); XDG_RUNTIME_DIR=$(mktemp -d); export HOME XDG_RUNTIME_DIR
export XDG_DATA_HOME=$HOME/.local/share
mkdir -p "$XDG_DATA_HOME/keyrings"; chmod 700 "$XDG_RUNTIME_DIR"
trap 'rm -rf "$HOME" "$XDG_RUNTIME_DIR"' EXIT
printf '\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
"$@"
`;

async function runKeychain(): Promise<PartResult> {
  head('keychain');
  if (process.platform !== 'linux') return notRun('keychain', 'this test runs on Linux only');
  const missing = ['dbus-run-session', 'gnome-keyring-daemon'].filter((name) => !existsSync(`/usr/bin/${name}`));
  if (missing.length > 0)
    return notRun('keychain', `${missing.join(' and ')} ${missing.length === 1 ? "isn't" : "aren't"} installed`);
  const file = reportFile('keychain');
  const code = await runProgram([
    'dbus-run-session',
    '--',
    'bash',
    '-c',
    keyringScript,
    'keyring',
    process.execPath,
    inPackages('vitest', 'vitest.mjs'),
    'run',
    '--config=tests/keychain/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const [result] = readVitest(file, { keychain: path.join(root, 'tests', 'keychain') }, code);
  return result ?? oneTest('keychain', 1);
}

function isPart(text: string): text is PartName {
  return partNames.some((name) => name === text);
}

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, { only: { type: 'string', multiple: true } });
  if ('exit' in read) return read.exit;
  const only = read.values.only ?? [...partNames];
  const unknown = only.find((name) => !isPart(name));
  if (unknown !== undefined) {
    say(`--only must be one of ${partNames.join(', ')}, not "${unknown}".`);
    say('Try --help.');
    return 2;
  }
  mkdirSync(reports, { recursive: true });
  const results: PartResult[] = [];
  if (only.includes('static')) results.push(...(await runStatic()));
  const folders = [
    ...(only.includes('unit') ? ['unit'] : []),
    ...(only.includes('contract') ? ['contract', 'faults'] : []),
  ];
  if (folders.length > 0) results.push(...(await runVitest(folders)));
  if (only.includes('e2e')) results.push(await runBrowser());
  if (only.includes('electron')) results.push(...(await runElectron()));
  if (only.includes('packaged')) results.push(await runPackaged());
  if (only.includes('keychain')) results.push(await runKeychain());
  process.stdout.write(`\n${summary(results)}\n`);
  return total(results).failed === 0 ? 0 : 1;
}
