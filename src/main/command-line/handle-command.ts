// What the running app does for a command or a link, and what it answers.
import { problem } from '../../shared/domain/problem.ts';
import { assertNever } from '../../shared/domain/result.ts';
import { isAlarm } from '../../shared/ipc/alarm.ts';
import type { Snapshot } from '../../shared/ipc/snapshot.ts';
import type { Core } from '../core/core-types.ts';
import type { CommandResponse, Command } from './wire.ts';

export type CommandDependencies = {
  readonly core: Pick<Core, 'command' | 'manual' | 'snapshot'>;
  readonly showWidget: () => void;
};

/**
 * Whether Sidetone may end without a question: nobody is on a recorded call, and nothing is being paused, saved or sent. What asks may be an
 * installer, which nobody can answer.
 */
export function mayQuit({ live, downloads, uploads }: Pick<Snapshot, 'live' | 'downloads' | 'uploads'>): boolean {
  const isFree = live.state === 'idle' || live.state === 'offline' || live.state === 'signedOut';
  const isSaving = downloads.some(({ phase }) => phase === 'queued' || phase === 'running');
  const isSending = uploads.some(({ phase }) => phase === 'waiting' || phase === 'sending');
  return isFree && !isAlarm(live) && live.armedMs === null && !isSaving && !isSending;
}

/** A pause that waits for a recording is answered at once; everything else when it is confirmed, refused or overdue. */
export async function handleCommand(
  asked: Command,
  { core, showWidget }: CommandDependencies,
): Promise<CommandResponse> {
  const answer = (confirmed: boolean): CommandResponse => {
    const { live } = core.snapshot();
    return { confirmed, state: live.state, armed: live.armedMs !== null };
  };
  const { verb } = asked;
  switch (verb) {
    case 'status': {
      const { state } = core.snapshot().live;
      return answer(state !== 'offline' && state !== 'unconfirmed');
    }
    case 'show':
      showWidget();
      return answer(true);
    case 'quit':
      // Whoever runs the app ends it once this answer has left: see shell.ts.
      return answer(mayQuit(core.snapshot()));
    case 'start':
    case 'stop': {
      // Whoever types it, or put it into a program, has been asked by doing so.
      const end = await core.manual(verb, 'command');
      return { ...answer(end.confirmed), ...(end.problem === null ? {} : { problem: end.problem }) };
    }
    case 'pause':
    case 'resume':
    case 'toggle': {
      const expected = expectedState(verb, core.snapshot().live.state);
      // The request leaves before this returns.
      const ended = core.command(verb, asked.kind === 'link' ? 'link' : 'command');
      if (core.snapshot().live.armedMs !== null) return answer(false);
      const { outcome, state } = await ended;
      if (outcome === 'refused') return { ...answer(false), problem: problem('resume-refused-by-rule') };
      // Not what became of the command counts but what the recorder says: a pause that stood already is confirmed too.
      return { ...answer(state === expected), state };
    }
    default:
      return assertNever(verb);
  }
}

/** The state that a command is for; a toggle pauses in doubt, as the core does. */
function expectedState(verb: 'pause' | 'resume' | 'toggle', state: CommandResponse['state']): CommandResponse['state'] {
  if (verb === 'toggle') return state === 'paused' ? 'recording' : 'paused';
  return verb === 'pause' ? 'paused' : 'recording';
}
