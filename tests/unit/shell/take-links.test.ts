// The links `sidetone://…` become ours without the app waiting for a program of the system.
import { expect, test } from 'vitest';
import { takeLinks } from '../../../src/main/electron/start/take-links.ts';
import { quietLog } from '../../support/quiet-log.ts';

const entry = 'io.sidetone.desktop.desktop';

test('on Linux a program beside the app registers them, and Electron is never made to wait for it', () => {
  const log = quietLog();
  const runs: (readonly string[])[] = [];
  const failures: ((error: Error) => void)[] = [];
  takeLinks(entry, log, {
    platform: 'linux',
    byElectron: () => expect.unreachable('Electron waits for the script'),
    run: (program, words, failed) => {
      runs.push([program, ...words]);
      failures.push(failed);
    },
  });
  expect(runs).toEqual([['xdg-settings', 'set', 'default-url-scheme-handler', 'sidetone', entry]]);
  expect(log.entries).toEqual([]);
  for (const failed of failures) failed(new Error('there is no such program'));
  expect(log.entries).toMatchObject([{ level: 'error' }]);
});

test.each(['win32', 'darwin'] as const)(
  'on %s Electron writes them down itself, which takes no program',
  (platform) => {
    let registered = 0;
    takeLinks(entry, quietLog(), {
      platform,
      byElectron: () => (registered += 1),
      run: () => expect.unreachable('there is no such program there'),
    });
    expect(registered).toBe(1);
  },
);
