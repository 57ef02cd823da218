// Checks the audio of paused recordings, once each, where it is fetched anyway, and writes to the journal what was found.
import type { AudioFinding } from '../../../shared/domain/audio-finding.ts';
import type { AudioCheckTrigger, JournalFact } from '../../../shared/domain/journal.ts';
import type { CallFacts } from '../journal/call-facts.ts';
import type { PauseMarks } from '../journal/pause-marks.ts';
import type { Log } from '../platform/ports.ts';
import type { CachedAudio } from '../playback/cached-audio.ts';
import type { Stretch } from './level-meter.ts';
import { measureAudio } from './measure-audio.ts';
import { judge, notFound, withoutListening } from './verdict.ts';

/** Milliseconds around a pause in which it may be. */
const aroundMs = 4_000;

export type AudioChecksDependencies = {
  /** The file of the worker thread; null where there is none: then nothing is checked. */
  readonly worker: URL | null;
  readonly marks: Pick<PauseMarks, 'callFacts' | 'finding'>;
  readonly write: (fact: JournalFact) => void;
  readonly log: Log;
};

export class AudioChecks {
  readonly #dependencies: AudioChecksDependencies;
  readonly #running = new Map<string, Promise<AudioFinding | null>>();
  /** One at a time: each takes a core. */
  #last: Promise<unknown> = Promise.resolve();
  #ended = new AbortController();
  /** Recordings with sound in a pause that a person has decided to keep. */
  readonly #acknowledged = new Set<string>();

  constructor(dependencies: AudioChecksDependencies) {
    this.#dependencies = dependencies;
  }

  /** True for a recording with a pause whose audio was not checked yet. Never rejects. */
  async isDue(recordingId: string): Promise<boolean> {
    const { worker, marks } = this.#dependencies;
    if (worker === null) return false;
    try {
      return (await marks.finding(recordingId)) === null && (await marks.callFacts(recordingId)) !== null;
    } catch {
      return false;
    }
  }

  /** What was found in the audio, now or before; null where nothing was paused or it could not be checked. Never rejects. */
  check(recordingId: string, audio: CachedAudio, trigger: AudioCheckTrigger): Promise<AudioFinding | null> {
    const id = recordingId.toLowerCase();
    const running = this.#running.get(id);
    if (running !== undefined) return running;
    const { signal } = this.#ended;
    const checking = this.#last
      .then(() => this.#check(id, audio, trigger, signal))
      .finally(() => this.#running.delete(id));
    this.#last = checking;
    this.#running.set(id, checking);
    return checking;
  }

  /** A person was told what is known of this recording, and keeps it. Never rejects. */
  async acknowledge(recordingId: string): Promise<void> {
    if (await this.#hasSound(recordingId)) this.#acknowledged.add(recordingId.toLowerCase());
  }

  /** True where there is sound in a pause and nobody has decided to keep the recording. Never rejects. */
  async isRefused(recordingId: string): Promise<boolean> {
    return !this.#acknowledged.has(recordingId.toLowerCase()) && (await this.#hasSound(recordingId));
  }

  /** Signed out, or the end: what is under way is given up. */
  clear(): void {
    this.#ended.abort();
    this.#ended = new AbortController();
    this.#acknowledged.clear();
  }

  async #hasSound(recordingId: string): Promise<boolean> {
    const finding = await this.#dependencies.marks.finding(recordingId).catch(() => null);
    return finding?.verdict === 'sound';
  }

  async #check(
    id: string,
    audio: CachedAudio,
    trigger: AudioCheckTrigger,
    signal: AbortSignal,
  ): Promise<AudioFinding | null> {
    const { worker, marks, write, log } = this.#dependencies;
    try {
      const known = await marks.finding(id);
      const facts = await marks.callFacts(id);
      if (known !== null || facts === null || worker === null) return known;
      const finding = withoutListening(facts) ?? (await this.#listen(facts, audio, worker, signal));
      if (finding === null || signal.aborted) return null;
      write({ kind: 'audio-checked', recordingId: id, trigger, ...finding });
      return finding;
    } catch (error) {
      log.error('audio-check-failed', error);
      return null;
    }
  }

  async #listen(facts: CallFacts, audio: CachedAudio, worker: URL, signal: AbortSignal): Promise<AudioFinding | null> {
    const tonesIn = facts.pauses.map(({ askedMs, endedMs }): Stretch => ({
      fromMs: askedMs - aroundMs,
      toMs: endedMs + aroundMs,
    }));
    const measured = await measureAudio(audio.stream(), worker, tonesIn, signal);
    if (measured.ok) return judge(measured.value, facts);
    if (measured.error === 'failed') this.#dependencies.log.warn('audio-check-failed');
    return measured.error === 'format' || measured.error === 'damaged' ? notFound(measured.error, facts) : null;
  }
}
