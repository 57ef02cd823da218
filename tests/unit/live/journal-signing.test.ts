// Signed checkpoints in the journal: when they are made, with which key, and that nothing about them ever touches a pause.
import { generateKeyPairSync } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi, onTestFinished } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import { openCheckpoint, signedCheckpoint, type CheckpointFact } from '../../../src/main/core/journal/checkpoint.ts';
import { checkLines, parseLine, wholeLines } from '../../../src/main/core/journal/journal-file.ts';
import { fingerprintOf, openNote, publicBytes, signNote } from '../../../src/main/core/journal/signed-note.ts';
import type { Ports } from '../../../src/main/core/platform/ports.ts';
import { firstPrevious, type JournalEntry } from '../../../src/shared/domain/journal.ts';
import { problem, type ProblemCode } from '../../../src/shared/domain/problem.ts';
import { err, ok } from '../../../src/shared/domain/result.ts';
import { adaSignIn, fakeCore, firstId, type FakeCore } from '../../support/fake-core.ts';
import { waitFor } from '../../support/wait-for.ts';

let fake: FakeCore;
/** Ends with its test: not every test has one. */
async function begun(...options: Parameters<typeof fakeCore>): Promise<FakeCore> {
  const made = await fakeCore(...options);
  onTestFinished(() => made.dispose());
  return made;
}

async function entries(): Promise<readonly JournalEntry[]> {
  const { lines } = wholeLines(await readFile(join(fake.ports.profileFolder, 'journal', '2026-11.jsonl'), 'utf8'));
  const { entries: found, breakAt } = checkLines(lines, firstPrevious);
  expect(breakAt).toBeNull();
  return found;
}

/** Disk work is real here: waits until the journal holds so many entries of these kinds, and answers all entries. */
async function until(
  times: number,
  ...kinds: readonly JournalEntry['fact']['kind'][]
): Promise<readonly JournalEntry[]> {
  for (let turn = 0; turn < 50_000; turn += 1) {
    const found = await entries().catch(() => []);
    if (found.filter(({ fact }) => kinds.includes(fact.kind)).length >= times) return found;
    await fake.clock.settle();
  }
  throw new Error(`The journal never held ${String(times)} of ${kinds.join()}`);
}

const checkpoints = (found: readonly JournalEntry[]): readonly (JournalEntry & { fact: CheckpointFact })[] =>
  found.flatMap((entry) => (entry.fact.kind === 'checkpoint' ? [{ ...entry, fact: entry.fact }] : []));

/** Each checkpoint is signed, and is of the entry before it. */
function expectSound(found: readonly JournalEntry[]): void {
  for (const { fact, sequence, previous } of checkpoints(found))
    expect(openCheckpoint(fact)).toMatchObject({ sequence: sequence - 1, head: previous });
}

async function pauseAndResume(): Promise<void> {
  fake.recorder.begin(firstId);
  await fake.clock.advance(2_100);
  void fake.core.handlers['live.pause']({});
  await fake.clock.advance(100);
  expect(fake.live().state).toBe('paused');
  void fake.core.handlers['live.resume']({});
  await fake.clock.advance(100);
  expect(fake.live().state).toBe('recording');
}

const keyNames = (): string[] =>
  [...fake.ports.keychain.journalKeys.keys()].filter((name) => name.startsWith('journal-key '));

const kinds = (found: readonly JournalEntry[]): string[] => found.map(({ fact }) => fact.kind);

