// What is done to a phone from its form, and what came of it: said only once the recorder was seen to have done it.
import type { BoardEnd } from '../../../shared/ipc/board.ts';
import type { Bridge, CallResult } from '../../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import { words } from '../../lib/words.ts';

export type PhoneVerb = 'start' | 'pause' | 'resume' | 'stop';
type Phone = { readonly deviceName: string; readonly directoryNumber: string };

export class PhoneActions {
  readonly #bridge: Bridge;
  #running = $state.raw<PhoneVerb | null>(null);
  #problem = $state.raw<Problem | null>(null);
  #done = $state.raw<string | null>(null);
  #presses = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  get running(): PhoneVerb | null {
    return this.#running;
  }

  get problem(): Problem | null {
    return this.#problem;
  }

  /** What the last command has come to, in words; null while it runs or when it has failed. */
  get done(): string | null {
    return this.#done;
  }

  forget(): void {
    this.#problem = null;
    this.#done = null;
  }

  /** A pause may be pressed while another command runs; of two the later one is told about. */
  async run(verb: PhoneVerb, phone: Phone, mode: 0 | 1): Promise<void> {
    if (this.#running !== null && (verb !== 'pause' || this.#running === 'pause')) return;
    const press = (this.#presses += 1);
    this.#running = verb;
    this.forget();
    const answer = await this.#ask(verb, phone, mode);
    if (press !== this.#presses) return;
    this.#running = null;
    const end: BoardEnd = answer.ok ? answer.value : { confirmed: false, problem: answer.error };
    this.#problem = end.problem;
    const { directoryNumber, deviceName } = phone;
    if (end.confirmed) this.#done = words.board.phoneDone[verb](directoryNumber === '' ? deviceName : directoryNumber);
  }

  #ask(verb: PhoneVerb, phone: Phone, mode: 0 | 1): Promise<CallResult<'board.start'>> {
    const { directoryNumber } = phone;
    switch (verb) {
      case 'start':
        return this.#bridge.call('board.start', { ...phone, mode });
      case 'pause':
        return this.#bridge.call('board.pausePhone', { directoryNumber });
      case 'resume':
        return this.#bridge.call('board.resumePhone', { directoryNumber });
      case 'stop':
        return this.#bridge.call('board.stopPhone', phone);
    }
  }
}
