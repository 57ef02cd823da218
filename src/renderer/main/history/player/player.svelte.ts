// Plays one recording at a time: asks the core for it, follows the media element, and knows the loudness once it is there.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { AudioFinding } from '../../../../shared/domain/audio-finding.ts';
import type { Bridge, HistoryRow } from '../../../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../../../shared/domain/problem.ts';
import { whyAsked, type WhyAsked } from '../detail/unconfirmed-pause.svelte.ts';
import { silentStretches, type Stretch } from './stretches.ts';

export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;
/** Seconds of a skip. */
export const skipSeconds = 5;

/** The part of a media element that is used; tests hand in a fake. */
export type MediaPort = Pick<
  HTMLMediaElement,
  'currentTime' | 'duration' | 'playbackRate' | 'volume' | 'paused' | 'preservesPitch' | 'src'
> & {
  play(): Promise<void>;
  pause(): void;
  load(): void;
  removeAttribute(name: string): void;
};

const isInside = ({ from, to }: Stretch, seconds: number): boolean => seconds >= from && seconds < to;

export class Player {
  /** The recording that is opened or being opened; null for none. */
  recordingId = $state.raw<string | null>(null);
  opening = $state.raw(false);
  playing = $state.raw(false);
  problem = $state.raw<Problem | null>(null);
  /** Seconds. */
  time = $state.raw(0);
  /** Seconds as the media element or the frames of the audio say; null while neither is known. */
  duration = $state.raw<number | null>(null);
  peaks = $state.raw<readonly number[] | null>(null);
  speed = $state.raw(1);
  volume = $state.raw(1);
  /** Paused stretches without a sound are passed over. */
  skipsSilence = $state.raw(false);
  /** Why the core wants to be told first that the user knows; of the recording that was to be opened. */
  #question = $state.raw<{ readonly recordingId: string; readonly why: WhyAsked } | null>(null);
  #stretches = $state.raw<readonly Stretch[]>([]);
  /** What was found in the pauses of the recordings that were opened. */
  readonly #findings = new SvelteMap<string, AudioFinding>();

