// Every parser of bytes from outside, each as a function of bytes: what it makes of them is checked where there is a rule, and it never throws.
import assert from 'node:assert/strict';
import * as v from 'valibot';
import { ownArguments, readArguments } from '../../src/main/command-line/arguments.ts';
import { parseLink } from '../../src/main/command-line/link.ts';
import { readReport } from '../../src/main/command-line/read-report.ts';
import { readCsv } from '../../src/main/command-line/read-csv.ts';
import { checkText } from '../../src/main/command-line/journal-text.ts';
import { requestSchema, responseSchema, rulesOpeningSchema } from '../../src/main/command-line/wire.ts';
import { sourceMessageSchema } from '../../src/shared/ipc/rule-source-messages.ts';
import { AlertQueueFile } from '../../src/main/core/alerts/alert-queue-file.ts';
import { SavedIndex } from '../../src/main/core/downloads/saved-index.ts';
import { QueueFile } from '../../src/main/core/downloads/queue-file.ts';
import { openCheckpoint } from '../../src/main/core/journal/checkpoint.ts';
import { checkLines, wholeLines } from '../../src/main/core/journal/journal-file.ts';
import { collectEvidence } from '../../src/main/core/journal/report/collect-evidence.ts';
import { fileSource } from '../../src/main/core/journal/report/sources.ts';
import { checkSignatures } from '../../src/main/core/journal/signature-check.ts';
import { compareWithWitness, notesIn } from '../../src/main/core/journal/witness.ts';
import { PendingPauseStore } from '../../src/main/core/live/pending-pause-store.ts';
import { audioHeadOf, formatOf } from '../../src/main/core/platform/audio/audio-head.ts';
import { decodedText, parseJson } from '../../src/main/core/platform/json.ts';
import { Mp3Reader } from '../../src/main/core/platform/audio/mp3-reader.ts';
import type { Clock } from '../../src/main/core/platform/ports.ts';
import { systemClock } from '../../src/main/core/platform/system-clock.ts';
import { LoudnessMeter } from '../../src/main/core/playback/audio-peaks.ts';
import { rangeHeaders, rangeOf } from '../../src/main/core/playback/audio-range.ts';
import { readPolicy } from '../../src/main/core/settings/policy.ts';
import { HelperLines } from '../../src/main/front-window/helper-lines.ts';
import { BoundsFile } from '../../src/main/electron/windows/bounds-file.ts';
import { RegistrySource, type RegistryValue } from '../../src/main/policy/registry-source.ts';
import { parseRegQuery } from '../../src/main/policy/windows-registry.ts';
import { isAdministratorsAlone, parsePolicyFacts } from '../../src/main/policy/windows-trust.ts';
import { trustedPolicyFile } from '../support/policy-file.ts';
import { SettingsStore } from '../../src/main/core/settings/settings-store.ts';
import { parseErrorBody } from '../../src/main/core/ucx/errors.ts';
import { entriesWithRepeatedKeys } from '../../src/main/core/ucx/repeated-keys.ts';
import {
  completedPageSchema,
  completedRecordingAnswerSchema,
  liveListSchema,
  parseDetail,
  parseUploadedId,
  startedSchema,
} from '../../src/main/core/ucx/schemas.ts';
import { parseServerAddress } from '../../src/main/core/ucx/transport/address.ts';
import { inspectUpload } from '../../src/main/core/uploads/upload-inspect.ts';
import { readWave } from '../../src/main/core/uploads/upload-wave.ts';
import { readMp3 } from '../../src/main/core/uploads/upload-mp3.ts';
import { checkedRules, maxRules } from '../../src/shared/domain/automatic-rule.ts';
import { matchesGlob } from '../../src/shared/domain/text/glob.ts';
import { csvTable, textOfCell } from '../../src/shared/domain/text/csv.ts';
import { parseDateTime, plausibleMs } from '../../src/shared/domain/text/date-time.ts';
import { parseDuration } from '../../src/shared/domain/text/duration.ts';
import { safeBaseName } from '../../src/shared/domain/text/file-name.ts';
import { mayTypeCharacter, normaliseHotkey } from '../../src/shared/domain/hotkey.ts';
import { exampleRecording, nameFor, patternRefusal } from '../../src/shared/domain/text/name-pattern.ts';
import { readName } from '../../src/shared/domain/text/name-pattern-read.ts';
import { numberToFind } from '../../src/shared/domain/text/phone-number.ts';
import { isPreferenceName, parsePreference } from '../../src/shared/domain/preferences.ts';
import { plainLine, plainLines } from '../../src/shared/domain/text/plain-text.ts';
import { MemoryFiles } from '../support/memory-files.ts';
import { browserBytes } from './browser-target.ts';
import { updateFeed } from './feed-target.ts';
import { frameMessages } from './frame-target.ts';

