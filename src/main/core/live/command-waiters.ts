// The callers that wait for the end of a command, by the id of the command.
import type { RecordingState } from '../../../shared/domain/recording.ts';
import type { CommandOutcome } from './pause/pause-types.ts';

/** How a command ended, and what is shown then. */
export type CommandEnd = { readonly outcome: CommandOutcome; readonly state: RecordingState };

export class CommandWaiters {
  readonly #waiting = new Map<number, ((end: CommandEnd) => void)[]>();

  wait(commandId: number): Promise<CommandEnd> {
    return new Promise((resolve) => {
      this.#waiting.set(commandId, [...(this.#waiting.get(commandId) ?? []), resolve]);
    });
  }

  end(commandId: number, end: CommandEnd): void {
    const waiting = this.#waiting.get(commandId) ?? [];
    this.#waiting.delete(commandId);
    for (const resolve of waiting) resolve(end);
  }

  endAll(end: CommandEnd): void {
    for (const commandId of [...this.#waiting.keys()]) this.end(commandId, end);
  }
}
