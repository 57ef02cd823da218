// The organisation's policy file: what is right of it holds, however it was written, and what is wrong is told.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closed, expandedPath, readPolicy, type Policy } from '../../../src/main/core/settings/policy.ts';
import { PolicyFileSource } from '../../../src/main/policy/policy-file-source.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../../support/fake-ports.ts';
import { fixedPolicy, policyOf, trustedPolicyFile } from '../../support/policy-file.ts';

let ports: FakePorts<FakeClock>;
let path: string;

beforeEach(async () => {
  ports = fakePorts();
  path = join(ports.profileFolder, 'policy.json');
  await mkdir(ports.profileFolder, { recursive: true });
});
afterEach(() => rm(dirname(ports.profileFolder), { recursive: true, force: true }));

const read = (): Promise<Policy> => readPolicy([trustedPolicyFile(path, ports.files, ports.log)]);

const good = JSON.stringify({ locked: { 'network.plainHttp': false, 'pause.resumeAfter': 120 } });
const locked = { 'network.plainHttp': false, 'pause.resumeAfter': 120 };

describe('the policy file', () => {
  test('is not there: nothing is locked and nothing is said', async () => {
    expect(await read()).toEqual({ locked: {}, defaults: {}, problems: [], places: [] });
  });

  test.each<[string, Uint8Array]>([
    ['in UTF-8', Buffer.from(good, 'utf8')],
    ['in UTF-8 with a byte order mark, as Notepad and PowerShell write it', Buffer.from(`\uFEFF${good}`, 'utf8')],
    ['in UTF-16, as a redirection in PowerShell writes it', Buffer.from(`\uFEFF${good}\r\n`, 'utf16le')],
    ['in UTF-16 the other way round', Buffer.from(`\uFEFF${good}`, 'utf16le').swap16()],
  ])('%s holds', async (_how, bytes) => {
    await writeFile(path, bytes);
    expect(await read()).toEqual({ locked, defaults: {}, problems: [], places: [path] });
  });

  test.each([
    ['a preference that does not exist', { 'pause.everything': true }, 'pause.everything'],
    ['a value that it cannot have', { 'pause.resumeAfter': 'soon' }, 'pause.resumeAfter'],
    ['a name that every object has', { toString: true }, 'toString'],
  ])('with %s in it: that is told by name, and the rest holds', async (_what, wrong, name) => {
    await writeFile(path, JSON.stringify({ locked: { ...locked, ...wrong } }));
    const policy = await read();
    expect(policy.locked).toEqual(Object.hasOwn(locked, name) ? { 'network.plainHttp': false } : locked);
    expect(policy.problems).toMatchObject([{ code: 'policy-damaged', values: { names: name } }]);
  });

  test.each([
    ['cut', '{"locked":{"network.pl'],
    ['empty', ''],
    ['a list', '[]'],
    ['locked is no object', '{"locked":true}'],
  ])('that is %s is told, and what protects is on', async (_what, text) => {
    await writeFile(path, text);
    expect(await read()).toMatchObject({
      locked: closed,
      problems: [{ code: 'policy-unreadable', values: { file: path, detail: 'not-json' } }],
    });
  });

  test('that may not be read is told, and what protects is on', async () => {
    const readBytes = () => Promise.reject(Object.assign(new Error('closed'), { code: 'EACCES' }));
    expect(await readPolicy([trustedPolicyFile(path, { readBytes }, ports.log)])).toMatchObject({
      locked: closed,
      problems: [{ code: 'policy-unreadable', values: { file: path, detail: 'unreadable' } }],
    });
  });

  test('whose trust cannot be found out is told, and what protects is on', async () => {
    const source = new PolicyFileSource(() => Promise.reject(new Error('no answer')), ports.files, ports.log);
    expect(await readPolicy([source])).toMatchObject({ locked: closed, problems: [{ code: 'policy-unreadable' }] });
  });

  test('that others can write is told and locks nothing, also not what protects', async () => {
    await writeFile(path, good);
    const check = () => Promise.resolve({ place: path, state: 'untrusted' } as const);
    expect(await readPolicy([new PolicyFileSource(check, ports.files, ports.log)])).toEqual({
      locked: {},
      defaults: {},
      problems: [{ code: 'policy-untrusted', values: { file: path } }],
      places: [],
    });
  });

  test.each(Object.entries(closed))('a value that %s cannot have turns its protection on', async (name, value) => {
    const { locked: values, problems } = await readPolicy([policyOf({ locked: { [name]: 'perhaps' } })]);
    expect(values).toEqual({ [name]: value });
    expect(problems).toMatchObject([{ code: 'policy-damaged' }]);
  });
});

