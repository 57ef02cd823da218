// The main job in the real app: see a call, pause it, resume it, save a recording.
import { newestRecordings, audioOf } from '../support/recordings-of.ts';
import { expect, picture, stateOf, test } from './fixtures.ts';

const remoteNumber = '+390551104729';

test(
  'an agent pauses a call by the button, resumes it, and saves a recording',
  { tag: '@windows' },
  async ({ sidetone, simulator }) => {
    const main = await sidetone.window('main.html');
    await expect(main.getByText('12 recordings')).toBeVisible();

    const call = simulator.beginCall({ username: 'ada.agent', remoteNumber });
    const widget = await sidetone.window('widget.html');
    await expect(stateOf(widget)).toHaveText('Recording');
    await picture(widget, 'widget-recording');

    const paused = simulator.nextChange(({ kind }) => kind === 'paused');
    await widget.getByRole('button', { name: 'Pause recording' }).click();
    expect((await paused).id).toBe(call.id);
    await expect(stateOf(widget)).toHaveText('Paused');
    expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
    await picture(widget, 'widget-paused');

    await widget.getByRole('button', { name: 'Resume recording' }).click();
    await expect(stateOf(widget)).toHaveText('Recording');
    expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([false]);

    const [newest] = (await newestRecordings(simulator, 1)).recordings;
    if (newest === undefined) throw new Error('the simulator has no recordings');
    await main.getByRole('button', { name: `Download recording ${newest.referenceNumber}` }).click();
    await expect(main.getByRole('button', { name: `Show ${newest.referenceNumber} in folder` }).first()).toBeVisible();
    const saved = await sidetone.electron.evaluate(async ({ app }, reference) => {
      const { readdir, readFile, rm } = process.getBuiltinModule('node:fs/promises');
      const { createHash } = process.getBuiltinModule('node:crypto');
      const folder = `${app.getPath('downloads')}/Sidetone`;
      const names = (await readdir(folder)).filter((name) => name.includes(reference));
      const files = await Promise.all(
        names.map(async (name) => {
          const bytes = await readFile(`${folder}/${name}`);
          await rm(`${folder}/${name}`);
          return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
        }),
      );
      return files;
    }, newest.referenceNumber);
    expect(saved).toContainEqual(await audioOf(simulator, newest.id));
    await picture(main, 'history-saved');

    await expect.poll(() => sidetone.log()).toContain('listCompleted');
    const log = await sidetone.log();
    expect(log).not.toContain('demo');
    expect(log).not.toContain(remoteNumber.slice(1));
    expect(log).not.toContain('Basic ');
  },
);

test('a server that says yes and does not pause is never believed', async ({ sidetone, simulator }) => {
  simulator.setFault({ endpoint: ['pauseById', 'pauseByNumber'] }, { kind: 'lie' });
  simulator.beginCall({ username: 'ada.agent', remoteNumber });
  const widget = await sidetone.window('widget.html');
  await widget.getByRole('button', { name: 'Pause recording' }).click();
  await expect(stateOf(widget)).toHaveText('Not confirmed');
  await picture(widget, 'widget-not-confirmed');
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([false]);
});

// A packaged app has no demo, so this needs an Electron that runs the folder.
test(
  'the demo signs in automatically to a server on this computer',
  { tag: '@windows' },
  async ({ launch, simulator }) => {
    const account = { server: simulator.url, username: 'ada.agent', password: 'demo' };
    const sidetone = await launch({ environment: { SIDETONE_DEMO_SIGN_IN: JSON.stringify(account) } });
    const main = await sidetone.window('main.html');
    await expect(main.getByRole('link', { name: 'History' })).toBeVisible();
  },
);
