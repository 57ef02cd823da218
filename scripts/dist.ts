// The command `dist`: builds the app and packs installers by electron-builder.
import path from 'node:path';
import { ended, inPackages, readFlags, root, say, spawnNode } from './project.ts';

const help = `Usage: npm run dist [-- --platform NAME] [--dir]

Builds installers into dist/.

  --platform NAME   win, mac or linux (default: this platform); not every platform can build for every other
  --dir             Build the unpacked app only, without an installer
  --help            Show this help

Environment:
  ELECTRON_DIST           Folder with an unpacked Electron, if it can't be downloaded
  ELECTRON_DIST_VERSION   Its version, if it isn't the one in package.json
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
    say(`--platform must be one of ${[...platforms.keys()].join(', ')}, not "${name}".`);
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
