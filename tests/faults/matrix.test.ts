// The fault matrix: every failure that the vendor's API and the network can bring, met in every state, over real HTTP.
// Each row names what the person sees; in no row is "Paused" shown while the recorder records.
import { afterAll, describe, expect, test } from 'vitest';
import { checkLines, wholeLines } from '../../src/main/core/journal/journal-file.ts';
import { firstPrevious } from '../../src/shared/domain/journal.ts';
import { problemText } from '../../src/shared/messages/problems.ts';
import type { RecordingState } from '../../src/shared/domain/recording.ts';
import type { Fault, FaultMatcher } from '../../src/simulator/simulator.ts';
import { coreAndSimulator, type World } from '../support/core-and-simulator.ts';

type Failure = {
  readonly name: string;
  /** Which requests it meets: the commands, the reads, or both. */
  readonly meets: 'commands' | 'reads' | 'everything';
  readonly fault: Fault;
  /** The recorder does what it was asked in spite of the failure. */
  readonly acts: boolean;
};

const html = '<!doctype html><html><head><title>504</title></head><body>The service is unavailable.</body></html>';

const failures: readonly Failure[] = [
  { name: '204 with the state unchanged', meets: 'commands', fault: { kind: 'lie' }, acts: false },
  {
    name: '202 accepted and never done',
    meets: 'commands',
    fault: { kind: 'accepted', actsAfterMs: null },
    acts: false,
  },
  {
    name: '202 accepted and done after 200 ms',
    meets: 'commands',
    fault: { kind: 'accepted', actsAfterMs: 200 },
    acts: true,
  },
  {
    name: 'isPaused as the strings "true" and "false"',
    meets: 'reads',
    fault: { kind: 'body', body: 'string-booleans' },
    acts: true,
  },
  { name: 'isPaused missing', meets: 'reads', fault: { kind: 'body', body: 'missing-is-paused' }, acts: true },
  {
    name: 'isPaused of an unknown value',
    meets: 'reads',
    fault: { kind: 'body', body: 'unknown-is-paused' },
    acts: true,
  },
  { name: 'a lost reply', meets: 'commands', fault: { kind: 'cut-after' }, acts: true },
  { name: 'a lost request', meets: 'commands', fault: { kind: 'cut-before' }, acts: false },
  { name: 'a command that hangs and is done', meets: 'commands', fault: { kind: 'hang', acts: true }, acts: true },
  { name: 'a command that hangs and is not done', meets: 'commands', fault: { kind: 'hang' }, acts: false },
  { name: 'reads that hang', meets: 'reads', fault: { kind: 'hang' }, acts: true },
  { name: 'reads that are reset', meets: 'reads', fault: { kind: 'cut-before' }, acts: true },
  { name: 'everything is reset', meets: 'everything', fault: { kind: 'cut-before' }, acts: false },
  { name: '400 on commands', meets: 'commands', fault: { kind: 'status', status: 400, reason: 0 }, acts: false },
  { name: '401 on everything', meets: 'everything', fault: { kind: 'status', status: 401 }, acts: false },
  { name: '403 on commands', meets: 'commands', fault: { kind: 'status', status: 403 }, acts: false },
  { name: '403 on reads', meets: 'reads', fault: { kind: 'status', status: 403 }, acts: true },
  { name: '409 on commands', meets: 'commands', fault: { kind: 'status', status: 409 }, acts: false },
  {
    name: '411 on commands',
    meets: 'commands',
    fault: { kind: 'status', status: 411, body: html, contentType: 'text/html' },
    acts: false,
  },
  { name: '429 on commands', meets: 'commands', fault: { kind: 'status', status: 429 }, acts: false },
  { name: '500 on commands', meets: 'commands', fault: { kind: 'status', status: 500 }, acts: false },
  { name: '500 on reads', meets: 'reads', fault: { kind: 'status', status: 500 }, acts: true },
  { name: '503 on everything', meets: 'everything', fault: { kind: 'status', status: 503 }, acts: false },
  {
    name: '504 with an HTML body on everything',
    meets: 'everything',
    fault: { kind: 'status', status: 504, body: html, contentType: 'text/html' },
    acts: false,
  },
  { name: 'an HTML body where JSON should be', meets: 'reads', fault: { kind: 'body', body: 'html' }, acts: true },
  { name: 'truncated JSON', meets: 'reads', fault: { kind: 'body', body: 'truncated-json' }, acts: true },
  { name: 'an empty body', meets: 'reads', fault: { kind: 'body', body: 'empty' }, acts: true },
  { name: '10 MB of JSON', meets: 'reads', fault: { kind: 'body', body: 'huge-json' }, acts: true },
  {
    name: 'isPaused twice with two values',
    meets: 'reads',
    fault: { kind: 'body', body: 'duplicate-keys' },
    acts: true,
  },
  { name: '206 partial content', meets: 'reads', fault: { kind: 'changed', status: 206 }, acts: true },
  { name: '203 from something in between', meets: 'reads', fault: { kind: 'changed', status: 203 }, acts: true },
  { name: 'answers three seconds old', meets: 'reads', fault: { kind: 'changed', headers: { Age: '3' } }, acts: true },
  { name: 'a cache that keeps one answer', meets: 'reads', fault: { kind: 'cached' }, acts: true },
  { name: 'reads that drip', meets: 'reads', fault: { kind: 'slow-body', bytesPerSecond: 1 }, acts: true },
  {
    name: 'a date of the year 275760',
    meets: 'everything',
    fault: { kind: 'changed', headers: { Date: 'Sat, 13 Sep 275760 00:00:00 GMT' } },
    acts: true,
  },
  { name: '407 on everything', meets: 'everything', fault: { kind: 'status', status: 407 }, acts: false },
  {
    name: '401 that asks for Negotiate alone',
    meets: 'everything',
    fault: { kind: 'status', status: 401, headers: { 'WWW-Authenticate': 'Negotiate' } },
    acts: false,
  },
  {
    name: 'a redirect to another host',
    meets: 'everything',
    fault: { kind: 'redirect', location: 'http://127.0.0.2:9/steal' },
    acts: false,
  },
];

