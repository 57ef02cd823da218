// Global hotkeys with another program in front: from the key to the recorder and back to the widget.
import { screenPicture, xdotool } from './desktop.ts';
import { expect, stateOf, test } from './fixtures.ts';

test('the keys pause and resume while another program has the keyboard', async ({
  launch,
  simulator,
  otherProgram,
}) => {
  const sidetone = await launch();
  await sidetone.signIn(simulator.url);
  const call = simulator.beginCall({ username: 'ada.agent', remoteNumber: '+390551104729' });
  const widget = await sidetone.window('widget.html');
  await expect(stateOf(widget)).toHaveText('Recording');
  const keys = await sidetone.snapshot();
  expect(keys.hotkeys.find(({ name }) => name === 'pause')).toMatchObject({ registered: true, proven: false });
  await otherProgram.takeKeyboard();

  const paused = simulator.nextChange(({ kind }) => kind === 'paused');
  await xdotool('key', 'ctrl+shift+F9');
  expect((await paused).id).toBe(call.id);
  await expect(stateOf(widget)).toHaveText('Paused');
  expect(await otherProgram.hasKeyboard()).toBe(true);
  await screenPicture('hotkey-paused');

  const resumed = simulator.nextChange(({ kind }) => kind === 'resumed');
  await xdotool('key', 'ctrl+shift+F10');
  expect((await resumed).id).toBe(call.id);
  await expect(stateOf(widget)).toHaveText('Recording');
  expect(await otherProgram.hasKeyboard()).toBe(true);

  // That it was seen to work is remembered, and the mark goes.
  await expect
    .poll(async () => (await sidetone.snapshot()).hotkeys.find(({ name }) => name === 'pause'))
    .toMatchObject({ registered: true, proven: true });
});

test('a key that another program holds is reported by name, and freed it works', async ({
  launch,
  launchElsewhere,
  simulator,
}) => {
  const first = await launch();
  await first.window('main.html');
  await expect.poll(async () => (await first.snapshot()).hotkeys[0]).toMatchObject({ name: 'pause', registered: true });

  const second = await launchElsewhere();
  await second.signIn(simulator.url);
  expect((await second.snapshot()).hotkeys.find(({ name }) => name === 'pause')).toMatchObject({
    registered: false,
    proven: false,
    problem: { code: 'hotkey-taken', values: { combination: 'Control+Shift+F9' } },
  });
  expect(await second.log()).toContain('hotkey-taken');
  await screenPicture('hotkey-taken');

  // Another key is free, and the first program lets go of its keys when it ends.
  const set = (value: string): Promise<unknown> =>
    second.electron
      .windows()[0]
      ?.evaluate((key) => window.sidetone?.call('preferences.set', { name: 'hotkey.pause', value: key }), value) ??
    Promise.reject(new Error('there is no window'));
  await set('Control+Shift+F8');
  await expect
    .poll(async () => (await second.snapshot()).hotkeys[0])
    .toMatchObject({ registered: true, problem: null });
  await first.quit();
  await set('Control+Shift+F9');
  await expect
    .poll(async () => (await second.snapshot()).hotkeys[0])
    .toMatchObject({ registered: true, problem: null });
});