describe('a checkpoint', () => {
  test('follows each ended pause, comes every hour, and is the last entry when Sidetone quits', async () => {
    fake = await begun();
    await pauseAndResume();
    await fake.clock.advance(200);
    expect(kinds(await until(1, 'checkpoint')).slice(-3)).toEqual(['ended', 'resume-asked', 'checkpoint']);
    for (const times of [2, 3]) {
      await fake.clock.advance(3_600_000);
      await until(times, 'checkpoint');
    }
    await fake.core.dispose();
    const found = await entries();
    expectSound(found);
    expect(checkpoints(found)).toHaveLength(4);
    expect(found.at(-1)?.fact.kind).toBe('checkpoint');
    expect(new Set(checkpoints(found).map(({ fact }) => fact.publicKey)).size).toBe(1);
    expect(fake.ports.lines.filter(({ event }) => event === 'journal-not-signed')).toEqual([]);
  });

  test('is signed with the same key after a restart, and with another for another journal', async () => {
    fake = await begun();
    await fake.core.dispose();
    const again = createCore(fake.ports, { createClient: () => fake.recorder.client() });
    await again.start();
    await fake.clock.settle();
    await again.dispose();
    const elsewhere = createCore({ ...fake.ports, host: 'other' }, { createClient: () => fake.recorder.client() });
    await elsewhere.start();
    await fake.clock.settle();
    await elsewhere.dispose();
    const text = await readFile(join(fake.ports.profileFolder, 'journal', 'other', '2026-11.jsonl'), 'utf8');
    const others = checkpoints(checkLines(wholeLines(text).lines, firstPrevious).entries);
    const own = checkpoints(await entries());
    expect(own.map(({ fact }) => fact.publicKey)).toEqual([own[0]?.fact.publicKey, own[0]?.fact.publicKey]);
    expect(others).toHaveLength(1);
    expect(others[0]?.fact.publicKey).not.toBe(own[0]?.fact.publicKey);
    expect(keyNames()).toHaveLength(2);
  });

  test('has a new key where the stored one is damaged or is of another kind', async () => {
    fake = await begun();
    const [name = ''] = keyNames();
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'der', type: 'pkcs8' });
    for (const damaged of ['', 'no key', rsa.toString('base64')]) {
      fake.ports.keychain.journalKeys.set(name, damaged);
      const again = createCore(fake.ports, { createClient: () => fake.recorder.client() });
      await again.start();
      await fake.clock.settle();
      await again.dispose();
      expect(fake.ports.keychain.journalKeys.get(name)).not.toBe(damaged);
      expectSound(await entries());
    }
  });

  test('never shows the private key: not in the journal, the log or a snapshot', async () => {
    fake = await begun();
    await pauseAndResume();
    await fake.clock.advance(200);
    const secret = fake.ports.keychain.journalKeys.get(keyNames()[0] ?? '') ?? '';
    expect(secret).not.toBe('');
    for (const text of [
      JSON.stringify(await until(1, 'checkpoint')),
      JSON.stringify(fake.ports.lines),
      JSON.stringify(fake.core.snapshot()),
    ])
      expect(text).not.toContain(secret.slice(20));
  });
});

test('About and the diagnostics name the fingerprint of the key that signs, and nothing of the key itself', async () => {
  fake = await begun();
  const about = await fake.core.handlers['app.about']({});
  const diagnostics = await fake.core.handlers['app.diagnostics']({});
  if (!about.ok || !diagnostics.ok) throw new Error('refused');
  await fake.core.dispose();
  const [signed] = checkpoints(await entries());
  const { journalKey } = about.value;
  expect(journalKey).toEqual({
    fingerprint: openCheckpoint(signed?.fact ?? noFact)?.key,
    forSession: false,
    problem: null,
  });
  expect(diagnostics.value.text).toContain(`Journal key ${journalKey.fingerprint ?? ''}\n`);
});
const noFact = { note: '', publicKey: '' };

