// The corpus of paused calls: every way of writing a pause in every coding, with clocks apart, on speech of espeak-ng that sox and lame encode.
import { spawnSync } from 'node:child_process';
import { Mp3Decoder } from '../../../src/main/core/audio-check/mp3-decoder.ts';
import { UndecodableAudio, type OnSamples } from '../../../src/main/core/audio-check/audio-decoder.ts';
import type { CallFacts } from '../../../src/main/core/journal/call-facts.ts';
import { LevelMeter } from '../../../src/main/core/audio-check/level-meter.ts';
import { judge } from '../../../src/main/core/audio-check/verdict.ts';
import { WaveDecoder } from '../../../src/main/core/audio-check/wave-decoder.ts';
import type { AudioFinding } from '../../../src/shared/domain/audio-finding.ts';
import { treatments, usualPlan, type CallPlan, type MadeCall, type TalkSource } from './call-maker.ts';
import { randomFrom } from './talk.ts';

/** Each is written by a program of its own: `arguments` follow the description of the raw samples. */
type Coding = {
  readonly name: string;
  readonly rate: number;
  readonly channels: 1 | 2;
  readonly by: 'sox' | 'lame';
  readonly flags: readonly string[];
};

const sox = (name: string, channels: 1 | 2, ...flags: string[]): Coding => ({
  name,
  rate: 8_000,
  channels,
  by: 'sox',
  flags,
});
const lame = (name: string, rate: number, channels: 1 | 2, ...flags: string[]): Coding => ({
  name,
  rate,
  channels,
  by: 'lame',
  flags,
});

const codings: readonly Coding[] = [
  sox('PCM-8', 1, '-D', '-e', 'unsigned-integer', '-b', '8'),
  sox('PCM-8 with dither', 1, '-e', 'unsigned-integer', '-b', '8'),
  sox('PCM-16', 2, '-D', '-e', 'signed-integer', '-b', '16'),
  sox('A-law', 1, '-D', '-e', 'a-law'),
  sox('A-law stereo', 2, '-D', '-e', 'a-law'),
  sox('µ-law', 1, '-D', '-e', 'u-law'),
  lame('MP3 CBR 16, 8 kHz', 8_000, 1, '--cbr', '-b', '16'),
  lame('MP3 VBR, 8 kHz stereo', 8_000, 2, '-V', '5'),
  lame('MP3 VBR, 11 kHz', 11_025, 1, '-V', '4'),
  lame('MP3 CBR 40, 16 kHz', 16_000, 1, '--cbr', '-b', '40'),
  lame('MP3 VBR, 22 kHz stereo', 22_050, 2, '-V', '3'),
  lame('MP3 CBR 128, 44 kHz stereo', 44_100, 2, '--cbr', '-b', '128'),
];

const shifts = [-2_000, -900, 0, 1_100, 2_000];

export type Case = { readonly name: string; readonly plan: CallPlan; readonly coding: Coding };

/** All of them, in a fixed order. */
export function corpus(): Case[] {
  const cases: Case[] = [];
  for (const treatment of treatments) {
    for (const coding of codings) {
      for (const shiftMs of shifts) {
        const seed = cases.length + 1;
        const random = randomFrom(seed);
        const fromMs = 9_000 + Math.floor(random() * 4_000);
        const pause = { fromMs, toMs: fromMs + 4_000 + Math.floor(random() * 11_000) };
        const plan: CallPlan = {
          ...usualPlan,
          seed,
          treatment,
          shiftMs,
          rate: coding.rate,
          channels: coding.channels,
          lengthMs: 38_000,
          pauses: [pause],
          lineDb: ([-66, -58, null, -50] as const)[seed % 4] ?? null,
          // One in ten calls was on hold, and the recorder left that out.
          holdMs: seed % 10 === 0 ? 4_000 : 0,
          remoteOnly: coding.channels === 2 && seed % 2 === 0,
          waitMs: seed % 3 === 0 ? 2_800 : 0,
        };
        cases.push({ name: `${treatment}, ${coding.name}, ${String(shiftMs)} ms`, plan, coding });
      }
    }
  }
  return cases;
}

