// The command line of the real app: a second start gives its command to the first. What each command does is tested in tests/contract.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, stateOf, test } from './fixtures.ts';
import { startAgain } from './sidetone.ts';

test(
  'a command reaches the running app, and prints the state',
  { tag: '@everywhere' },
  async ({ sidetone, simulator }) => {
    simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
    const widget = await sidetone.window('widget.html');
    await expect(stateOf(widget)).toHaveText('Recording');
    expect(await startAgain(sidetone.profile, 'pause')).toEqual({ code: 0, out: 'Paused' });
    expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
    await expect(stateOf(widget)).toHaveText('Paused');
  },
);

test('with nothing running a command exits with 3, a wrong one with 2, and neither opens a window', async ({
  profile,
}) => {
  expect(await startAgain(profile, 'status')).toEqual({ code: 3, out: '' });
  expect(await startAgain(profile, 'pauze')).toEqual({ code: 2, out: '' });
  await expect(readFile(path.join(profile, 'logs', 'sidetone.log'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a link pauses, and a link that would resume is refused', async ({ sidetone, simulator }) => {
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  const widget = await sidetone.window('widget.html');
  await expect(stateOf(widget)).toHaveText('Recording');
  await startAgain(sidetone.profile, 'sidetone://pause');
  await expect(stateOf(widget)).toHaveText('Paused');
  await startAgain(sidetone.profile, 'sidetone://resume');
  await expect.poll(() => sidetone.log()).toContain('link refused');
  await expect(stateOf(widget)).toHaveText('Paused');
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
});