test('of two sources the first decides, and the second adds what it does not name', async () => {
  const first = policyOf({ locked: { 'network.plainHttp': true, 'pause.armFor': 30 } }, 'first');
  const second = policyOf({ locked: { 'pause.armFor': 90, 'sound.on': false } }, 'second');
  const unreadable = fixedPolicy({ place: 'third', kind: 'unreadable' });
  expect(await readPolicy([first, second, unreadable])).toEqual({
    locked: { ...closed, 'network.plainHttp': true, 'pause.armFor': 30, 'sound.on': false },
    defaults: {},
    problems: [{ code: 'policy-unreadable', values: { file: 'third', detail: 'unreadable' } }],
    places: ['first', 'second'],
  });
});

test('a source sets what is locked and what is a default; what a stronger one names stays at its level', async () => {
  const first = policyOf({ locked: { 'sound.on': false }, defaults: { 'pause.armFor': 30, 'sound.on': true } });
  const second = policyOf({ locked: { 'pause.armFor': 90 }, defaults: { 'sound.volume': 0.1, 'sound.on': true } });
  expect(await readPolicy([first, second])).toMatchObject({
    locked: { 'sound.on': false },
    defaults: { 'pause.armFor': 30, 'sound.volume': 0.1 },
    problems: [],
  });
  const wrong = await readPolicy([policyOf({ defaults: { 'pause.armFor': 'soon' } })]);
  expect(wrong).toMatchObject({ defaults: {}, problems: [{ values: { names: 'pause.armFor' } }] });
});

test('what only an organisation decides is locked, also where it was written as a default', async () => {
  const policy = await readPolicy([policyOf({ defaults: { 'playback.allowed': false, 'sound.on': false } })]);
  expect(policy).toMatchObject({ locked: { 'playback.allowed': false }, problems: [] });
});

describe('a path in the policy', () => {
  const windows = { platform: 'win32', environment: { USERPROFILE: 'C:\\Users\\ada', Empty: '' } } as const;
  const linux = { platform: 'linux', environment: { HOME: '/home/ada' } } as const;

  test.each([
    [windows, '%USERPROFILE%\\Calls', 'C:\\Users\\ada\\Calls'],
    [windows, '%userprofile%\\Calls', 'C:\\Users\\ada\\Calls'],
    [windows, '\\\\server\\calls\\100%', '\\\\server\\calls\\100%'],
    [windows, 'D:\\Calls', 'D:\\Calls'],
    [windows, '%NOTHING%\\Calls', null],
    [windows, '%EMPTY%\\Calls', null],
    [windows, 'Calls', null],
    [linux, `\${HOME}/Calls`, '/home/ada/Calls'],
    [linux, '/srv/100%/calls', '/srv/100%/calls'],
    [linux, `\${NOTHING}/Calls`, null],
    [linux, '%USERPROFILE%\\Calls', null],
    [linux, 'Calls', null],
  ] as const)('on %o: %s becomes %s', (system, written, expected) => {
    expect(expandedPath(written, system)).toBe(expected);
  });

  test.each(['download.folder', 'network.authorityFile'])('%s is locked as expanded, or told by name', async (name) => {
    await writeFile(path, JSON.stringify({ locked: { ...locked, [name]: '%USERPROFILE%\\Calls' } }));
    const source = trustedPolicyFile(path, ports.files, ports.log);
    const policy = await readPolicy([source], windows);
    expect(policy).toMatchObject({ locked: { ...locked, [name]: 'C:\\Users\\ada\\Calls' }, problems: [] });
    const elsewhere = await readPolicy([source], linux);
    expect(elsewhere.locked).toEqual(locked);
    expect(elsewhere.problems).toMatchObject([{ values: { names: name } }]);
  });
});
