// The recorder: connected calls, their live recordings, and what is true of each. Everything the live API says comes from here.
import { guid, hashText, scramble } from './random.ts';
import type { Quirks } from '../faults/quirks.ts';
import type { Pauses } from './recording.ts';
import type { CallHandle, CallRequest, LiveTruth, SimulatorChange, SimulatorClock } from '../types.ts';
import type { Line } from './users.ts';

export type Call = {
  readonly callId: string;
  readonly line: Line;
  readonly remoteNumber: string;
  readonly remoteFirstName: string;
  readonly remoteLastName: string;
  readonly direction: 0 | 1 | 2;
  readonly traffic: 'internal' | 'external';
  /** Id for the next recording of this call. */
  nextId: string;
  recording: LiveRecording | null;
};

export type LiveRecording = {
  readonly id: string;
  readonly call: Call;
  /** Asked for, but not in the list yet: quirk `start-delay-ms`. */
  starting: boolean;
  /** Epoch milliseconds. */
  startedAt: number;
  /** Monotonic milliseconds. */
  began: number;
  /** Milliseconds from `began`; null while it runs. */
  pausedSince: number | null;
  readonly pauses: { readonly from: number; readonly to: number }[];
};

/** A recording that has just ended, not yet in the completed list. */
export type Ended = {
  readonly id: string;
  readonly call: Call;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly pauses: Pauses;
};

/** What is marked in the finished audio: nothing where the pauses are missing or were recorded anyway. */
function pausesIn(kept: Quirks['pause-audio'], pauses: Pauses): Pauses {
  if (kept === 'cut' || kept === 'recorded') return [];
  return kept === 'tone' ? pauses.map((pause) => ({ ...pause, sound: 'tone' })) : pauses;
}

type Surroundings = {
  readonly clock: SimulatorClock;
  readonly quirks: Quirks;
  readonly seed: number;
  readonly lines: readonly Line[];
  /** Puts a recording into the completed list, under the id it will have there. */
  readonly finished: (ended: Ended) => void;
  readonly changed: (change: SimulatorChange) => void;
};

export class Calls {
  readonly #around: Surroundings;
  readonly #calls: Call[] = [];
  readonly #timers = new Set<() => void>();
  readonly #idSeed: number;
  #ids = 0;

  constructor(around: Surroundings) {
    this.#around = around;
    // Two runs of the server must not hand out the same ids: a client keeps what it saved by id.
    this.#idSeed = hashText(`${around.seed} ${around.clock.now()}`);
  }