  /** Where a recording begins when it is opened. */
  #placed = $state.raw<{ readonly recordingId: string; readonly seconds: number } | null>(null);
  readonly #bridge: Bridge;
  /** Recordings that the user chose to hear although a pause is not proven: asked once for each. */
  readonly #acknowledged = new SvelteSet<string>();
  #media: MediaPort | null = null;
  #turn = 0;
  #hushed = false;
  /** Play was pressed while the recording was being opened. */
  #playsOnceOpen = false;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** What is to be asked in the player's place, by what the list or the core knows of the recording; null: nothing. */
  questionOf({ id, pause }: Pick<HistoryRow, 'id' | 'pause'>): WhyAsked | null {
    if (this.#acknowledged.has(id)) return null;
    if (this.#question?.recordingId === id) return this.#question.why;
    if (pause === null) return null;
    if (pause.outcome !== 'confirmed') return 'pause-not-proven';
    return pause.soundFound === true ? 'sound-in-pause' : null;
  }

  /** What a check of the audio found when the recording was opened here; null where it was not. */
  findingOf(recordingId: string): AudioFinding | null {
    return this.#findings.get(recordingId) ?? null;
  }

  /** The user has read the question, and plays the recording anyway. */
  async playAnyway(recordingId: string): Promise<void> {
    this.#acknowledged.add(recordingId);
    await this.#open(recordingId, 'play');
  }

  /** Opens a recording that is on this computer, without a sound and without a word to the server, so that its waveform can be drawn. */
  async prepare(recordingId: string): Promise<void> {
    if (this.recordingId !== recordingId) await this.#open(recordingId, 'prepare');
  }

  /** The stretches of the recording that were paused and confirmed. */
  setPauses(pauses: readonly Stretch[]): void {
    this.#stretches = pauses;
  }

  /** Those of them in which the recording has no sound, as far as its loudness is known: only these are ever passed over. */
  silent = $derived.by(() => silentStretches(this.#stretches, this.peaks, this.duration));

  /** Takes the element that sounds. Returns the function that lets it go. */
  attach(media: MediaPort): () => void {
    this.#media = media;
    return () => {
      this.close();
      this.#media = null;
    };
  }

  isOpen(recordingId: string): boolean {
    return this.recordingId === recordingId && !this.opening && this.problem === null;
  }

  /** Plays, or stops for now. */
  async toggle(recordingId: string): Promise<void> {
    if (this.recordingId !== recordingId || this.problem !== null) await this.#open(recordingId, 'play');
    else if (this.opening) this.#playsOnceOpen = true;
    else if (this.playing) this.#media?.pause();
    else await this.#play();
  }

  /** Nobody can see what sounds: it stops for now, and nothing sounds until this is over, whatever key of the keyboard asks for it. */
  hush(hushed: boolean): void {
    this.#hushed = hushed;
    if (hushed) this.#media?.pause();
  }

  /** The recording is not as long as the server has said, by so much that it is seen: lists show whole seconds. */
  differsFrom(statedMs: number | null): boolean {
    return statedMs !== null && this.duration !== null && Math.abs(this.duration * 1_000 - statedMs) >= 1_000;
  }

  seek(seconds: number): void {
    if (this.#media === null || this.recordingId === null) return;
    const goal = Math.max(0, Math.min(this.duration ?? seconds, seconds));
    this.#media.currentTime = goal;
    this.time = goal;
  }

  skip(seconds: number): void {
    this.seek(this.time + seconds);
  }

  /** Puts the position to a moment, in seconds. What isn't open isn't fetched for it: it begins there once it is opened. */
  place(recordingId: string, seconds: number): void {
    this.#placed = { recordingId, seconds };
    if (this.isOpen(recordingId)) this.#takePlace(recordingId);
  }

  /** Seconds: where a recording is, or where it would begin. */
  positionOf(recordingId: string): number {
    if (this.#placed?.recordingId === recordingId) return this.#placed.seconds;
    return this.recordingId === recordingId ? this.time : 0;
  }

  /** Recordings begin at their beginning again. */
  unplace(): void {
    this.#placed = null;
  }

  /** Plays from a moment on, in seconds. */
  async playFrom(recordingId: string, seconds: number): Promise<void> {
    if (!this.isOpen(recordingId)) await this.#open(recordingId, 'prepare-any');
    if (!this.isOpen(recordingId)) return;
    this.unplace();
    this.seek(seconds);
    await this.#play();
  }

  setSpeed(speed: number): void {
    this.speed = Math.max(0.5, Math.min(2, speed));
    this.#apply();
  }

  /** 0 to 1. */
  setVolume(volume: number): void {
    this.volume = Math.max(0, Math.min(1, volume));
    this.#apply();
  }

  /** Stops, and forgets what was opened. */
  close(): void {
    this.#turn += 1;
    this.recordingId = null;
    this.#reset();
    this.#media?.pause();
    this.#media?.removeAttribute('src');
    this.#media?.load();
  }

  // What the media element tells.
  heard(): void {
    const { duration, currentTime, paused } = this.#media ?? { duration: NaN, currentTime: 0, paused: true };
    if (this.recordingId === null) return;
    if (this.#hushed && !paused) this.#media?.pause();
    const inSilence = this.skipsSilence && !paused ? this.silent.find((at) => isInside(at, currentTime)) : undefined;
    if (inSilence !== undefined) {
      this.seek(inSilence.to);
      return;
    }
    this.time = currentTime;
    this.playing = !paused && !this.#hushed;
    // A stream without a length has an endless duration until its end is here.
    if (Number.isFinite(duration) && duration > 0) this.duration = duration;
  }

  broke(): void {
    if (this.recordingId === null || this.opening) return;
    this.playing = false;
    this.problem = { code: 'audio-not-playable' };
  }

  /** `prepare`: only what is on this computer, and silently where it is not; `prepare-any` fetches it; `play` plays it too. */
  async #open(recordingId: string, what: 'play' | 'prepare' | 'prepare-any'): Promise<void> {
    this.close();
    const turn = this.#turn;
    this.recordingId = recordingId;
    this.opening = true;
    this.#playsOnceOpen = what === 'play';
    const acknowledged = this.#acknowledged.has(recordingId);
    const answer = await this.#bridge.call('audio.open', {
      recordingId,
      ...(acknowledged ? { acknowledged } : {}),
      ...(what === 'prepare' ? { localOnly: true } : {}),
    });
    if (turn !== this.#turn) return;
    this.opening = false;
    if (!answer.ok) {
      const why = whyAsked(answer.error);
      if (why !== null && !acknowledged) this.#question = { recordingId, why };
      const isPressed = this.#playsOnceOpen;
      if (what === 'prepare' || (why !== null && !acknowledged)) this.recordingId = null;
      else this.problem = answer.error;
      // It is not on this computer, and was to be played: then it is fetched.
      if (what === 'prepare' && why === null && isPressed) await this.#open(recordingId, 'play');
      return;
    }
    const { audioCheck } = answer.value;
    if (audioCheck !== undefined) this.#findings.set(recordingId, audioCheck);
    if (this.#media === null) return;
    this.#media.src = `./${answer.value.path}`;
    this.#apply();
    this.#takePlace(recordingId);
    void this.#measure(recordingId, turn);
    if (this.#playsOnceOpen) await this.#play();
  }

  #takePlace(recordingId: string): void {
    if (this.#placed?.recordingId !== recordingId) return;
    const { seconds } = this.#placed;
    this.unplace();
    this.seek(seconds);
  }

  async #measure(recordingId: string, turn: number): Promise<void> {
    const answer = await this.#bridge.call('audio.peaks', { recordingId });
    if (turn !== this.#turn || !answer.ok) return;
    this.peaks = answer.value.peaks;
    if (answer.value.durationMs !== null) this.duration ??= answer.value.durationMs / 1000;
  }

  async #play(): Promise<void> {
    if (this.#hushed) return;
    // Rejects when the element is told to stop before it has begun, or cannot play: its error event says the latter.
    await this.#media?.play().catch(() => undefined);
  }

  #apply(): void {
    if (this.#media === null) return;
    this.#media.preservesPitch = true;
    this.#media.playbackRate = this.speed;
    this.#media.volume = this.volume;
  }

  #reset(): void {
    this.opening = false;
    this.playing = false;
    this.problem = null;
    this.time = 0;
    this.duration = null;
    this.peaks = null;
  }
}