const commands: FaultMatcher = { endpoint: ['pauseById', 'resumeById'] };
const reads: FaultMatcher = { endpoint: ['listMine', 'listLive'] };

const begins = ['idle', 'recording', 'pausing', 'paused', 'resuming', 'two recordings'] as const;
type Begin = (typeof begins)[number];

const at =
  (state: RecordingState) =>
  (live: { readonly state: string }): boolean =>
    live.state === state;
/** States in which the agent is told that the card must not be taken, or that nothing can be said. */
const warned: readonly string[] = ['unconfirmed', 'offline', 'signedOut'];

function setFault(world: World, failure: Failure): void {
  if (failure.meets !== 'reads') world.simulator.setFault(commands, failure.fault);
  if (failure.meets !== 'commands') world.simulator.setFault(reads, failure.fault);
}

/** Brings the core into the state in which the failure strikes, and then lets it strike with a command under way. */
async function strike(world: World, begin: Begin, failure: Failure): Promise<void> {
  const { core, simulator } = world;
  const call = (): void => void simulator.beginCall({ remoteNumber: '+390551104729' });
  const pause = (): void => void core.handlers['live.pause']({});
  const resume = (): void => void core.handlers['live.resume']({});
  if (begin === 'idle') {
    await world.until(at('idle'));
    setFault(world, failure);
    call();
    pause();
    return;
  }
  call();
  if (begin === 'two recordings') call();
  await world.until(
    (live) => live.state === 'recording' && live.recordings.length === (begin === 'two recordings' ? 2 : 1),
  );
  if (begin === 'recording' || begin === 'two recordings') {
    setFault(world, failure);
    pause();
    return;
  }
  if (begin === 'pausing') {
    simulator.setFault(commands, { kind: 'delay', ms: 150 });
    pause();
    await world.until(at('pausing'));
    setFault(world, failure);
    return;
  }
  pause();
  await world.until(at('paused'));
  setFault(world, failure);
  if (begin === 'paused') {
    resume();
    return;
  }
  resume();
  await world.until((live) => live.state !== 'paused');
  pause();
}

