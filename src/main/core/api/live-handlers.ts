// Handlers of the IPC calls about my own live recordings.
import { ok } from '../../../shared/domain/result.ts';
import type { CallHandlers } from '../../../shared/ipc/ipc-table.ts';
import { done } from './answers.ts';
import type { OwnRecordings } from '../live/own-recordings.ts';
import type { Desktop } from '../platform/ports.ts';
import type { Session } from '../session/session.ts';

type LiveCalls = Extract<keyof CallHandlers, `live.${string}`>;

export function liveHandlers(
  own: OwnRecordings,
  session: Pick<Session, 'client'>,
  desktop: Desktop,
): Pick<CallHandlers, LiveCalls> {
  const { pause, manual } = own;
  return {
    'live.pause': async () => {
      // Signed out, nothing can be paused, also while a pause is shown as not confirmed: what helps is the sign-in.
      if (session.client === null) desktop.openMain('history');
      return ok({ state: (await pause.act('pause', 'button')).state });
    },
    'live.resume': async () => ok({ state: (await pause.act('resume', 'button')).state }),
    'live.add': () => Promise.resolve(ok({ state: pause.extend() })),
    'live.start': async () => ok(await manual.run('start', 'button')),
    'live.stop': async () => ok(await manual.run('stop', 'button')),
    'live.cancel': () => Promise.resolve(ok({ state: pause.cancel() })),
    'live.refresh': () =>
      done(() => {
        own.readNow();
      }),
  };
}
