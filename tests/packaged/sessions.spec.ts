// Several people at one computer: the installer's helper asks each of them, in their own name, waits for whoever is on a call, and starts
// Sidetone again for each. The sessions are played (sessions/close-in-sessions.c); the Sidetones, their pipes and the rest of the helper are real.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { compile, setupHelper, whyNoCompiler, type ConsoleProgram } from '../../scripts/packaging/windows-compiler.ts';
import { expect, stateOf, test } from '../electron/fixtures.ts';
import { Sidetone } from '../electron/sidetone.ts';
import { openedCopy, programOf, removeCopies, root, runProgram, windowsPath, type ProgramOutcome } from './package.ts';

const helper: ConsoleProgram = {
  ...setupHelper,
  sources: [
    ...setupHelper.sources.filter((name) => !name.endsWith('/close.c')),
    'tests/packaged/sessions/close-in-sessions.c',
  ],
  result: 'out/setup/close-in-sessions.exe',
};
const product = '{00000000-0000-0000-0000-000000000000}';
/** An upgrade finds the old product. */
const close = (folder: string, seconds: string): Promise<ProgramOutcome> => setUp('close', folder, seconds, product);
let sessions = '';
let installed = '';

const setUp = (...words: string[]): Promise<ProgramOutcome> =>
  runProgram(path.join(root, helper.result), words, { SESSIONS_ROOT: windowsPath(sessions) });

const started: Sidetone[] = [];
/** Starts the Sidetone of the user of a session, in a profile of their own. */
async function startIn(session: number): Promise<Sidetone> {
  const profile = path.join(sessions, String(session), 'Sidetone');
  await mkdir(profile, { recursive: true });
  const sidetone = await Sidetone.start({ profile });
  started.push(sidetone);
  await writeFile(path.join(sessions, String(session), 'pid'), String(sidetone.processId));
  return sidetone;
}

const startedIn = ({ out }: ProgramOutcome): string[] =>
  [...out.matchAll(/^started in (\d): .*\\Sidetone\.exe$/gmu)].map(([, session = '']) => session).toSorted();

test.beforeAll(async ({}, info) => {
  const why = whyNoCompiler();
  info.skip(why !== null, `no helper of the installer: ${why ?? ''}`);
  sessions = await mkdtemp(path.join(os.tmpdir(), 'sidetone-sessions-'));
  expect(await compile(helper)).toBe(true);
  const copy = await openedCopy();
  installed = windowsPath(copy);
  process.env['SIDETONE_PROGRAM'] = programOf(copy);
});
test.afterAll(async () => {
  for (const sidetone of started) await sidetone.kill();
  if (sessions !== '') await rm(sessions, { recursive: true, force: true });
  await rm(path.join(root, helper.result), { force: true });
  await removeCopies();
});

test('an upgrade asks everybody who is signed in, waits for who is paused, and starts each again', async ({
  simulator,
}) => {
  // Nobody runs Sidetone in session 2.
  const [idle, busy] = [await startIn(1), await startIn(3)];
  await busy.signIn(simulator.url);
  const call = simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  const widget = await busy.window('widget.html');
  await expect(stateOf(widget)).toHaveText('Recording');
  await widget.getByRole('button', { name: 'Pause recording' }).click();
  await expect(stateOf(widget)).toHaveText('Paused');

  // Another installation has nothing to do with these.
  expect(await close(String.raw`C:\Program Files\Other`, '0')).toMatchObject({ code: 0, out: '' });
  expect(await idle.electron.evaluate(() => process.pid)).toBeGreaterThan(0);

  const idleEnds = idle.closed();
  expect(await close(installed, '0')).toMatchObject({ code: 1, out: '' });
  expect(await idleEnds).toBe(0);
  await expect(stateOf(widget)).toHaveText('Paused');
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
  // The installation failed: who was ended is started again, and nobody else.
  expect(startedIn(await setUp('start', installed))).toEqual(['1']);

  simulator.endCall(call.id);
  const again = await startIn(1);
  const ended = Promise.all([again.closed(), busy.closed()]);
  expect(await close(installed, '120')).toMatchObject({ code: 0, out: '' });
  expect(await ended).toEqual([0, 0]);
  expect(startedIn(await setUp('start', installed))).toEqual(['1', '3']);
  expect(await setUp('start', installed)).toMatchObject({ code: 0, out: '' });
});
