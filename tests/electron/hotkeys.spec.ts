// Global hotkeys with another program in front: from the key to the recorder and back to the widget.
import { screenPicture, xdotool } from './desktop.ts';
import { expect, stateOf, test } from './fixtures.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { Sidetone } from './sidetone.ts';

async function pauseKey(sidetone: Sidetone): Promise<unknown> {
  return (await sidetone.snapshot()).hotkeys.find(({ name }) => name === 'pause');
}

const isPaused = (simulator: Simulator, paused: boolean): boolean =>
  simulator.live().every((call) => call.isPaused === paused);

/** The system may swallow a key while a window opens. Each press has more time than a key that is held repeats in. */
async function pressUntil(key: string, isDone: () => boolean): Promise<void> {
  await expect(async () => {
    if (isDone()) return;
    await xdotool('key', key);
    await expect.poll(isDone, { timeout: 5_000 }).toBe(true);
  }).toPass({ timeout: 60_000 });
}

test(
  'the keys pause and resume while another program has the keyboard',
  { tag: '@everywhere' },
  async ({ sidetone, simulator, otherProgram }) => {
    const call = simulator.beginCall({ username: 'ada.agent', remoteNumber: '+390551104729' });
    const widget = await sidetone.window('widget.html');
    await expect(stateOf(widget)).toHaveText('Recording');
    await expect.poll(() => pauseKey(sidetone)).toMatchObject({ registered: true, proven: false });
    await otherProgram.takeKeyboard();

    const paused = simulator.nextChange(({ kind }) => kind === 'paused');
    await pressUntil('ctrl+shift+F9', () => isPaused(simulator, true));
    expect((await paused).id).toBe(call.id);
    await expect(stateOf(widget)).toHaveText('Paused');
    expect(await otherProgram.hasKeyboard()).toBe(true);
    await screenPicture('hotkey-paused');

    const resumed = simulator.nextChange(({ kind }) => kind === 'resumed');
    await pressUntil('ctrl+shift+F10', () => isPaused(simulator, false));
    expect((await resumed).id).toBe(call.id);
    await expect(stateOf(widget)).toHaveText('Recording');
    expect(await otherProgram.hasKeyboard()).toBe(true);

    // That it was seen to work is remembered, and the mark goes.
    await expect.poll(() => pauseKey(sidetone)).toMatchObject({ registered: true, proven: true });
  },
);

test('a key that another program has is reported by name, and works once that program has ended', async ({
  sidetone,
  launch,
}) => {
  await expect.poll(() => pauseKey(sidetone)).toMatchObject({ registered: true });
  const setKey = (of: Sidetone, value: string): Promise<unknown> =>
    of.call('preferences.set', { name: 'hotkey.pause', value });

  const other = await launch();
  await expect
    .poll(() => pauseKey(other))
    .toMatchObject({
      registered: false,
      proven: false,
      problem: { code: 'hotkey-taken', values: { combination: 'Ctrl+Shift+F9' } },
    });
  await expect.poll(() => other.log()).toContain('hotkey-taken');
  await screenPicture('hotkey-taken');

  // Another key is free; then it is taken here, until the other program ends.
  await setKey(other, 'Control+Shift+F8');
  await expect.poll(() => pauseKey(other)).toMatchObject({ registered: true, problem: null });
  await setKey(sidetone, 'Control+Shift+F8');
  await expect.poll(() => pauseKey(sidetone)).toMatchObject({ registered: false, problem: { code: 'hotkey-taken' } });
  await other.quit();
  await setKey(sidetone, 'Control+Shift+F7');
  await setKey(sidetone, 'Control+Shift+F8');
  await expect.poll(() => pauseKey(sidetone)).toMatchObject({ registered: true, problem: null });
});
