// Runs a command of this project with a Node that can run TypeScript. Plain JavaScript: this one file must start on any Node.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const needed = [22, 18];
const here = path.dirname(fileURLToPath(import.meta.url));
const names = [
  'demo',
  'start',
  'preview',
  'simulator',
  'alert-receiver',
  'bench',
  'build',
  'dist',
  'lint',
  'typecheck',
  'format',
  'screenshots',
  'gallery',
  'mutation',
  'native',
  'fuzz',
  'sbom',
  'test',
];

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > needed[0] || (major === needed[0] && minor >= needed[1]);
}

/** Runs this file again on Node 22 from npm, without a shell, and ends as it ends. */
function runOnNewerNode() {
  const npm = process.env.npm_execpath;
  const tried = process.env.SIDETONE_NODE_FETCHED === '1';
  if (tried || npm === undefined || !existsSync(npm)) {
    const how = tried
      ? "npm didn't provide a newer version."
      : 'Install Node 22 or later, or run this command with npm.';
    process.stderr.write(
      `Sidetone needs Node ${needed.join('.')} or later; this is ${process.versions.node}. ${how}\n`,
    );
    process.exit(1);
  }
  process.stderr.write(`This is Node ${process.versions.node}. Downloading Node 22 from npm for this run.\n`);
  const isScript = /\.[cm]?js$/.test(npm);
  const execArgs = [
    'exec',
    '--yes',
    // What npm has in its cache is used as it is, so that no network is needed a second time.
    '--prefer-offline',
    '--package=node@22',
    '--',
    'node',
    fileURLToPath(import.meta.url),
    ...process.argv.slice(2),
  ];
  const child = spawn(isScript ? process.execPath : npm, isScript ? [npm, ...execArgs] : execArgs, {
    stdio: 'inherit',
    env: { ...process.env, SIDETONE_NODE_FETCHED: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', () => {
    process.stderr.write("Can't start npm to download a newer Node.\n");
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    process.exit(signal === null ? (code ?? 1) : 130);
  });
}

/**
 * A command started by npm ends with it: npm hands a signal to the shell between the two, which does not hand it on.
 * Where the system gives orphans no new parent (Windows) nothing happens here.
 */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}

const [name, ...args] = process.argv.slice(2);
if (!names.includes(name)) {
  process.stderr.write(`Usage: node scripts/run.mjs NAME [OPTIONS]. NAME is one of: ${names.join(', ')}.\n`);
  process.exit(2);
}
endWithNpm();
if (!isNewEnough(process.versions.node)) {
  runOnNewerNode();
} else {
  const command = await import(pathToFileURL(path.join(here, `${name}.ts`)).href);
  // A command that goes on serving answers null and ends by itself.
  const code = await command.run(args);
  if (code !== null) process.exit(code);
}
