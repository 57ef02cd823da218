// The command `dist`: builds the app and packs installers by electron-builder.
import path from 'node:path';
import { ended, inPackages, readFlags, root, say, spawnNode } from './project.ts';

const help = `Makes installers in dist/.

  npm run dist [-- --platform NAME] [--dir]

  --platform NAME   win, mac or linux; this one by default. Not every platform can be packed on every other
  --dir             the unpacked app only, without an installer
  --help            this text

The environment variable ELECTRON_DIST names a folder with an unpacked Electron, for machines that cannot download one.
ELECTRON_DIST_VERSION says which version it is, when it is not the one of package.json.
`;

/** The platforms as electron-builder and as Node call them. */
const platforms = new Map<string, NodeJS.Platform>([
  ['win', 'win32'],
  ['mac', 'darwin'],
  ['linux', 'linux'],
]);

function environmentFlag(name: string, flag: string): string[] {
  const value = process.env[name];
  return value === undefined || value === '' ? [] : [`-c.${flag}=${value}`];
}

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, {
    dir: { type: 'boolean', default: false },
    platform: { type: 'string' },
  });
  if ('exit' in read) return read.exit;
  const own = [...platforms].find(([, platform]) => platform === process.platform)?.[0] ?? 'linux';
  const name = read.values.platform ?? own;
  const target = platforms.get(name);
  if (target === undefined) {
    say(`--platform takes ${[...platforms.keys()].join(', ')}, not "${name}".`);
    say('Try --help.');
    return 2;
  }
  const built = await ended(spawnNode([path.join(root, 'scripts', 'run.mjs'), 'build']));
  if (built !== 0) return built;
  const flags = [
    `--${name}`,
    ...(read.values.dir ? ['--dir'] : []),
    ...environmentFlag('ELECTRON_DIST', 'electronDist'),
    ...environmentFlag('ELECTRON_DIST_VERSION', 'electronVersion'),
  ];
  return ended(
    spawnNode([inPackages('electron-builder', 'cli.js'), ...flags, '--publish', 'never'], {
      env: { ...process.env, SIDETONE_TARGET: target },
    }),
  );
}
