// What comes over the lasting connections of browsers, byte by byte, through the automatic pause: whatever it is and however it is cut, the
// messages are those of its whole lines up to the first that is none, and nothing but a pause by a rule that there is can come of them.
import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import * as v from 'valibot';
import { followRuleSource } from '../../src/main/command-line/rule-source-peer.ts';
import { AutomaticPause } from '../../src/main/core/automatic/automatic-pause.ts';
import { parseJson } from '../../src/main/core/platform/json.ts';
import type { Clock } from '../../src/main/core/platform/ports.ts';
import { defaultPreferences } from '../../src/shared/domain/preferences.ts';
import { sourceMessageSchema, type SourceMessage } from '../../src/shared/ipc/rule-source-messages.ts';
import { HandClock } from './hand-clock.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const rules = [
  { id: 'pay', name: 'Payment page', url: 'pay.example.com/*' },
  { id: 'card', name: 'Card number', field: 'cc-*' },
];
/** Longest message in bytes (rule-source-peer.ts). */
const maxMessageBytes = 16_384;

/** A peer that takes what it is told and says what it is given. */
class Peer extends Duplex {
  readonly told: string[] = [];

  setTimeout(): this {
    return this;
  }

  override _read(): void {
    // It speaks when the input does.
  }

  override _write(chunk: Buffer, _encoding: unknown, done: () => void): void {
    this.told.push(chunk.toString('utf8'));
    done();
  }
}

/** What a stream of bytes says by the contract: its messages, and whether it is ended for what it says. */
function readWhole(bytes: Buffer): { readonly messages: readonly SourceMessage[]; readonly isRefused: boolean } {
  const messages: SourceMessage[] = [];
  let from = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
    const line = bytes.subarray(from, end);
    const parsed = v.safeParse(sourceMessageSchema, parseJson(line.toString('utf8')));
    if (line.length > maxMessageBytes || !parsed.success) return { messages, isRefused: true };
    messages.push(parsed.output);
    from = end + 1;
  }
  return { messages, isRefused: bytes.length - from > maxMessageBytes };
}

type Acted = { readonly command: string; readonly trigger: string };

function automaticPause(clock: Clock, acted: Acted[], refuses: boolean): AutomaticPause {
  const ignore = (): void => undefined;
  const automatic = new AutomaticPause({
    clock,
    log: {
      ...log,
      error: (_event: string, error: unknown) => {
        throw error;
      },
    },
    preferences: () => ({
      ...defaultPreferences,
      automaticPauseRules: rules,
      'automatic.override': refuses ? 'refuse' : defaultPreferences['automatic.override'],
    }),
    host: {
      act: (command, trigger) => acted.push({ command, trigger }),
      ...{ onFacts: ignore, attend: ignore, tell: ignore, withdraw: ignore, onLimits: ignore, onChange: ignore },
    },
    random: () => 0.5,
    question: { isAnswered: () => true, answer: ignore },
  });
  automatic.preferencesChanged();
  const recordings = [{ id: 'a', remoteNumber: '+1', paused: false }];
  automatic.callChanged({ isSignedIn: true, shown: 'recording', recordings, pause: null });
  return automatic;
}

/** A byte of 1 stands for a long word, up to four times: inputs are shorter than the longest message. */
function unfolded(bytes: Uint8Array): Buffer {
  const parts = Buffer.from(bytes).toString('latin1').split('\u0001');
  const text = parts.map((part, index) => (index === 0 ? part : `${index <= 4 ? 'x'.repeat(6_000) : ''}${part}`));
  return Buffer.from(text.join(''), 'latin1');
}

type Browser = { readonly peer: Peer; readonly heard: SourceMessage[]; readonly said: Buffer[] };

/** One connection of a browser, which writes down what it is taken for. */
function connected(automatic: AutomaticPause): Browser {
  const browser: Browser = { peer: new Peer(), heard: [], said: [] };
  // A socket of Node, as far as it is used here.
  followRuleSource(browser.peer as unknown as Socket, Buffer.alloc(0), log, (send) => {
    const connection = automatic.connect(send);
    return {
      take: (message) => {
        browser.heard.push(message);
        connection.take(message);
      },
      close: () => {
        connection.close();
      },
    };
  });
  return browser;
}

/** The first byte says how the rest is cut, the second how much time passes between two pieces and between how many browsers they are dealt. */
export function browserBytes(bytes: Uint8Array): void {
  const [cut = 0, pace = 0] = bytes;
  const said = unfolded(bytes.subarray(2));
  const clock = new HandClock();
  const acted: Acted[] = [];
  const automatic = automaticPause(clock, acted, (pace & 2) !== 0);
  const browsers = Array.from({ length: (pace & 1) + 1 }, () => connected(automatic));
  const step = cut === 0 ? Math.max(1, said.length) : cut * (said.length > 4_000 ? 64 : 1);
  for (let at = 0, turn = 0; at < said.length; at += step, turn += 1) {
    const piece = said.subarray(at, at + step);
    const to = browsers[turn % browsers.length];
    to?.said.push(piece);
    to?.peer.emit('data', piece);
    clock.pass((pace >> 2) * 500);
  }
  for (const browser of browsers) {
    const { messages, isRefused } = readWhole(Buffer.concat(browser.said));
    assert.deepEqual(browser.heard, messages);
    assert.equal(browser.peer.destroyed, isRefused);
  }
  for (const { command, trigger } of acted)
    assert.ok(command === 'pause' && ['rule:pay', 'rule:card'].includes(trigger));
  assert.ok(clock.pending <= 1);
  for (const { peer } of browsers) peer.emit('close');
  // What was off just before counts as on for two seconds.
  clock.pass(2_000);
  assert.ok(automatic.view().rules.every(({ level }) => level === 'unknown'));
  automatic.dispose();
  assert.equal(clock.pending, 0);
}
