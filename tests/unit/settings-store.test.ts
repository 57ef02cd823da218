// Settings on disk: whole or set aside, never lost in silence.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SettingsStore } from '../../src/main/core/settings-store.ts';
import { defaultSettings } from '../../src/shared/settings.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../support/fake-ports.ts';

let ports: FakePorts<FakeClock>;
let path: string;

beforeEach(async () => {
  ports = fakePorts();
  path = join(ports.profileFolder, 'settings.json');
  await mkdir(ports.profileFolder, { recursive: true });
});
afterEach(() => rm(dirname(ports.profileFolder), { recursive: true, force: true }));

const store = (): SettingsStore => new SettingsStore(ports.profileFolder, ports.files, ports.clock, ports.log);

describe('settings', () => {
  test('are the defaults where there is no file yet, and nothing is said about it', async () => {
    const settings = store();
    expect(await settings.load()).toBeNull();
    expect(settings.current).toEqual(defaultSettings);
  });

  test('that were changed are there at the next start', async () => {
    const first = store();
    await first.load();
    await first.update({ server: 'https://ucx.example.com', username: 'zoë' });
    const second = store();
    await second.load();
    expect(second.current).toMatchObject({ server: 'https://ucx.example.com', username: 'zoë' });
  });

  test('changed many times at once end with the last value, and leave no file behind', async () => {
    const settings = store();
    await settings.load();
    await Promise.all(Array.from({ length: 20 }, (_, index) => settings.update({ username: `user${String(index)}` })));
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ username: 'user19' });
    expect(await readdir(ports.profileFolder)).toEqual(['settings.json']);
  });

  test.each([
    ['cut in the middle', '{"server":"https://ucx.exa'],
    ['empty', ''],
    ['no object', '[1,2]'],
    ['of a wrong type', '{"server":5}'],
    ['binary', '\u0000\u0001\u0002'],
  ])('that are %s are set aside under a name that is told, byte for byte', async (_what, text) => {
    await writeFile(path, text);
    const settings = store();
    const told = await settings.load();
    expect(told?.code).toBe('settings-damaged');
    const aside = told?.values?.['file'] ?? '';
    expect(await readFile(aside, 'utf8')).toBe(text);
    expect(settings.current).toEqual(defaultSettings);
  });

  test('that cannot be written hold for this run, and the failure is logged', async () => {
    const broken = {
      ...ports.files,
      writeTextAtomic: () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' })),
    };
    const settings = new SettingsStore(ports.profileFolder, broken, ports.clock, ports.log);
    await settings.load();
    await settings.update({ username: 'ada.agent' });
    expect(settings.current.username).toBe('ada.agent');
    expect(ports.lines.map((line) => line.event)).toContain('settings-not-written');
  });
});
