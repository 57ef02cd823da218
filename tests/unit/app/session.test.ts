// Signing in and out, and where the password is: in the keychain or in memory, and nowhere else.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import { adaSignIn, fakeCore, firstId, type FakeCore } from '../../support/fake-core.ts';
import { policyOf } from '../../support/policy-file.ts';

let fake: FakeCore;
afterEach(() => fake.dispose());

async function signIn(over: Partial<typeof adaSignIn> | { thisSessionOnly: true } = {}) {
  const answer = fake.core.handlers['session.signIn']({ ...adaSignIn, ...over });
  await fake.clock.advance(100);
  return answer;
}

const session = () => fake.core.snapshot().session;

async function profileText(): Promise<string> {
  const entries = await readdir(fake.ports.profileFolder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
  return texts.join('\n');
}

describe('signing in', () => {
  test('the password is in the keychain, and neither in the settings, nor in a snapshot, nor in the log', async () => {
    fake = await fakeCore();
    expect(session()).toMatchObject({ phase: 'signedIn', username: 'ada.agent', passwordKept: 'keychain' });
    expect([...fake.ports.keychain.passwords]).toEqual([['ada.agent@https://ucx.example.com', adaSignIn.password]]);
    fake.recorder.begin(firstId);
    await fake.clock.advance(3_000);
    expect(await profileText()).toContain('ada.agent');
    for (const text of [await profileText(), JSON.stringify(fake.core.snapshot()), JSON.stringify(fake.ports.lines)]) {
      expect(text).not.toContain(adaSignIn.password);
      expect(text).not.toContain(Buffer.from(`ada.agent:${adaSignIn.password}`).toString('base64'));
    }
  });

  test('the next start signs in by itself with what the keychain holds', async () => {
    fake = await fakeCore();
    await fake.core.dispose();
    const again = createCore(fake.ports, { createClient: () => fake.recorder.client() });
    await again.start();
    await fake.clock.advance(50);
    expect(again.snapshot().session.phase).toBe('signedIn');
    expect(again.snapshot().live.state).toBe('idle');
    await again.dispose();
  });

  test('a start while the server is away is offline, not signed out', async () => {
    fake = await fakeCore();
    await fake.core.dispose();
    fake.recorder.nextRead = () => ({ kind: 'failed', status: null, replyAfter: 10 });
    const again = createCore(fake.ports, { createClient: () => fake.recorder.client() });
    await again.start();
    await fake.clock.advance(10_000);
    expect(again.snapshot().session.phase).toBe('signedIn');
    expect(again.snapshot().live).toMatchObject({ state: 'offline', lastKnown: null });
    await again.dispose();
  });

  test('a wrong password says so, keeps nothing and loses nothing', async () => {
    fake = await fakeCore({ signIn: false });
    fake.recorder.nextRead = () => ({ kind: 'failed', status: 401, replyAfter: 10 });
    expect((await signIn()).ok).toBe(false);
    expect(session()).toMatchObject({ phase: 'signedOut' });
    expect(session().problem).not.toBeNull();
    expect(fake.ports.keychain.passwords.size).toBe(0);
  });

  test('a server that cannot be reached is a problem of the server, not of the password', async () => {
    fake = await fakeCore({ signIn: false });
    fake.recorder.nextRead = () => ({ kind: 'failed', status: null, replyAfter: 10 });
    expect(await signIn()).toEqual({ ok: false, error: problem('server-timeout') });
  });

  test('a user who may not see live recordings is signed in all the same: History works', async () => {
    fake = await fakeCore({ signIn: false });
    fake.recorder.nextRead = () => ({ kind: 'failed', status: 403, replyAfter: 10 });
    expect((await signIn()).ok).toBe(true);
    await fake.clock.advance(6_000);
    expect(session().phase).toBe('signedIn');
    expect(fake.live().state).toBe('offline');
  });

  test('a missing keychain is said, and "this session only" keeps the password in memory alone', async () => {
    fake = await fakeCore({ signIn: false });
    fake.ports.keychain.broken = problem('keychain-missing');
    expect(await signIn()).toEqual({ ok: false, error: problem('keychain-missing') });
    expect(session()).toMatchObject({ phase: 'signedOut', keychainProblem: { code: 'keychain-missing' } });
    expect((await signIn({ thisSessionOnly: true })).ok).toBe(true);
    expect(session()).toMatchObject({ phase: 'signedIn', passwordKept: 'session' });
    expect(await profileText()).not.toContain(adaSignIn.password);
    await fake.core.dispose();
    const again = createCore(fake.ports, { createClient: () => fake.recorder.client() });
    await again.start();
    expect(again.snapshot().session).toMatchObject({ phase: 'signedOut', username: 'ada.agent' });
    await again.dispose();
  });

  test('a keychain that is locked at the start is said, and the user may sign in again', async () => {
    fake = await fakeCore();
    await fake.core.dispose();
    fake.ports.keychain.lock();
    const again = createCore(fake.ports, { createClient: () => fake.recorder.client() });
    await again.start();
    expect(again.snapshot().session).toMatchObject({
      phase: 'signedOut',
      problem: { code: 'keychain-locked' },
      server: 'https://ucx.example.com',
    });
    await again.dispose();
  });

  test('plain http to another computer is refused until the user allows it, and the permission is for that server', async () => {
    fake = await fakeCore({ signIn: false });
    const plain = { server: 'http://ucx.example.com' };
    const refused = await fake.core.handlers['session.signIn']({ ...adaSignIn, ...plain });
    expect(refused).toMatchObject({ ok: false, error: { code: 'server-plain-http' } });
    expect(fake.recorder.reads).toBe(0);
    const allowed = fake.core.handlers['session.signIn']({ ...adaSignIn, ...plain, allowPlainHttp: true });
    await fake.clock.advance(100);
    expect((await allowed).ok).toBe(true);
    expect(session().plainHttpAllowed).toBe(true);
  });

  test('empty fields are a problem before anything is asked', async () => {
    fake = await fakeCore({ signIn: false });
    const answer = await fake.core.handlers['session.signIn']({ ...adaSignIn, username: '  ' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'credentials-missing' } });
    expect(fake.recorder.reads).toBe(0);
  });
});

