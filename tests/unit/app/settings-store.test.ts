// Settings on disk: whole or set aside, never lost in silence.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SettingsStore } from '../../../src/main/core/settings/settings-store.ts';
import { defaultSettings } from '../../../src/shared/domain/settings.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../../support/fake-ports.ts';

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

  test('that another program holds for a moment are read when it lets go', async () => {
    await writeFile(path, JSON.stringify({ ...defaultSettings, username: 'zoë' }));
    let refusals = 3;
    const held = {
      ...ports.files,
      readText: (from: string) =>
        (refusals -= 1) >= 0
          ? Promise.reject(Object.assign(new Error('held'), { code: 'EBUSY' }))
          : ports.files.readText(from),
    };
    const settings = new SettingsStore(ports.profileFolder, held, ports.clock, ports.log);
    const loaded = settings.load();
    await ports.clock.advance(2_000);
    expect(await loaded).toBeNull();
    expect(settings.current.username).toBe('zoë');
  });

  test.each(['EACCES', 'EBUSY', 'EIO'])(
    'that cannot be read (%s) are said, and are never overwritten',
    async (code) => {
      const text = JSON.stringify({ ...defaultSettings, username: 'zoë' });
      await writeFile(path, text);
      const closed = {
        ...ports.files,
        readText: () => Promise.reject(Object.assign(new Error('closed'), { code })),
      };
      const settings = new SettingsStore(ports.profileFolder, closed, ports.clock, ports.log);
      const loaded = settings.load();
      await ports.clock.advance(2_000);
      expect(await loaded).toEqual({ code: 'settings-unreadable', values: { file: path } });
      await settings.update({ username: 'ada.agent' });
      await settings.update({ username: 'ben.agent' });
      const names = await readdir(ports.profileFolder);
      const aside = names.filter((name) => name.startsWith('settings.unread-'));
      expect(aside).toHaveLength(1);
      expect(await readFile(join(ports.profileFolder, aside[0] ?? ''), 'utf8')).toBe(text);
      expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ username: 'ben.agent' });
    },
  );

  test('that can be neither read nor set aside stay as they are, and changes hold for this run', async () => {
    const text = JSON.stringify({ ...defaultSettings, username: 'zoë' });
    await writeFile(path, text);
    const failing = () => Promise.reject(Object.assign(new Error('closed'), { code: 'EACCES' }));
    const closed = { ...ports.files, readText: failing, rename: failing };
    const settings = new SettingsStore(ports.profileFolder, closed, ports.clock, ports.log);
    const loaded = settings.load();
    await ports.clock.advance(2_000);
    await loaded;
    await settings.update({ username: 'ada.agent' });
    expect(settings.current.username).toBe('ada.agent');
    expect(await readFile(path, 'utf8')).toBe(text);
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
