// What the background takes from the frames of pages. The content script is the only one that speaks here, but it lives in the process of a
// page: what isn't one of its messages is left, and nothing of it can make the extension say what Sidetone doesn't take.
import * as v from 'valibot';
import type { ApiPort } from '../extension-api.ts';
import { frameMessageSchema, framePort } from '../frame-messages.ts';
import type { TabWatch } from './tab-watch.ts';

export type FrameListener = {
  readonly watch: TabWatch;
  /** Milliseconds that only grow. */
  readonly now: () => number;
  /** Says and forgets why the browser ended a connection. */
  readonly lastError: () => void;
  /** Something may be on or off. `at`: when a field got the focus, epoch milliseconds. */
  readonly changed: (at?: number) => void;
};

/** As Sidetone takes it (rule-source-messages.ts); undefined for a time that no clock shows. */
function plausible(at: number): number | undefined {
  const rounded = Math.round(at);
  return Number.isSafeInteger(rounded) && rounded >= 0 ? rounded : undefined;
}

export function frameConnected(port: ApiPort, { watch, now, lastError, changed }: FrameListener): void {
  const { tab, frameId, url } = port.sender ?? {};
  if (port.name !== framePort || tab?.id === undefined) return;
  watch.frameCame(port, tab.id, frameId === 0 ? null : (url ?? null));
  port.onMessage.addListener((message) => {
    const parsed = v.safeParse(frameMessageSchema, message);
    if (!parsed.success) return;
    watch.told(port, parsed.output, now());
    changed(parsed.output.kind === 'focus' ? plausible(parsed.output.at) : undefined);
  });
  port.onDisconnect.addListener(() => {
    lastError();
    watch.frameGone(port);
    changed();
  });
}