describe('signing out', () => {
  test('deletes the password, stops following and keeps server and user name for the next time', async () => {
    fake = await fakeCore();
    expect(await fake.core.handlers['session.signOut']({})).toEqual({ ok: true, value: {} });
    expect(fake.ports.keychain.passwords.size).toBe(0);
    expect(fake.live().state).toBe('signedOut');
    expect(session()).toMatchObject({
      phase: 'signedOut',
      server: 'https://ucx.example.com',
      username: 'ada.agent',
      problem: null,
    });
    const { reads } = fake.recorder;
    await fake.clock.advance(60_000);
    expect(fake.recorder.reads).toBe(reads);
  });

  test('when the keychain refuses to forget, that is said', async () => {
    fake = await fakeCore();
    fake.ports.keychain.lock();
    expect(await fake.core.handlers['session.signOut']({})).toMatchObject({
      ok: false,
      error: { code: 'keychain-locked' },
    });
    expect(session().phase).toBe('signedOut');
  });
});

describe('what the organisation decides about the server', () => {
  const withPolicy = async (locked: Record<string, unknown>) => {
    fake = await fakeCore({ signIn: false });
    await fake.core.dispose();
    const policySources = [policyOf({ locked })];
    const core = createCore({ ...fake.ports, policySources }, { createClient: () => fake.recorder.client() });
    await core.start();
    const into = async (server: string, allowPlainHttp = false) => {
      const answer = core.handlers['session.signIn']({ ...adaSignIn, server, allowPlainHttp });
      await fake.clock.advance(100);
      return answer;
    };
    return { core, into };
  };

  test('a locked server is shown, and no other one is signed in to', async () => {
    const { core, into } = await withPolicy({ 'server.address': 'ucx.example.com/fw/' });
    expect(core.snapshot().session).toMatchObject({ server: 'https://ucx.example.com', serverLocked: true });
    expect(await into('https://elsewhere.example.com')).toMatchObject({
      ok: false,
      error: { code: 'preference-locked' },
    });
    expect(fake.recorder.reads).toBe(0);
    expect(await into('https://ucx.example.com')).toEqual({ ok: true, value: {} });
    await core.dispose();
  });

  test('where plain http is forbidden, nothing is sent without https, whatever the window allows', async () => {
    const { core, into } = await withPolicy({ 'network.plainHttp': false });
    expect(await into('http://ucx.example.com', true)).toMatchObject({
      ok: false,
      error: { code: 'server-plain-http-forbidden' },
    });
    expect(fake.recorder.reads).toBe(0);
    await core.dispose();
  });

  test('a file of certificate authorities that cannot be used is named before anything is sent', async () => {
    fake = await fakeCore({ signIn: false });
    const file = join(fake.ports.profileFolder, 'authorities.pem');
    await fake.ports.files.writeTextAtomic(file, '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n');
    for (const path of [file, join(fake.ports.profileFolder, 'gone.pem')]) {
      await fake.core.handlers['preferences.set']({ name: 'network.authorityFile', value: path });
      const answer = signIn();
      expect(await answer).toEqual({ ok: false, error: { code: 'authority-file-unusable', values: { file: path } } });
    }
    expect(fake.recorder.reads).toBe(0);
    await fake.core.handlers['preferences.set']({ name: 'network.authorityFile', value: null });
    expect(await signIn()).toEqual({ ok: true, value: {} });
  });
});
