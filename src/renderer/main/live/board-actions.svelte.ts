// What is done to the recordings of others from the list: pause, resume, stop after a question, start; and what came of one's own doing.
import type { BoardEnd, BoardRow } from '../../../shared/board.ts';
import type { Bridge, CallInput, CallResult } from '../../../shared/contract.ts';
import type { Problem } from '../../../shared/problem.ts';
import { problemText } from '../../../shared/messages/problems.ts';
import { words } from '../../lib/words.ts';
import { whoOf } from './board-words.ts';

export class BoardActions {
  readonly #bridge: Bridge;
  /** The recording that the window asks about before it is stopped. */
  #asking = $state.raw<BoardRow | null>(null);
  #said = $state.raw('');
  #starting = $state.raw(false);
  #startProblem = $state.raw<Problem | null>(null);

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

  get starting(): boolean {
    return this.#starting;
  }

  get startProblem(): Problem | null {
    return this.#startProblem;
  }

  async pause(row: BoardRow): Promise<void> {
    this.#tell('pause', row, await this.#bridge.call('board.pause', { recordingId: row.id }));
  }

  async resume(row: BoardRow): Promise<void> {
    this.#tell('resume', row, await this.#bridge.call('board.resume', { recordingId: row.id }));
  }

  async giveUp(row: BoardRow): Promise<void> {
    await this.#bridge.call('board.giveUp', { recordingId: row.id });
  }

  askToStop(row: BoardRow | null): void {
    this.#asking = row;
  }

  async stop(): Promise<void> {
    const row = this.#asking;
    this.#asking = null;
    if (row !== null) this.#tell('stop', row, await this.#bridge.call('board.stop', { recordingId: row.id }));
  }

  forgetStart(): void {
    this.#startProblem = null;
  }

  /** True once a read shows it. */
  async start(target: CallInput<'board.start'>): Promise<boolean> {
    if (this.#starting) return false;
    this.#starting = true;
    this.#startProblem = null;
    const answer = await this.#bridge.call('board.start', target);
    this.#starting = false;
    this.#startProblem = answer.ok ? answer.value.problem : answer.error;
    const done = answer.ok && answer.value.confirmed;
    if (done) this.#said = words.board.said.start;
    return done;
  }

  #tell(verb: 'pause' | 'resume' | 'stop', row: BoardRow, answer: CallResult<'board.pause'>): void {
    const { said } = words.board;
    const end: BoardEnd = answer.ok ? answer.value : { confirmed: false, problem: answer.error };
    if (end.confirmed) this.#said = said[verb](whoOf(row));
    else if (end.problem !== null) this.#said = said.failed(whoOf(row), problemText(end.problem).what);
  }
}
