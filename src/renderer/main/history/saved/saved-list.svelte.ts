// What is saved on this computer, as it is looked at: found, counted, and compared with what was saved.
import { SvelteMap } from 'svelte/reactivity';
import type { Bridge, CallOutput } from '../../../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../../../shared/domain/problem.ts';
import type { SavedEntry } from '../../../../shared/ipc/saving.ts';
import { phone } from '../../../lib/phone.svelte.ts';

export const savedViews = ['all', 'unverified', 'changed'] as const;
export type SavedView = (typeof savedViews)[number];
/** What a comparison has shown; `checking` while it is made. */
export type Verdict = CallOutput<'saved.verify'>['found'] | 'checking';

export class SavedFiles {
  entries = $state.raw<readonly SavedEntry[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** As typed: a part of the file name, of the reference or of the remote party. */
  text = $state('');
  view = $state<SavedView>('all');
  /** How many files are compared of how many; null while none are. */
  checking = $state.raw<{ readonly done: number; readonly total: number } | null>(null);
  readonly #bridge: Bridge;
  readonly #verdicts = new SvelteMap<string, Verdict>();
  #isLeft = false;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Those that fit what is typed and chosen, in their order. */
  found = $derived.by((): readonly SavedEntry[] => {
    const typed = this.text.trim().toLowerCase();
    return (this.entries ?? []).filter((entry) => {
      if (this.view === 'unverified' && entry.verified) return false;
      if (this.view === 'changed' && !this.#isChanged(entry)) return false;
      const number = entry.remotePartyNumber ?? '';
      // A number is found as it is and as it is shown.
      return [entry.fileName, entry.referenceNumber, number, phone.of(number)].some((text) =>
        text.toLowerCase().includes(typed),
      );
    });
  });

  counts = $derived.by((): Readonly<Record<SavedView, number>> => {
    const entries = this.entries ?? [];
    return {
      all: entries.length,
      unverified: entries.filter(({ verified }) => !verified).length,
      changed: entries.filter((entry) => this.#isChanged(entry)).length,
    };
  });

  /** Bytes of those that are found, as far as they are known. */
  bytes = $derived.by(() => this.found.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0));

  verdictOf({ recordingId }: SavedEntry): Verdict | null {
    return this.#verdicts.get(recordingId) ?? null;
  }

  /** Reads the index. `_after` is the download that made it grow. */
  async load(_after: string | null = null): Promise<void> {
    const answer = await this.#bridge.call('saved.list', {});
    if (answer.ok) this.entries = answer.value.entries;
    else this.problem = answer.error;
  }

  /** Compares one file with what was saved. */
  async verify({ recordingId }: SavedEntry): Promise<void> {
    this.#verdicts.set(recordingId, 'checking');
    const answer = await this.#bridge.call('saved.verify', { recordingId });
    if (answer.ok) {
      this.#verdicts.set(recordingId, answer.value.found);
      return;
    }
    this.#verdicts.delete(recordingId);
    this.problem = answer.error;
  }

  /** Compares all that are found, one after the other: the disk is not there for this alone. Ends when the page is left. */
  async verifyAll(): Promise<void> {
    if (this.checking !== null) return;
    const entries = this.found;
    this.problem = null;
    for (const [done, entry] of entries.entries()) {
      this.checking = { done, total: entries.length };
      if (this.#mustEnd()) break;
      await this.verify(entry);
    }
    this.checking = null;
  }

  /** Nobody looks any more. */
  leave(): void {
    this.#isLeft = true;
  }

  /** Asked anew after each wait: nobody looks any more, or a file could not be read. */
  #mustEnd(): boolean {
    return this.#isLeft || this.problem !== null;
  }

  #isChanged(entry: SavedEntry): boolean {
    const verdict = this.verdictOf(entry);
    return verdict === 'changed' || verdict === 'missing';
  }
}
