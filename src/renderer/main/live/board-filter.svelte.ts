// The filters of all live recordings: those that the server knows, and those that narrow its answer in the window.
import { noBoardFilter, type BoardFilter, type BoardRow } from '../../../shared/ipc/board.ts';

/** Milliseconds without a key before the server is asked. */
export const typingDebounceMs = 400;

export const filterStates = ['recording', 'paused', 'unconfirmed'] as const;
export type FilterableState = (typeof filterStates)[number];
export const minuteSteps = [5, 15, 30, 60] as const;

export class BoardFilterState {
  /** As typed. */
  typed = $state<BoardFilter>({ ...noBoardFilter });
  state = $state<FilterableState | ''>('');
  party = $state('');
  /** Minutes, as the list box has them; empty means any. */
  atLeast = $state('');

  /** The filter that is sent to the server. */
  get server(): BoardFilter {
    const { username, directoryNumber, deviceName, numericUserId } = this.typed;
    return {
      username: username.trim(),
      directoryNumber: directoryNumber.trim(),
      deviceName: deviceName.trim(),
      numericUserId: numericUserId.trim(),
    };
  }

  get filtersServer(): boolean {
    return Object.values(this.server).some((value) => value !== '');
  }

  get filtersHere(): boolean {
    return this.state !== '' || this.party.trim() !== '' || this.atLeast !== '';
  }

  get usesMore(): boolean {
    return this.server.deviceName !== '' || this.server.numericUserId !== '';
  }

  clear(): void {
    this.typed = { ...noBoardFilter };
    this.state = '';
    this.party = '';
    this.atLeast = '';
  }

  selectState(value: string): void {
    this.state = filterStates.find((state) => state === value) ?? '';
  }

  matches({ state, remoteName, remoteNumber, elapsedMs }: BoardRow): boolean {
    if (this.state !== '' && state !== this.state) return false;
    const party = this.party.trim().toLowerCase();
    const text = `${remoteName ?? ''}\n${remoteNumber ?? ''}`.toLowerCase();
    if (party !== '' && !text.includes(party)) return false;
    return this.atLeast === '' || (elapsedMs ?? 0) >= Number(this.atLeast) * 60_000;
  }
}