describe('without a key that is stored', () => {
  /** A core whose keychain does this with what belongs to the journal. */
  async function coreWith(over: Partial<Ports['keychain']>): Promise<void> {
    fake = await begun({ signIn: false });
    await fake.core.dispose();
    const keychain = Object.assign(Object.create(fake.ports.keychain) as Ports['keychain'], over);
    const core = createCore({ ...fake.ports, keychain }, { createClient: () => fake.recorder.client() });
    fake = { ...fake, core, live: () => core.snapshot().live };
    await core.start();
    const signedIn = core.handlers['session.signIn']({ ...adaSignIn, thisSessionOnly: true });
    await fake.clock.advance(50);
    await signedIn;
    await fake.clock.advance(50);
  }

  test.each(['keychain-missing', 'keychain-locked', 'keychain-failed'] satisfies ProblemCode[])(
    '%s: the journal says once that it is not signed and why, and pausing goes on',
    async (code) => {
      const refused = () => Promise.resolve(err(problem(code)));
      await coreWith({ get: refused, set: refused });
      const before = (await entries()).length;
      await pauseAndResume();
      await fake.clock.advance(2 * 3_600_000);
      const found = (await until(1, 'not-signed')).slice(before);
      const about = await fake.core.handlers['app.about']({});
      expect(about).toMatchObject({ value: { journalKey: { fingerprint: null, problem: code } } });
      expect(checkpoints(found)).toEqual([]);
      expect(found.filter(({ fact }) => fact.kind === 'not-signed').map(({ fact }) => fact)).toEqual([
        { kind: 'not-signed', problem: code },
      ]);
    },
  );

  test('keychain-forbidden: a key of this run alone signs, and each checkpoint says so', async () => {
    const set = () => Promise.resolve(err(problem('keychain-forbidden')));
    await coreWith({ get: () => Promise.resolve(ok(null)), set });
    const before = await entries();
    await pauseAndResume();
    await fake.clock.advance(200);
    const found = (await until(checkpoints(before).length + 1, 'checkpoint')).slice(before.length);
    expectSound(found);
    expect(checkpoints(found).map(({ fact }) => fact.forSession)).toEqual([true]);
  });

  test('whoever keeps the password for this session only gets no entry in the keychain, and a key of this run alone', async () => {
    fake = await begun({ signIn: false });
    await signIn({ thisSessionOnly: true });
    await fake.clock.advance(3_600_000);
    const [first] = checkpoints(await until(1, 'checkpoint'));
    expect(first?.fact.forSession).toBe(true);
    expect(fake.ports.keychain.journalKeys.size).toBe(0);
    // Signed in again, with a password that is kept, the same run goes on with a key that is kept too.
    await signIn({ thisSessionOnly: false });
    await fake.clock.advance(3_600_000);
    const [, second] = checkpoints(await until(2, 'checkpoint'));
    expect(second?.fact.forSession).toBeUndefined();
    expect(keyNames()).toHaveLength(1);
  });

  test('a shell for trying Sidetone leaves no entry in the keychain, even with a password in it', async () => {
    fake = await begun({ ports: { isTrial: true } });
    await fake.core.dispose();
    expect(checkpoints(await entries()).map(({ fact }) => fact.forSession)).toEqual([true]);
    expect(fake.ports.keychain.journalKeys.size).toBe(0);
  });

  async function signIn(over: { readonly thisSessionOnly: boolean }): Promise<void> {
    const signedIn = fake.core.handlers['session.signIn']({ ...adaSignIn, ...over });
    await fake.clock.advance(50);
    await signedIn;
    await fake.clock.advance(50);
  }

  test('a keychain that never answers, rejects or throws costs no pause and no entry', async () => {
    const misbehaving: readonly (() => Promise<never>)[] = [
      () => new Promise<never>(() => undefined),
      () => Promise.reject(new Error('gone')),
      () => {
        throw new Error('broken');
      },
    ];
    for (const get of misbehaving) {
      await coreWith({ get });
      await pauseAndResume();
      await fake.clock.advance(3_600_000);
      expect(kinds(await until(1, 'ended'))).toContain('confirmed');
      await fake.dispose();
    }
  });

  test('asks a keychain that has just failed no second time at the start, and gets the key when it has kept a password', async () => {
    fake = await begun();
    await fake.core.dispose();
    const asked: string[] = [];
    let isLocked = true;
    const { keychain } = fake.ports;
    const get: typeof keychain.get = (account) => {
      asked.push(account);
      return isLocked ? Promise.resolve(err(problem('keychain-locked'))) : keychain.get(account);
    };
    const failing = Object.assign(Object.create(keychain) as typeof keychain, { get });
    const ports = { ...fake.ports, keychain: failing };
    const core = createCore(ports, { createClient: () => fake.recorder.client() });
    fake = { ...fake, core, live: () => core.snapshot().live };
    await core.start();
    await fake.clock.settle();
    expect(asked).toHaveLength(1);
    isLocked = false;
    const signedIn = core.handlers['session.signIn'](adaSignIn);
    await fake.clock.advance(50);
    await signedIn;
    await fake.clock.advance(50);
    await core.dispose();
    const found = await entries();
    expectSound(found);
    expect(new Set(checkpoints(found).map(({ fact }) => fact.publicKey)).size).toBe(1);
  });
});