type Target = (bytes: Uint8Array) => void | Promise<void>;

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** Nobody waits: what is set to happen later would be kept for each of a million inputs. */
const clock: Clock = { ...systemClock(), timer: () => () => undefined };
const id = '6b98303a-b295-473a-adae-19b78aca468d';
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

function memory(path: string, bytes: Uint8Array): MemoryFiles {
  const files = new MemoryFiles();
  files.contents.set(path, Buffer.from(bytes));
  return files;
}

const registrySchema = v.record(v.string(), v.nullable(v.union([v.string(), v.number(), v.array(v.string())])));

/** Takes two texts from one: the parts before and behind the first line feed. */
function twoOf(bytes: Uint8Array): readonly [string, string] {
  const text = textOf(bytes);
  const at = text.indexOf('\n');
  return at === -1 ? [text, text] : [text.slice(0, at), text.slice(at + 1)];
}

/** A note and the key that has signed it; its private part is lost. */
export const signedKey = 'sidetone-journal+dcea1060+Aa7li8pFZFLrZEWrUrBy4Ppx/P8G8dm9yeVwlU3xGjwm';
export const signedNote =
  'Sidetone journal checkpoint v1\nsequence 5\nhead aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\ntime 2026-11-22T09:00:00.000Z\nserver-time unknown\nkey e0bc680e07789fcbb9b8ad6ed2a0f59f7a4fead700d04023afb5753aea33fe66\n\n— sidetone-journal 3OoQYEpJr8I8PQ22bFCuzPc8zmXn4x+RI/t3ncFildfqi8MvXW9YJ6sGl35PEu5yXBzuYlSmAU4xNiDnPr3zoG2RtQU=\n';

