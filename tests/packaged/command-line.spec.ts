// `sidetone` of Windows: a console program that prints what the app prints, and exits as it exits, so that shells can use it.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, stateOf, test } from '../electron/fixtures.ts';
import { openedCopy, programOf, released, removeCopies, runProgram, windowsPath } from './package.ts';

const consoleProgram = (folder: string): string => path.join(folder, 'bin', 'sidetone.exe');
/** Runs a line in Windows' own command interpreter. */
const inShell = (line: string): ReturnType<typeof runProgram> => runProgram('cmd', ['/c', line]);

test.beforeEach(({}, info) => {
  info.skip(
    !existsSync(consoleProgram(released)),
    'the package was built without MinGW-w64, so it has no command line',
  );
});
test.afterAll(removeCopies);

test('a shell gets output and exit code of a command', async ({ profile }) => {
  const words = [`--user-data-dir=${profile}`, 'status'];
  expect(await runProgram(consoleProgram(released), words)).toMatchObject({
    code: 3,
    out: '',
    err: expect.stringContaining("Sidetone isn't running"),
  });
  const { code, out } = await runProgram(consoleProgram(released), ['--help']);
  expect(out).toContain('Usage: sidetone');
  expect(code).toBe(0);
});

test('in cmd, what follows && runs only when the pause is confirmed', async ({ launch, simulator, profile }) => {
  const folder = await openedCopy();
  process.env['SIDETONE_PROGRAM'] = programOf(folder);
  const line = `${windowsPath(consoleProgram(folder))} --user-data-dir=${windowsPath(profile)} pause && echo ok`;
  expect((await inShell(line)).out).toBe('');
  const sidetone = await launch();
  await sidetone.signIn(simulator.url);
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  await expect(stateOf(await sidetone.window('widget.html'))).toHaveText('Recording');
  const paused = await inShell(line);
  expect(paused.out.split('\n').map((each) => each.trim())).toEqual(['Paused', 'ok']);
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
});
