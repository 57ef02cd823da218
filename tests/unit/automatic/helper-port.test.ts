// The helper of Windows as the app sees it: what it says is read within limits, and whatever else happens to it is its end.
import { expect, onTestFinished, test } from 'vitest';
import type { FrontWindow, FrontWindowPort } from '../../../src/main/core/platform/ports.ts';
import { frontWindowPort } from '../../../src/main/front-window/front-window-port.ts';
import { HelperLines } from '../../../src/main/front-window/helper-lines.ts';
import { waitFor } from '../../support/wait-for.ts';
import { helperPort } from '../../../src/main/front-window/helper-port.ts';
import { programIn } from '../../../src/main/front-window/macos-port.ts';

const line = (front: object): string => `${JSON.stringify(front)}\n`;
const pos = { program: 'pos.exe', title: 'Virtual POS – Zoë 😀' };
const mail = { program: 'mail.exe', title: '' };
const take = (lines: HelperLines, text: string): FrontWindow[] | null => lines.take(Buffer.from(text));

test('whole lines tell windows, however their bytes are cut', () => {
  const bytes = Buffer.from(line(pos) + line(mail) + line(pos));
  for (let at = 0; at <= bytes.length; at += 1) {
    const lines = new HelperLines();
    const told = [...(lines.take(bytes.subarray(0, at)) ?? []), ...(lines.take(bytes.subarray(at)) ?? [])];
    expect(told).toEqual([pos, mail, pos]);
  }
});

test('that the window before was closed is told', () => {
  const gone = { ...mail, beforeIsGone: true };
  expect(take(new HelperLines(), line(gone))).toEqual([gone]);
});

const hostile: readonly (readonly [string, string])[] = [
  ['no JSON', 'pos.exe\n'],
  ['an empty line', '\n'],
  ['another shape', '["pos.exe","Virtual POS"]\n'],
  ['a program that is no text', '{"program":1,"title":""}\n'],
  ['no title', '{"program":"pos.exe"}\n'],
  ['that the window before is there', line({ ...pos, beforeIsGone: false })],
  ['more than it has to say', line({ ...pos, resume: true })],
  ['a name of 261 characters', line({ program: 'p'.repeat(261), title: '' })],
  ['a title of 1025 characters', line({ program: '', title: 't'.repeat(1_025) })],
  ['a line without an end', 'x'.repeat(16_385)],
  ['a line that is too long for its escapes', `${' '.repeat(16_384)}${line(mail)}`],
  ['deep nesting', `${'['.repeat(16_000)}\n`],
];

test.each(hostile)('%s is the end, whatever follows', (_what, text) => {
  const lines = new HelperLines();
  expect(take(lines, line(pos))).toEqual([pos]);
  expect(take(lines, text)).toBeNull();
  expect(take(lines, line(pos))).toBeNull();
});

/** A helper that is a script of Node's. */
function watched(script: string): { readonly seen: FrontWindow[]; readonly ends: () => number; stop: () => void } {
  const seen: FrontWindow[] = [];
  let ends = 0;
  const port = helperPort(process.execPath, ['-e', script]);
  const stop = port.watch({ seen: (front) => seen.push(front), ended: () => (ends += 1) });
  onTestFinished(stop);
  return { seen, ends: () => ends, stop };
}

const say = (text: string): string => `process.stdout.write(${JSON.stringify(text)});`;
const stay = 'setInterval(() => undefined, 1000);';

test('what it says arrives while it runs', async () => {
  const helper = watched(say(line(pos)) + stay);
  await waitFor(() => expect(helper.seen).toEqual([pos]));
  expect(helper.ends()).toBe(0);
});

test.each([
  ['ends', say(line(pos))],
  ['ends with a failure', `${say(line(pos))} process.exitCode = 3;`],
  ['crashes', `${say(line(pos))} setTimeout(() => process.abort(), 50);`],
  ['is killed', `${say(line(pos))} setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50);`],
  ['says something else', `${say(`${line(pos)}hello\n`)}${stay}`],
  ['floods', `${stay} const more = () => process.stdout.write('x'.repeat(65536), more); more();`],
])('one that %s has ended, and that is told once', async (_how, script) => {
  const helper = watched(script);
  await waitFor(() => expect(helper.ends()).toBe(1));
  helper.stop();
  expect(helper.ends()).toBe(1);
});

test('one that is not there has ended', async () => {
  let ends = 0;
  helperPort('/nowhere/sidetone-watch.exe').watch({ seen: () => undefined, ended: () => (ends += 1) });
  await waitFor(() => expect(ends).toBe(1));
});

test('one that was stopped is gone, and tells nothing more', async () => {
  const helper = watched(say(line(pos)) + stay);
  await waitFor(() => expect(helper.seen).toHaveLength(1));
  helper.stop();
  helper.stop();
  expect(helper.ends()).toBe(0);
});

test('lsappinfo tells the program by its file, and nothing by anything else', () => {
  const info =
    '"Numbers" ASN:0x0-0x1b01b: \n    bundleID="com.apple.Numbers"\n    executable path="/Applications/Numbers.app/Contents/MacOS/Numbers"\n    pid = 407\n';
  expect(programIn(info)).toBe('Numbers');
  expect(programIn('[ NULL ] ')).toBeNull();
});

test.each<[NodeJS.Platform, Record<string, string>, FrontWindowPort['sees']]>([
  ['win32', {}, 'windows'],
  ['darwin', {}, 'programs'],
  ['linux', { DISPLAY: ':0' }, 'windows'],
  ['linux', { DISPLAY: ':0', XDG_SESSION_TYPE: 'x11' }, 'windows'],
  // X11 programs alone would be seen there.
  ['linux', { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' }, 'nothing'],
  ['linux', { DISPLAY: ':0', XDG_SESSION_TYPE: 'wayland' }, 'nothing'],
  ['linux', {}, 'nothing'],
  ['freebsd', { DISPLAY: ':0' }, 'nothing'],
])('on %s with %j it sees %s', (platform, environment, sees) => {
  expect(frontWindowPort({ platform, environment, folder: '/helpers', program: '/opt/sidetone' }).sees).toBe(sees);
});
