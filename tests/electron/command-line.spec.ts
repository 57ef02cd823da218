// The command line of the real app: a second start hands its verb to the first and tells the state.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, stateOf, test } from './fixtures.ts';

test('pause, status and resume reach the running app, which tells the state and whether it is confirmed', async ({
  launch,
  command,
  simulator,
}) => {
  const sidetone = await launch();
  await sidetone.signIn(simulator.url);
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  const widget = await sidetone.window('widget.html');
  await expect(stateOf(widget)).toHaveText('Recording');

  expect(await command('pause')).toEqual({ code: 0, out: 'Paused' });
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
  await expect(stateOf(widget)).toHaveText('Paused');
  expect(await command('status')).toEqual({ code: 0, out: 'Paused' });
  expect(await command('resume')).toEqual({ code: 0, out: 'Recording' });
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([false]);

  simulator.setFault({ endpoint: ['pauseById', 'pauseByNumber'] }, { kind: 'lie' });
  expect(await command('pause')).toEqual({ code: 1, out: 'Not confirmed' });
});

test('start and stop are confirmed by the recorder too, and a refusal exits with 1', async ({
  launch,
  command,
  simulator,
}) => {
  const sidetone = await launch();
  await sidetone.signIn(simulator.url);
  expect(await command('start')).toEqual({ code: 1, out: 'Not recording' });
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101', recorded: false });
  expect(await command('start')).toEqual({ code: 0, out: 'Recording' });
  expect(simulator.live()).toHaveLength(1);
  expect(await command('stop')).toEqual({ code: 0, out: 'Not recording' });
  expect(simulator.live()).toEqual([]);
});

test('with nothing running a command exits with 3, a wrong one with 2, and neither opens a window', async ({
  command,
  profile,
}) => {
  expect(await command('status')).toEqual({ code: 3, out: '' });
  expect(await command('pauze')).toEqual({ code: 2, out: '' });
  expect(await command('start')).toEqual({ code: 3, out: '' });
  await expect(readFile(path.join(profile, 'logs', 'sidetone.log'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a link pauses, and a link that would resume is refused', async ({ launch, simulator }) => {
  const sidetone = await launch();
  await sidetone.signIn(simulator.url);
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  const widget = await sidetone.window('widget.html');
  await expect(stateOf(widget)).toHaveText('Recording');
  await launch({}, 'sidetone://pause').catch(() => null);
  await expect(stateOf(widget)).toHaveText('Paused');
  await launch({}, 'sidetone://resume').catch(() => null);
  await expect.poll(() => sidetone.log()).toContain('link refused');
  await expect(stateOf(widget)).toHaveText('Paused');
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
});