/** What must be seen while the failure lasts. */
async function judge(world: World, begin: Begin, failure: Failure): Promise<void> {
  const pauseStands = begin !== 'paused';
  if (!pauseStands) {
    // A resume: in the end what the recorder says, or that nothing can be said. Never "Paused" over a recording (checked throughout).
    await world.until((live) => live.state !== 'resuming' && live.state !== 'pausing');
    return;
  }
  const truthCanBeSeen = failure.meets === 'commands';
  // A pause that was on its way before the failure began may have arrived; one that stood may be confirmed by a read.
  const live = await world.until(({ state }) => state === 'paused' || warned.includes(state));
  if (truthCanBeSeen && failure.acts) {
    await world.until(at('paused'));
    return;
  }
  if (live.state === 'paused') {
    expect(world.simulator.live().every((recording) => recording.isPaused)).toBe(true);
    return;
  }
  const { what, next } = live.problem === null ? { what: 'said', next: 'said' } : problemText(live.problem);
  expect(what).not.toBe('');
  expect(next).not.toBe('');
  expect(`${what} ${next}`).not.toMatch(/undefined|\{\w+\}|Error:|at \w+ \(/);
}

/** The failure is over: the truth is shown, and a pause that still stands is carried out; or a refusal that was under way signed us out. */
async function recover(world: World): Promise<void> {
  world.simulator.clearFaults();
  const isSignedOut = (): boolean => world.core.snapshot().session.phase === 'signedOut';
  await world.until((live) => {
    if (isSignedOut()) return true;
    const truth = world.simulator.live();
    if (truth.length === 0) return live.state === 'idle';
    const paused = truth.every((recording) => recording.isPaused);
    return live.state === (paused ? 'paused' : 'recording') || (!paused && live.problem?.code === 'resumed-elsewhere');
  });
  if (isSignedOut()) expect(world.core.snapshot().session.problem?.code).toBe('credentials-refused');
}

let rows = 0;
const shown = new Map<string, number>();

describe.each(begins)('met while %s', (begin) => {
  test.concurrent.each(failures)(
    '$name: the truth, or a warning, and never "Paused" over a recording',
    { timeout: 60_000 },
    async (failure) => {
      const world = await coreAndSimulator();
      try {
        await strike(world, begin, failure);
        await judge(world, begin, failure);
        await recover(world);
        expect(world.breaches).toEqual([]);
        await world.core.dispose();
        const lines = [...world.files.contents]
          .filter(([path]) => path.endsWith('.jsonl'))
          .flatMap(([, bytes]) => wholeLines(bytes.toString('utf8')).lines);
        const { entries, breakAt } = checkLines(lines, firstPrevious);
        expect(breakAt).toBeNull();
        // No command is lost without a word: every press was written down.
        expect(entries.some((entry) => entry.fact.kind === 'asked')).toBe(true);
        rows += 1;
        for (const state of world.states) shown.set(state, (shown.get(state) ?? 0) + 1);
      } finally {
        await world.dispose();
      }
    },
  );
});

afterAll(() => {
  const counts = [...shown].map(([state, count]) => `${state} ${String(count)}`).join(', ');
  // oxlint-disable-next-line no-console -- the size of the matrix is part of the result
  console.log(
    `fault matrix: ${String(failures.length)} failures x ${String(begins.length)} states = ${String(rows)} rows (${counts})`,
  );
});
