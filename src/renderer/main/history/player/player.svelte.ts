// Plays one recording at a time: asks the core for it, follows the media element, and knows the loudness once it is there.
import type { Bridge } from '../../../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../../../shared/domain/problem.ts';
import { whyAsked, type AskFirst } from '../detail/unconfirmed-pause.svelte.ts';

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

  readonly #bridge: Bridge;
  readonly #askFirst: AskFirst;
  #media: MediaPort | null = null;
  #turn = 0;
  #hushed = false;

  /** `askFirst` says that the pause of a recording is not proven, and calls back if it is to be heard anyway. */
  constructor(bridge: Bridge, askFirst: AskFirst) {
    this.#bridge = bridge;
    this.#askFirst = askFirst;
  }

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
    if (this.recordingId !== recordingId || this.problem !== null) await this.#open(recordingId, false);
    else if (this.opening) return;
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

  async #open(recordingId: string, acknowledged: boolean): Promise<void> {
    this.close();
    const turn = this.#turn;
    this.recordingId = recordingId;
    this.opening = true;
    const answer = await this.#bridge.call('audio.open', { recordingId, ...(acknowledged ? { acknowledged } : {}) });
    if (turn !== this.#turn) return;
    this.opening = false;
    if (!answer.ok) {
      const why = whyAsked(answer.error);
      if (why !== null && !acknowledged) {
        this.recordingId = null;
        this.#askFirst(why, () => void this.#open(recordingId, true));
      } else this.problem = answer.error;
      return;
    }
    if (this.#media === null) return;
    this.#media.src = `./${answer.value.path}`;
    this.#apply();
    void this.#measure(recordingId, turn);
    await this.#play();
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
