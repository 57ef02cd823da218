// What Sidetone says about itself: whole, up to date, and with nothing in it that is a secret or a person.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import type { Core } from '../../../src/main/core/core-types.ts';
import { licences } from '../../../scripts/licences.ts';
import { adaSignIn, fakeCore, firstId, type FakeCore } from '../../support/fake-core.ts';
import { trustedPolicyFile } from '../../support/policy-file.ts';

const root = path.resolve(import.meta.dirname, '../../..');
let fake: FakeCore;
let again: Core | null = null;
afterEach(async () => {
  await again?.dispose();
  again = null;
  await fake.dispose();
});

describe('the diagnostics', () => {
  test('tell versions, states, changed preferences and the end of the log', async () => {
    fake = await fakeCore();
    await fake.core.dispose();
    const logFile = path.join(fake.ports.profileFolder, 'sidetone.log');
    await fake.ports.files.append(
      logFile,
      `an old line that is cut\n${'x'.repeat(16 * 1024)}\nrequest {"status":403}\n`,
    );
    again = createCore(
      { ...fake.ports, logFile, runsOn: { Electron: '45.5.0' } },
      { createClient: () => fake.recorder.client() },
    );
    await again.start();
    await again.handlers['preferences.set']({ name: 'pause.remindAfter', value: 90 });
    await again.handlers['preferences.set']({ name: 'start.directoryNumber', value: '5550101' });
    const told = await again.handlers['app.diagnostics']({});
    if (!told.ok) throw new Error(told.error.code);
    const { text } = told.value;
    expect(text).toContain('Sidetone 0.0.0-test');
    expect(text).toContain('Electron 45.5.0');
    expect(text).toContain('Preference pause.remindAfter: 90');
    expect(text).toContain('Preference start.directoryNumber: (set)');
    expect(text).toContain('Connection https');
    expect(text).toContain('request {"status":403}');
    expect(text).not.toContain('an old line');
  });

  test('hold no password, no user, no server, no customer and no number, whatever happens on the call', async () => {
    fake = await fakeCore();
    fake.recorder.begin(firstId);
    await fake.clock.advance(3_000);
    fake.recorder.nextCommand = () => ({ kind: 'refused', status: 403, replyAfter: 10 });
    void fake.core.handlers['live.pause']({});
    await fake.clock.advance(3_000);
    const [recording] = fake.live().recordings;
    expect(recording).toBeDefined();
    const told = await fake.core.handlers['app.diagnostics']({});
    if (!told.ok) throw new Error(told.error.code);
    const { text } = told.value;
    expect(text).toContain('Recording unconfirmed, 1 live');
    for (const secret of [
      adaSignIn.password,
      'ada.agent',
      'ucx.example.com',
      recording?.remoteName ?? 'nobody',
      recording?.remoteNumber ?? 'no number',
      firstId,
    ]) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('about', () => {
  test('the licences in the app are those of what is shipped', async () => {
    // When it fails: node scripts/licences.ts
    expect(await readFile(path.join(root, 'resources', 'licences.json'), 'utf8')).toBe(licences());
  });

  test('says where it keeps things and what it runs on', async () => {
    fake = await fakeCore();
    const licencesFile = path.join(root, 'resources', 'licences.json');
    const policySources = [trustedPolicyFile('/nowhere/policy.json', fake.ports.files, fake.ports.log)];
    again = createCore({ ...fake.ports, licencesFile, policySources, runsOn: { Node: '22' } });
    const about = await again.handlers['app.about']({});
    if (!about.ok) throw new Error(about.error.code);
    expect(about.value).toMatchObject({
      version: '0.0.0-test',
      runsOn: [{ name: 'Node', version: '22' }],
      profileFolder: fake.ports.profileFolder,
      logFile: null,
      policyFile: '/nowhere/policy.json',
      policyFound: false,
    });
    expect(about.value.licences.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['valibot', 'svelte', 'node-fetch']),
    );
  });

  test('a shell without a clipboard or a folder to show says so by name', async () => {
    fake = await fakeCore();
    expect(await fake.core.handlers['app.copy']({ text: 'x' })).toEqual({ ok: false, error: { code: 'copy-missing' } });
    expect(await fake.core.handlers['app.showLog']({})).toEqual({ ok: false, error: { code: 'place-missing' } });
  });
});