/** Programs that the corpus needs and that are not installed. */
export const missingPrograms = (): string[] =>
  ['espeak-ng', 'sox', 'lame'].filter(
    (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error !== undefined,
  );

function run(program: string, flags: readonly string[], input: Uint8Array): Buffer {
  const { stdout, status, error } = spawnSync(program, flags, {
    input,
    maxBuffer: 1 << 28,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  if (error !== undefined || status !== 0) throw new Error(`${program} ended with ${String(status)}`);
  return stdout;
}

const sentences =
  'Good morning, this is Anna from customer care, how can I help you today. I would like to pay my invoice by card please. ' +
  'Of course, please tell me the number. It is five three two one, eight four zero zero, one two seven seven, nine six zero four. ' +
  'And the expiry date, if you have it at hand. December twenty nine, and the code on the back is four one six. ' +
  'Thank you very much, the payment went through. You will get a confirmation by mail within the hour. Is there anything else. ' +
  'No, that was all, have a nice day. Goodbye.';
const voices = ['en', 'en+f3', 'en-us+m3', 'en-gb-scotland'];

const asFloats = (bytes: Buffer): Float32Array => {
  const copy = new Uint8Array(bytes.length - (bytes.length % 4));
  copy.set(bytes.subarray(0, copy.length));
  return new Float32Array(copy.buffer);
};

/** Speech of espeak-ng at any rate, of one voice or another. */
export function espeakTalk(): TalkSource {
  const bank = new Map<string, Float32Array>();
  const speech = (voice: string, rate: number): Float32Array => {
    const key = `${voice} ${String(rate)}`;
    const known = bank.get(key);
    if (known !== undefined) return known;
    const spoken = run('espeak-ng', ['-v', voice, '--stdout', '-s', '165'], Buffer.from(sentences));
    const raw = ['-t', 'raw', '-e', 'floating-point', '-b', '32', '-r', String(rate), '-c', '1', '-'];
    const made = asFloats(run('sox', ['-t', 'wav', '--ignore-length', '-', ...raw, 'norm', '-8'], spoken));
    bank.set(key, made);
    return made;
  };
  return (seed, samples, rate) => {
    const made = speech(voices[seed % voices.length] ?? 'en', rate);
    const sound = new Float32Array(samples);
    let at = Math.floor(randomFrom(seed)() * made.length);
    for (let to = 0; to < samples; at = 0) {
      const part = made.subarray(at, at + samples - to);
      sound.set(part, to);
      to += part.length;
    }
    return sound;
  };
}

/** Without dither, as telephone equipment writes. */
const isGlobal = (flag: string): boolean => flag === '-D';

/** The file that a recorder would have written. */
export function encoded(channels: readonly Float32Array[], { rate, by, flags }: Coding): Buffer {
  const frames = channels[0]?.length ?? 0;
  const samples = new Float32Array(frames * channels.length);
  for (const [index, channel] of channels.entries()) {
    for (let frame = 0; frame < frames; frame += 1) samples[frame * channels.length + index] = channel[frame] ?? 0;
  }
  const bytes = new Uint8Array(samples.buffer);
  const raw = ['-t', 'raw', '-e', 'floating-point', '-b', '32', '-r', String(rate), '-c', String(channels.length), '-'];
  if (by === 'sox')
    return run(
      'sox',
      [...flags.filter(isGlobal), ...raw, '-t', 'wav', ...flags.filter((flag) => !isGlobal(flag)), '-'],
      bytes,
    );
  const wav = run('sox', ['-D', ...raw, '-t', 'wav', '-e', 'signed-integer', '-b', '16', '-'], bytes);
  return run('lame', ['--quiet', ...flags, '--resample', String(rate / 1_000), '-', '-'], wav);
}

/** What is found in a file, as the worker and the core do it, without a thread. */
export async function found(bytes: Uint8Array, facts: CallFacts, isMp3: boolean): Promise<AudioFinding> {
  const meter = new LevelMeter(
    facts.pauses.map(({ askedMs, endedMs }) => ({ fromMs: askedMs - 3_000, toMs: endedMs + 3_000 })),
  );
  const onSamples: OnSamples = (channels, rate) => meter.add(channels, rate);
  try {
    const decoder = isMp3 ? await Mp3Decoder.create(onSamples) : new WaveDecoder(onSamples);
    for (let at = 0; at < bytes.length; at += 65_536) decoder.take(bytes.subarray(at, at + 65_536));
    decoder.end();
  } catch (error) {
    if (!(error instanceof UndecodableAudio)) throw error;
    return { verdict: 'unknown', reason: error.reason, audioMs: 0, callMs: null, checkedMs: 0, stretches: [] };
  }
  return judge(meter.end(), facts);
}

/** True for a finding that no call with talk in its pause may have. */
export const isWrong = ({ hasTalkInPause }: MadeCall, { verdict }: AudioFinding): boolean =>
  hasTalkInPause && (verdict === 'cut' || verdict === 'silent' || verdict === 'tone');