describe('a journal that is found at the start', () => {
  const path = (): string => join(fake.ports.profileFolder, 'journal', '2026-11.jsonl');

  /** A run with a pause, and the text of the journal after so many entries of it and at the end. */
  async function firstRun(): Promise<string[]> {
    fake = await begun();
    await pauseAndResume();
    await fake.clock.advance(200);
    await until(1, 'checkpoint');
    await fake.core.dispose();
    await fake.clock.settle();
    return wholeLines(await readFile(path(), 'utf8')).lines;
  }

  /** Codes of what the last run showed above the pages. */
  let shown: string[] = [];
  async function nextRun(): Promise<readonly JournalEntry[]> {
    const again = createCore(fake.ports, { createClient: () => fake.recorder.client() });
    await again.start();
    await fake.clock.settle();
    shown = again.snapshot().notices.map(({ code }) => code);
    await again.dispose();
    await fake.clock.settle();
    return checkLines(wholeLines(await readFile(path(), 'utf8').catch(() => '')).lines, null).entries;
  }

  const olderCopies = (found: readonly JournalEntry[]) => found.filter(({ fact }) => fact.kind === 'older-copy');

  test('whole is said nothing of, run after run', async () => {
    await firstRun();
    for (let run = 0; run < 3; run += 1) expect([olderCopies(await nextRun()), shown]).toEqual([[], []]);
  });

  test('without its end, or as an older copy of it, says from then on which entry had been signed, and once above the pages', async () => {
    const lines = await firstRun();
    const last = parseLine(lines.at(-2) ?? '');
    await writeFile(
      path(),
      lines
        .slice(0, 2)
        .map((line) => `${line}\n`)
        .join(''),
    );
    const found = await nextRun();
    expect(olderCopies(found).map(({ fact }) => fact)).toEqual([
      { kind: 'older-copy', signed: last?.sequence, head: last?.hash },
    ]);
    expectSound(found);
    expect(shown).toEqual(['journal-older-copy']);
    expect(olderCopies(await nextRun())).toHaveLength(1);
    expect(shown).toEqual([]);
  });

  test('without all of its files says so too', async () => {
    await firstRun();
    await rm(path());
    expect(olderCopies(await nextRun())).toHaveLength(1);
  });

  test('without what a full disk refused to take is no older copy: that was never signed for good', async () => {
    fake = await begun();
    await pauseAndResume();
    await fake.clock.advance(200);
    await until(1, 'checkpoint');
    const { files } = fake.ports;
    const append = files.append;
    files.append = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    await fake.clock.advance(3_600_000);
    await fake.core.dispose();
    await fake.clock.settle();
    files.append = append;
    expect(olderCopies(await nextRun())).toEqual([]);
    expect(shown).toEqual([]);
  });

  test('whose signed end is gone with the key says nothing: there is nothing to compare', async () => {
    const lines = await firstRun();
    fake.ports.keychain.journalKeys.clear();
    await writeFile(
      path(),
      lines
        .slice(0, 2)
        .map((line) => `${line}\n`)
        .join(''),
    );
    expect(olderCopies(await nextRun())).toEqual([]);
  });
});

