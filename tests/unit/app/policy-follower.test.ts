// A changed policy takes effect while Sidetone runs, without a restart.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import { adaSignIn, fakeCore, firstId, type FakeCore } from '../../support/fake-core.ts';
import { ChangingPolicy, policyOf, trustedPolicyFile } from '../../support/policy-file.ts';

let fake: FakeCore;
afterEach(() => fake.dispose());

const begin = async (value: object | null, signIn = true): Promise<ChangingPolicy> => {
  const policy = new ChangingPolicy(value);
  fake = await fakeCore({ signIn, ports: { policySources: [policy] } });
  return policy;
};
const shown = () => fake.core.snapshot();
const codes = () => shown().notices.map(({ code }) => code);
const choose = (name: 'pause.armFor' | 'network.plainHttp', value: unknown) =>
  fake.core.handlers['preferences.set']({ name, value });

test('a change that is not reported holds within a minute, and one that is reported at once', async () => {
  const policy = await begin(null);
  policy.set({ locked: { 'pause.armFor': 30 } });
  await fake.clock.advance(60_000);
  expect(shown()).toMatchObject({ lockedPreferences: ['pause.armFor'], preferences: { 'pause.armFor': 30 } });
  expect(await choose('pause.armFor', 90)).toMatchObject({ ok: false, error: { code: 'preference-locked' } });
  policy.set({ locked: { 'pause.armFor': 45 } });
  policy.tell();
  await fake.clock.advance(1_000);
  expect(shown().preferences['pause.armFor']).toBe(45);
  policy.set(null);
  policy.tell();
  await fake.clock.advance(1_000);
  expect(shown()).toMatchObject({ lockedPreferences: [], preferences: { 'pause.armFor': 60 } });
});

test('a default holds until the user chooses, who may also choose what is usual elsewhere', async () => {
  await begin({ defaults: { 'pause.armFor': 30 } });
  expect(shown()).toMatchObject({
    lockedPreferences: [],
    policyDefaults: { 'pause.armFor': 30 },
    preferences: { 'pause.armFor': 30 },
  });
  for (const value of [60, 90, 30]) {
    expect((await choose('pause.armFor', value)).ok).toBe(true);
    expect(shown().preferences['pause.armFor']).toBe(value);
  }
});

test('what the user chose before a lock is there again after it', async () => {
  const policy = await begin(null);
  await choose('pause.armFor', 90);
  policy.set({ locked: { 'pause.armFor': 30 } });
  await fake.clock.advance(60_000);
  policy.set(null);
  await fake.clock.advance(60_000);
  expect(shown().preferences['pause.armFor']).toBe(90);
});

test('what is wrong is shown while it is wrong, and the protections are on for as long', async () => {
  const policy = await begin(null);
  const before = policy.found;
  policy.found = { place: 'the policy', kind: 'damaged' };
  await fake.clock.advance(60_000);
  expect(codes()).toEqual(['policy-unreadable']);
  expect(shown().preferences['network.plainHttp']).toBe(false);
  expect(await choose('network.plainHttp', true)).toMatchObject({ ok: false, error: { code: 'preference-locked' } });
  policy.found = before;
  await fake.clock.advance(60_000);
  expect(codes()).toEqual([]);
  expect(shown().preferences['network.plainHttp']).toBe(true);
});

test('a session with another server than the one locked meanwhile ends, but never during a recorded call', async () => {
  const policy = await begin(null);
  fake.recorder.begin(firstId);
  await fake.clock.advance(5_000);
  expect(fake.live().state).toBe('recording');
  policy.set({ locked: { 'server.address': 'https://other.example.com' } });
  await fake.clock.advance(120_000);
  expect(shown().session.phase).toBe('signedIn');
  expect(fake.live().state).toBe('recording');
  fake.recorder.end(firstId);
  await fake.clock.advance(60_000);
  expect(shown().session).toMatchObject({
    phase: 'signedOut',
    problem: { code: 'preference-locked' },
    server: 'https://other.example.com',
    canRetry: false,
  });
  expect(fake.ports.keychain.passwords.size).toBe(1);
});

test('only allowed servers are signed in to, at the start too, and the password goes nowhere else', async () => {
  await begin({ locked: { 'servers.allowed': ['ucx.example.com/fw/', 'https://second.example.com'] } });
  expect(shown().session.phase).toBe('signedIn');
  const { reads } = fake.recorder;
  const other = { ...adaSignIn, server: 'https://third.example.com' };
  expect(await fake.core.handlers['session.signIn'](other)).toEqual({
    ok: false,
    error: { code: 'server-not-allowed', values: { host: 'https://third.example.com' } },
  });
  expect(fake.recorder.reads).toBe(reads);
  await fake.core.dispose();
  const policySources = [policyOf({ locked: { 'servers.allowed': ['second.example.com'] } })];
  const again = createCore({ ...fake.ports, policySources }, { createClient: () => fake.recorder.client() });
  await again.start();
  expect(again.snapshot().session).toMatchObject({ phase: 'signedOut', canRetry: false });
  expect(fake.recorder.reads).toBe(reads);
  await again.dispose();
});

test('a session that the policy allows goes on', async () => {
  const policy = await begin(null);
  policy.set({ locked: { 'server.address': adaSignIn.server, 'network.plainHttp': false } });
  await fake.clock.advance(120_000);
  expect(shown().session.phase).toBe('signedIn');
});

test('nothing is read or watched after the end', async () => {
  const policy = await begin(null, false);
  expect(policy.watchers).toBe(1);
  await fake.core.dispose();
  const { reads } = policy;
  policy.tell();
  await fake.clock.advance(120_000);
  expect([policy.watchers, policy.reads]).toEqual([0, reads]);
});

test('a file that is exchanged is reported by the disk itself', async () => {
  fake = await fakeCore({ signIn: false });
  const { profileFolder, files, log } = fake.ports;
  const folder = path.join(profileFolder, 'policy');
  const file = path.join(folder, 'policy.json');
  await mkdir(folder, { recursive: true });
  const source = trustedPolicyFile(file, files, log);
  expect(await source.read()).toMatchObject({ kind: 'none' });
  let unwatch: (() => void) | undefined;
  const changed = new Promise<void>((resolve) => (unwatch = source.watch?.(resolve)));
  await writeFile(file, '{"locked":{}}');
  await changed;
  unwatch?.();
  await rm(folder, { recursive: true });
});
