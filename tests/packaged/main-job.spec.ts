// The main job in the packaged app, and the password that the keychain gives back after a restart.
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, stateOf, test } from '../electron/fixtures.ts';
import { startAgain } from '../electron/sidetone.ts';
import { openedCopy, programOf, removeCopies, runProgram, windowsPath } from './package.ts';

test.beforeAll(async () => {
  process.env['SIDETONE_PROGRAM'] = programOf(await openedCopy());
});
test.afterAll(removeCopies);

test('an agent signs in, pauses and resumes a call, and is signed in after a restart', async ({
  launch,
  simulator,
}) => {
  const first = await launch();
  await first.signIn(simulator.url);
  expect(await first.snapshot()).toMatchObject({ session: { passwordKept: 'keychain' } });
  expect(await first.electron.evaluate(({ app }) => app.isPackaged)).toBe(true);
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  const widget = await first.window('widget.html');
  await expect(stateOf(widget)).toHaveText('Recording');
  await widget.getByRole('button', { name: 'Pause recording' }).click();
  await expect(stateOf(widget)).toHaveText('Paused');
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
  await widget.getByRole('button', { name: 'Resume recording' }).click();
  await expect(stateOf(widget)).toHaveText('Recording');
  expect(await first.quit()).toBe(0);

  const second = await launch();
  await expect(stateOf(await second.window('widget.html'))).toHaveText('Recording');
  expect(await second.call('session.signOut', {})).toMatchObject({ ok: true });
});

test('an installer can end it without a call, and not during one', async ({ launch, simulator, profile }) => {
  const sidetone = await launch();
  await sidetone.signIn(simulator.url);
  const call = simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  await expect(stateOf(await sidetone.window('widget.html'))).toHaveText('Recording');
  expect(await startAgain(profile, 'quit')).toEqual({ code: 1, out: 'Recording' });
  simulator.endCall(call.id);
  await expect.poll(async () => (await sidetone.snapshot()).live.state).toBe('idle');
  const closed = sidetone.closed();
  expect(await startAgain(profile, 'quit')).toEqual({ code: 0, out: 'Not recording' });
  expect(await closed).toBe(0);
});

test('a policy in the registry is read by the packed add-on, every letter of it', async ({ launch, profile }) => {
  const key = String.raw`HKLM\Software\Policies\Sidetone`;
  // By a file in UTF-16: what is passed on a command line depends on the locale of the test's own computer.
  const file = path.join(path.dirname(profile), 'sidetone-policy.reg');
  const lines = [
    'Windows Registry Editor Version 5.00',
    '',
    String.raw`[HKEY_LOCAL_MACHINE\Software\Policies\Sidetone]`,
    '"start.deviceName"="Platz für Gäste €"',
    '',
  ];
  await writeFile(file, `\uFEFF${lines.join('\r\n')}`, 'utf16le');
  const set = await runProgram('reg', ['import', windowsPath(file)]);
  expect(set.code).toBe(0);
  try {
    const { preferences, lockedPreferences } = await (await launch()).snapshot();
    expect(preferences['start.deviceName']).toBe('Platz für Gäste €');
    expect(lockedPreferences).toContain('start.deviceName');
  } finally {
    await runProgram('reg', ['delete', key, '/f']);
    await rm(file);
  }
});