test('a key that cannot sign is logged, and neither a pause nor the end of Sidetone fails with it', async () => {
  fake = await begun();
  const real = JSON.stringify;
  const spy = vi.spyOn(JSON, 'stringify').mockImplementation((...input) => {
    if (real(input[0]).includes('"checkpoint"')) throw new Error('cannot sign');
    return real(...(input as [unknown]));
  });
  try {
    await pauseAndResume();
    await fake.clock.advance(3_600_000);
    await fake.core.dispose();
  } finally {
    spy.mockRestore();
  }
  expect(checkpoints(await entries())).toEqual([]);
  expect(fake.ports.lines.map(({ event }) => event)).toContain('journal-not-signed');
});

describe('a signed note', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const publicKey = publicBytes(privateKey);
  const other = generateKeyPairSync('ed25519').privateKey;

  test('is read by its own key alone, unchanged, and whatever else has signed it', () => {
    const note = signNote('one\ntwo\n', privateKey);
    expect(openNote(note, publicKey)).toBe('one\ntwo\n');
    expect(openNote(note, publicBytes(other))).toBeNull();
    const [, cosignature = ''] = signNote('one\ntwo\n', other).split('\n\n');
    expect(openNote(`${note}${cosignature}`, publicKey)).toBe('one\ntwo\n');
    for (let at = 0; at < note.length; at += 1)
      expect(openNote(`${note.slice(0, at)}\u0001${note.slice(at + 1)}`, publicKey)).toBeNull();
    for (let at = 0; at < note.length; at += 1) expect(openNote(note.slice(0, at), publicKey)).toBeNull();
  });

  test('is no checkpoint with another text, another key in it, or another key beside it', () => {
    const what = { sequence: 3, head: 'a'.repeat(64), time: '2026-11-22T09:00:00.000Z', serverTime: null };
    const fact = signedCheckpoint(what, { privateKey, publicKey, forSession: false });
    expect(openCheckpoint(fact)).toEqual({ ...what, key: fingerprintOf(publicKey) });
    const { publicKey: otherKey } = signedCheckpoint(what, {
      privateKey: other,
      publicKey: publicBytes(other),
      forSession: false,
    });
    expect(openCheckpoint({ ...fact, publicKey: otherKey })).toBeNull();
    expect(openCheckpoint({ ...fact, publicKey: fact.publicKey.replace('+', '+0') })).toBeNull();
    expect(openCheckpoint({ ...fact, note: signNote('sequence 3\n', privateKey) })).toBeNull();
    const [text = ''] = fact.note.split('\n\n');
    const forged = `${text.replace(fingerprintOf(publicKey), fingerprintOf(publicBytes(other)))}\n`;
    expect(openCheckpoint({ ...fact, note: signNote(forged, privateKey) })).toBeNull();
  });
});

test('the end waits for a keychain that is still writing: a process that ends in the middle of it crashes', async () => {
  fake = await begun();
  await pauseAndResume();
  await fake.clock.advance(200);
  await until(1, 'checkpoint');
  const { keychain } = fake.ports;
  const set = keychain.set.bind(keychain);
  const answers: (() => void)[] = [];
  keychain.set = async (account, password) => {
    await new Promise<void>((resolve) => answers.push(resolve));
    return set(account, password);
  };
  let hasEnded = false;
  const ending = fake.core.dispose().then(() => {
    hasEnded = true;
  });
  await waitFor(() => expect(answers).toHaveLength(1));
  await fake.clock.settle();
  expect(hasEnded).toBe(false);
  keychain.set = set;
  for (const answer of answers) answer();
  await ending;
});
