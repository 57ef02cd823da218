// Whether the desktop has a place for tray icons. Windows and macOS always have; Linux desktops say so on the session bus, or not.
import { execFile } from 'node:child_process';

/** `unknown`: nobody could be asked, so that nothing may rely on the tray. */
export type TrayHost = 'present' | 'absent' | 'unknown';

const watcher = 'org.kde.StatusNotifierWatcher';
/** Two programs that can ask the bus; at least one is there wherever there is a desktop. */
const questions: readonly (readonly [string, readonly string[]])[] = [
  [
    'gdbus',
    [
      'call',
      '--session',
      '--dest=org.freedesktop.DBus',
      '--object-path=/org/freedesktop/DBus',
      '--method=org.freedesktop.DBus.NameHasOwner',
      watcher,
    ],
  ],
  [
    'dbus-send',
    [
      '--session',
      '--print-reply',
      '--dest=org.freedesktop.DBus',
      '/org/freedesktop/DBus',
      'org.freedesktop.DBus.NameHasOwner',
      `string:${watcher}`,
    ],
  ],
];
const answerLimitMs = 1500;

/** Reads the answer of either program. */
export function trayHostOf(answer: string): TrayHost {
  if (/\btrue\b/u.test(answer)) return 'present';
  return /\bfalse\b/u.test(answer) ? 'absent' : 'unknown';
}

function ask(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: answerLimitMs }, (error, stdout) => {
      resolve(error === null ? stdout : '');
    });
  });
}

/** Never rejects. */
export async function findTrayHost(platform: NodeJS.Platform = process.platform): Promise<TrayHost> {
  if (platform !== 'linux') return 'present';
  for (const [program, args] of questions) {
    const host = trayHostOf(await ask(program, args));
    if (host !== 'unknown') return host;
  }
  return 'unknown';
}
