// The core as a shell sees it: everything that crosses to a shell goes to the part that does it.
import { coreHandlers } from './core-handlers.ts';
import { CoreParts, type CoreOptions } from './core-parts.ts';
import type { Core } from './core-types.ts';
import type { Ports } from './platform/ports.ts';

export function createCore(ports: Ports, options: CoreOptions = {}): Core {
  const parts = new CoreParts(ports, options);
  const { snapshots, live, recordings, reminders, notices } = parts;
  const { pause, manual } = live.own;
  return {
    handlers: coreHandlers(parts),
    snapshot: () => snapshots.now(),
    audio: (recordingId) => recordings.audio.source(recordingId),
    addFiles: (sources) => recordings.uploads.add(sources),
    onSnapshot: (listener) => snapshots.subscribe(listener),
    onBoard: (listener) => live.board.subscribe(listener),
    onAttention: (listener) => reminders.subscribe(listener),
    command: (command, trigger) => pause.act(command, trigger),
    manual: (command, trigger) => manual.run(command, trigger),
    notice: (problem) => {
      notices.show(problem);
    },
    withdraw: (code) => {
      notices.withdraw(code);
    },
    begun: () => parts.begun,
    start: () => parts.start(),
    dispose: () => parts.dispose(),
  };
}