export const targets = {
  /** Answers of the server. Only the booleans that it sent count as paused. */
  answers: (bytes) => {
    const text = decodedText(bytes);
    const json = parseJson(text);
    const live = v.safeParse(liveListSchema, json);
    if (live.success && live.output.some(({ recording: { isPaused } }) => isPaused === true))
      assert.match(text, /true/);
    v.safeParse(completedRecordingAnswerSchema, json);
    const page = v.safeParse(completedPageSchema, json);
    if (page.success) for (const entry of page.output.recordings) v.safeParse(completedRecordingAnswerSchema, entry);
    parseDetail(json, id);
    v.safeParse(startedSchema, json);
    parseUploadedId(json);
    parseErrorBody(text);
    if (json !== undefined) entriesWithRepeatedKeys(text.replace(/^\uFEFF/u, ''));
  },
  /** Single values in answers and headers. */
  values: (bytes) => {
    const text = textOf(bytes);
    parseDateTime(text);
    plausibleMs(Date.parse(text));
    parseDuration(text);
    parseServerAddress(text, true);
    const range = rangeOf(text, 1_000);
    rangeHeaders(range, 1_000, 'audio/mpeg');
    assert.equal(plainLine(plainLine(text)), plainLine(text));
    assert.equal(plainLines(plainLines(text)), plainLines(text));
  },
  settings: async (bytes) => {
    const files = memory('/p/settings.json', bytes);
    const store = new SettingsStore('/p', files, clock, log);
    await store.load();
    const queue = memory('/p/queue.jsonl', bytes);
    await new QueueFile('/p', queue, log).load();
    const saved = memory('/p/saved.jsonl', bytes);
    await new SavedIndex('/p', saved, log, clock).load();
    await new AlertQueueFile('/p/webhook.jsonl', memory('/p/webhook.jsonl', bytes), log).load();
  },
  policy: async (bytes) => {
    const source = trustedPolicyFile('/policy.json', memory('/policy.json', bytes), log);
    const policy = await readPolicy([source], {
      platform: 'win32',
      environment: { USERPROFILE: String.raw`C:\Users\ada` },
    });
    assert.ok(typeof policy.locked === 'object');
    const isTrusted = isAdministratorsAlone(textOf(bytes));
    assert.ok(!isTrusted || /^\s*O:(?:BA|SY|S-1-5-)/u.test(textOf(bytes)));
    parsePolicyFacts(textOf(bytes));
  },
  /** What the registry holds and what `reg query` prints of it. What is locked has a value that the preference can have. */
  registry: async (bytes) => {
    const text = textOf(bytes);
    const values = text.includes('\u{FFFD}') ? new Map<string, RegistryValue>() : parseRegQuery(text);
    const json = v.safeParse(registrySchema, parseJson(text));
    for (const [name, value] of json.success ? Object.entries(json.output) : []) values.set(name, value);
    const source = new RegistrySource('HKLM', () => Promise.resolve(values), log);
    const { locked } = await readPolicy([source], { platform: 'win32', environment: { USERPROFILE: text } });
    for (const [name, value] of Object.entries(locked))
      assert.ok(isPreferenceName(name) && parsePreference(name, value) !== undefined);
  },
  /** The app's own small files, which other programs may have written over. */
  ownFiles: async (bytes) => {
    await new BoundsFile('/p', memory('/p/window-places.json', bytes), log).load();
    const store = new PendingPauseStore('/p', memory('/p/standing-pause.json', bytes), clock, log);
    const { pending, damaged } = await store.load();
    assert.ok(pending === null || damaged === null);
    for (const alert of await new AlertQueueFile('/p/a', memory('/p/a', bytes), log).load())
      assert.ok(!Number.isNaN(Date.parse(alert.at)));
  },
  /** Whatever stands in the files of journals, the report is made. */
  report: async (bytes) => {
    const source = fileSource(memory('/j', bytes), '/j', 'j');
    const limits = { period: { from: null, to: null, zone: 'UTC' }, lateMs: 5_000, now: 0, appVersion: '1' };
    const crashed = (error: unknown): never => {
      throw error;
    };
    const words = { witness: textOf(bytes), why: () => 'not read', crashed };
    const evidence = await collectEvidence([source], { ...limits, ...words });
    assert.ok(Number.isSafeInteger(evidence.entries) && evidence.files <= 1);
    readReport(textOf(bytes).split('\0'), '--user-data-dir');
  },
  journal: (bytes) => {
    const text = decodedText(bytes);
    const found = checkText(text);
    if (found !== null) checkSignatures(found.entries);
    checkLines(wholeLines(text).lines, null);
    compareWithWitness(found?.entries ?? [], notesIn(text), new Set([signedKey]));
    // Whatever else a note holds, its key has signed nothing but this.
    const opened = openCheckpoint({ publicKey: signedKey, note: textOf(bytes) });
    assert.ok(opened === null || (opened.sequence === 5 && opened.head === 'a'.repeat(64)));
  },
  socket: (bytes) => {
    const json = parseJson(textOf(bytes));
    v.safeParse(requestSchema, json);
    v.safeParse(responseSchema, json);
  },
  /** What a browser says may report rules, and nothing else. */
  ruleSources: (bytes) => {
    const value = parseJson(textOf(bytes));
    v.safeParse(rulesOpeningSchema, value);
    const message = v.safeParse(sourceMessageSchema, value);
    assert.ok(!message.success || ['hello', 'heartbeat', 'on', 'off'].includes(message.output.kind));
  },
  updateFeed,
  browserBytes,
  frameMessages,
  /** A helper tells windows within its limits, or it is over: how its bytes are cut never matters. */
  helperLines: (bytes) => {
    const whole = new HelperLines();
    const told = whole.take(bytes);
    if (told === null) assert.equal(whole.take(Buffer.from('{"program":"","title":""}\n')), null);
    for (const { program, title } of told ?? []) assert.ok(program.length <= 260 && title.length <= 1024);
    const cut = new HelperLines();
    const half = bytes.length >> 1;
    const parts = [cut.take(bytes.subarray(0, half)), cut.take(bytes.subarray(half))];
    assert.deepEqual(parts.includes(null) ? null : parts.flatMap((part) => part ?? []), told);
  },
  /** Each rule is used or named. */
  rules: (bytes) => {
    const value = parseJson(textOf(bytes));
    const list: unknown[] = Array.isArray(value) ? value : [value];
    const { rules, dropped } = checkedRules(list, []);
    assert.equal(rules.length + dropped.length, list.length);
    assert.ok(rules.length <= maxRules && rules.every(({ rule }) => /^[\w.-]{1,64}$/u.test(rule.id)));
  },
  /** A text fits itself, whatever is in it. */
  globs: (bytes) => {
    const [pattern = '', text = ''] = textOf(bytes).split('\n');
    const short = text.slice(0, 200);
    assert.ok(matchesGlob('*', text) && matchesGlob(short.replaceAll('*', '?'), short));
    matchesGlob(pattern.slice(0, 200), text);
  },
  /** A link may pause and show, and never resume, start or stop. */
  links: (bytes) => {
    const verb = parseLink(textOf(bytes));
    assert.ok(verb === null || ['pause', 'show'].includes(verb));
  },
  argv: (bytes) => {
    const words = textOf(bytes).split('\0');
    readArguments(words);
    readArguments(ownArguments(words, true));
    normaliseHotkey(words[0] ?? '');
    mayTypeCharacter(words[0] ?? '');
    numberToFind(words[0] ?? '');
  },
  /** What is written as a table is read as it was; what is read comes from anywhere. */
  csv: (bytes) => {
    const text = textOf(bytes).toWellFormed();
    readCsv(text, ',');
    const rows = [text.split('\0')];
    const read = readCsv(csvTable([], rows, ';').slice(1), ';')?.at(-1);
    // What begins with the mark of a guarded cell by itself reads like one: the two cannot be told apart.
    const unguarded = (cell: string): string =>
      cell.replace(/^'(?=[\s\uff0b\uff0d\uff1d\uff20]*[=+\-@\uff0b\uff0d\uff1d\uff20\t\r])/u, '');
    const shown = read?.map((cell) => unguarded(textOfCell(cell)));
    if (!text.includes('\r'))
      assert.deepEqual(
        shown,
        rows[0]?.map((cell) => unguarded(cell)),
      );
  },
  names: (bytes) => {
    const [wanted, text] = twoOf(bytes);
    // No longer than the setting may be.
    const pattern = wanted.slice(0, 200);
    const base = safeBaseName(text);
    assert.notEqual(base, '');
    // oxlint-disable-next-line no-control-regex -- what no file name may hold
    assert.doesNotMatch(base, /[/\\\u0000-\u001f]|^\.{1,2}$/u);
    patternRefusal(pattern);
    nameFor(pattern, { ...exampleRecording, referenceNumber: text, remotePartyNumber: text });
    readName(pattern, text);
  },
  wave: async (bytes) => {
    await readWave((from, length) => Promise.resolve(bytes.subarray(from, from + length)), bytes.length);
  },
  mp3: async (bytes) => {
    const meter = new LoudnessMeter();
    let counted = 0;
    const reader = new Mp3Reader((frame, piece, at) => {
      counted += frame.samples;
      meter.add(frame, piece, at);
    });
    for (let at = 0; at < bytes.length; at += 777) reader.take(bytes.subarray(at, at + 777));
    reader.end();
    assert.ok(Number.isSafeInteger(counted));
    await readMp3((from, length) => Promise.resolve(bytes.subarray(from, from + length)), bytes.length);
  },
  audio: async (bytes) => {
    formatOf(audioHeadOf(bytes).kind);
    await inspectUpload(memory('/call.wav', bytes), '/call.wav');
  },
} as const satisfies Record<string, Target>;
