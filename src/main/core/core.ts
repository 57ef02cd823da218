// The core as a shell sees it: everything that crosses to a shell goes to the part that does it.
import { uploadsForbidden } from './api/policy-guard.ts';
import { coreHandlers } from './core-handlers.ts';
import { CoreParts, type CoreOptions } from './core-parts.ts';
import type { Core } from './core-types.ts';
import type { Ports } from './platform/ports.ts';

/** Builds the core. Nothing is read, sent or registered before `start()`. */
export function createCore(ports: Ports, options: CoreOptions = {}): Core {
  const parts = new CoreParts(ports, options);
  const { snapshots, live, recordings, reminders, notices } = parts;
  const { pause, manual } = live.own;
  const current = () => parts.sessionCore.preferences.current;
  return {
    handlers: coreHandlers(parts),
    snapshot: () => snapshots.now(),
    audio: (recordingId) =>
      current()['playback.allowed'] ? recordings.audio.source(recordingId) : Promise.resolve(null),
    addFiles: (sources) => recordings.uploads.add(sources, uploadsForbidden(current())),
    onSnapshot: (listener) => snapshots.subscribe(listener),
    onBoard: (listener) => live.board.subscribe(listener),
    onAttention: (listener) => reminders.subscribe(listener),
    command: (command, trigger) => pause.act(command, trigger),
    manual: (command, trigger) => manual.run(command, trigger),
    automatic: live.automatic,
    notice: (problem) => {
      notices.show(problem);
    },
    withdraw: (code) => {
      notices.withdraw(code);
    },
    begun: () => parts.begun,
    start: () => parts.start(),
    dispose: () => parts.dispose(),
    finish: () => {
      parts.updates.finish();
    },
  };
}