  newId(): string {
    this.#ids += 1;
    return guid(this.#idSeed, scramble(this.#idSeed, this.#ids));
  }

  #later(ms: number, callback: () => void): void {
    if (ms === 0) {
      callback();
      return;
    }
    const cancel = this.#around.clock.timer(ms, () => {
      this.#timers.delete(cancel);
      callback();
    });
    this.#timers.add(cancel);
  }

  /** @throws Error when no line fits. */
  begin(request: CallRequest): CallHandle {
    const { username, directoryNumber, deviceName } = request;
    const line = this.#around.lines.find(
      (candidate) =>
        (username === undefined || candidate.user?.username === username) &&
        (directoryNumber === undefined || candidate.directoryNumber === directoryNumber) &&
        (deviceName === undefined || candidate.deviceName === deviceName),
    );
    if (line === undefined) throw new Error('No line matches this call. Check the username, number and device.');
    const call: Call = {
      callId: this.newId(),
      line,
      remoteNumber: request.remoteNumber,
      remoteFirstName: request.remoteFirstName ?? '',
      remoteLastName: request.remoteLastName ?? '',
      direction: request.direction ?? 1,
      traffic: request.traffic ?? 'external',
      nextId: this.newId(),
      recording: null,
    };
    const id = call.nextId;
    this.#calls.push(call);
    this.#around.changed({ kind: 'call-began', id, callId: call.callId });
    if (request.recorded !== false) this.#record(call, 0, request.connectedForMs ?? 0);
    const user = line.user?.username ?? null;
    return {
      id,
      callId: call.callId,
      username: user,
      directoryNumber: line.directoryNumber,
      deviceName: line.deviceName,
    };
  }

  /** @throws Error when there is no such call. */
  end(id: string): void {
    const lower = id.toLowerCase();
    const at = this.#calls.findIndex(
      (call) =>
        call.callId === lower || call.recording?.id === lower || (call.recording === null && call.nextId === lower),
    );
    const call = this.#calls[at];
    if (call === undefined) throw new Error('Call not found. It may have ended.');
    this.#calls.splice(at, 1);
    const recording = call.recording;
    if (recording !== null) this.stop(recording);
    this.#around.changed({ kind: 'call-ended', id: recording?.id ?? call.nextId, callId: call.callId });
  }

  connected(fits: (call: Call) => boolean): Call[] {
    return this.#calls.filter(fits);
  }

  /** Live recordings, oldest first; those still starting are not live. */
  live(): LiveRecording[] {
    return this.#calls
      .flatMap((call) => (call.recording === null || call.recording.starting ? [] : [call.recording]))
      .sort((left, right) => left.began - right.began);
  }

  find(id: string): LiveRecording | null {
    const lower = id.toLowerCase();
    return this.live().find((recording) => recording.id === lower) ?? null;
  }

  /** Begins to record a connected call. @returns the id of the recording. */
  start(call: Call): string {
    return this.#record(call, this.#around.quirks['start-delay-ms']);
  }

  #record(call: Call, delayMs: number, forMs = 0): string {
    const { clock } = this.#around;
    const recording: LiveRecording = {
      id: call.nextId,
      call,
      starting: delayMs > 0,
      startedAt: clock.now(),
      began: clock.monotonic(),
      pausedSince: null,
      pauses: [],
    };
    call.recording = recording;
    call.nextId = this.newId();
    this.#later(delayMs, () => {
      if (call.recording !== recording) return;
      recording.starting = false;
      recording.startedAt = clock.now() - forMs;
      recording.began = clock.monotonic() - forMs;
      this.#around.changed({ kind: 'recording-began', id: recording.id, callId: call.callId });
    });
    return recording.id;
  }

  elapsedMs(recording: LiveRecording): number {
    return Math.round(this.#around.clock.monotonic() - recording.began);
  }

  pausedMs(recording: LiveRecording): number {
    const past = recording.pauses.reduce((sum, pause) => sum + pause.to - pause.from, 0);
    return past + (recording.pausedSince === null ? 0 : this.elapsedMs(recording) - recording.pausedSince);
  }

  /** Does nothing when it is in that state already. */
  setPaused(recording: LiveRecording, paused: boolean): void {
    if ((recording.pausedSince !== null) === paused) return;
    if (recording.pausedSince !== null) {
      recording.pauses.push({ from: recording.pausedSince, to: this.elapsedMs(recording) });
    }
    recording.pausedSince = paused ? this.elapsedMs(recording) : null;
    const kind = paused ? 'paused' : 'resumed';
    this.#around.changed({ kind, id: recording.id, callId: recording.call.callId });
  }

  /** Ends the recording; the call itself goes on. The file appears in the completed list after quirk `completed-delay-ms`. */
  stop(recording: LiveRecording): void {
    const { quirks, finished, changed } = this.#around;
    const { call } = recording;
    const elapsed = this.elapsedMs(recording);
    const pausedMs = this.pausedMs(recording);
    const running = recording.pausedSince === null ? [] : [{ from: recording.pausedSince, to: elapsed }];
    call.recording = null;
    if (recording.starting) return;
    const kept = quirks['pause-audio'];
    const cut = kept === 'cut';
    const pauses = [...recording.pauses, ...running];
    const ended: Ended = {
      id: quirks['live-id-is-completed-id'] === 'yes' ? recording.id : this.newId(),
      call,
      startedAt: recording.startedAt,
      durationMs: cut ? elapsed - pausedMs : elapsed,
      pauses: pausesIn(kept, pauses),
    };
    changed({ kind: 'recording-ended', id: recording.id, callId: call.callId });
    this.#later(quirks['completed-delay-ms'], () => {
      finished(ended);
      changed({ kind: 'completed', id: ended.id, callId: call.callId });
    });
  }

  truth(recording: LiveRecording): LiveTruth {
    const { line, callId, remoteNumber } = recording.call;
    return {
      id: recording.id,
      callId,
      username: line.user?.username ?? null,
      directoryNumber: line.directoryNumber,
      deviceName: line.deviceName,
      remoteNumber,
      isPaused: recording.pausedSince !== null,
      elapsedMs: this.elapsedMs(recording),
      pausedMs: this.pausedMs(recording),
    };
  }

  /** Cancels every timer. */
  close(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }
}
