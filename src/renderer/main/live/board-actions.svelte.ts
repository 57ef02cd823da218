// What is done to the recordings of others from the list: pause, resume, stop after a question; and what came of one's own doing.
import type { BoardEnd, BoardRow } from '../../../shared/ipc/board.ts';
import type { Bridge, CallResult } from '../../../shared/ipc/ipc-table.ts';
import { problemText } from '../../../shared/messages/problems.ts';
import { words } from '../../lib/words.ts';
import { whoOf } from './board-words.ts';

/** How long (ms) what came of something stays to be read: later it may not be true any more. */
export const saidForMs = 10_000;

export class BoardActions {
  readonly #bridge: Bridge;
  #forget: ReturnType<typeof setTimeout> | undefined;
  /** The recording that the window asks about before it is stopped. */
  #asking = $state.raw<BoardRow | null>(null);
  #said = $state.raw('');

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  get asking(): BoardRow | null {
    return this.#asking;
  }

  /** What came of one's own last doing, to be spoken. */
  get said(): string {
    return this.#said;
  }

  async pause(row: BoardRow): Promise<void> {
    this.#tell('pause', row, await this.#bridge.call('board.pause', { recordingId: row.id }));
  }

  async resume(row: BoardRow): Promise<void> {
    this.#tell('resume', row, await this.#bridge.call('board.resume', { recordingId: row.id }));
  }

  async giveUp(row: BoardRow): Promise<void> {
    await this.#bridge.call('board.cancelPause', { recordingId: row.id });
  }

  askToStop(row: BoardRow | null): void {
    this.#asking = row;
  }

  async stop(): Promise<void> {
    const row = this.#asking;
    this.#asking = null;
    if (row !== null) this.#tell('stop', row, await this.#bridge.call('board.stop', { recordingId: row.id }));
  }

  #tell(verb: 'pause' | 'resume' | 'stop', row: BoardRow, answer: CallResult<'board.pause'>): void {
    const { said } = words.board;
    const end: BoardEnd = answer.ok ? answer.value : { confirmed: false, problem: answer.error };
    if (end.confirmed) this.#say(said[verb](whoOf(row)));
    else if (end.problem !== null) this.#say(said.failed(whoOf(row), problemText(end.problem).what));
  }

  #say(what: string): void {
    clearTimeout(this.#forget);
    this.#said = what;
    this.#forget = setTimeout(() => {
      this.#said = '';
    }, saidForMs);
  }
}
