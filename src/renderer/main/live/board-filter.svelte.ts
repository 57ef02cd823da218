// What is looked for among all live recordings: the filters that the server knows, and those that narrow what it answered.
import { noBoardFilter, type BoardFilter, type BoardRow } from '../../../shared/ipc/board.ts';

/** Typing rests this long (milliseconds) before the server is asked. */
export const typingRestsMs = 400;

export const narrowStates = ['recording', 'paused', 'unconfirmed'] as const;
export type NarrowState = (typeof narrowStates)[number];
export const minuteSteps = [5, 15, 30, 60] as const;

export class BoardFilterState {
  /** As typed. */
  typed = $state<BoardFilter>({ ...noBoardFilter });
  state = $state<NarrowState | ''>('');
  party = $state('');
  /** Minutes, as the list box has them; empty means any. */
  atLeast = $state('');

  /** What the server is asked. */
  get server(): BoardFilter {
    const { username, directoryNumber, deviceName, numericUserId } = this.typed;
    return {
      username: username.trim(),
      directoryNumber: directoryNumber.trim(),
      deviceName: deviceName.trim(),
      numericUserId: numericUserId.trim(),
    };
  }

  get asksServer(): boolean {
    return Object.values(this.server).some((value) => value !== '');
  }

  get narrows(): boolean {
    return this.state !== '' || this.party.trim() !== '' || this.atLeast !== '';
  }

  get hasMore(): boolean {
    return this.server.deviceName !== '' || this.server.numericUserId !== '';
  }

  clear(): void {
    this.typed = { ...noBoardFilter };
    this.state = '';
    this.party = '';
    this.atLeast = '';
  }

  chooseState(value: string): void {
    this.state = narrowStates.find((state) => state === value) ?? '';
  }

  fits({ state, remoteName, remoteNumber, elapsedMs }: BoardRow): boolean {
    if (this.state !== '' && state !== this.state) return false;
    const party = this.party.trim().toLowerCase();
    const said = `${remoteName ?? ''}\n${remoteNumber ?? ''}`.toLowerCase();
    if (party !== '' && !said.includes(party)) return false;
    return this.atLeast === '' || (elapsedMs ?? 0) >= Number(this.atLeast) * 60_000;
  }
}
