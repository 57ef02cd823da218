// The names on the wire between the windows and the main process: one channel for all calls, one for each event.
import type { EventName } from '../../shared/contract.ts';

export const callChannel = 'sidetone:call';

export function eventChannel(name: EventName): string {
  return `sidetone:event:${name}`;
}
