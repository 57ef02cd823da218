// Sends a pause or a resume to the controller that follows the recording: mine to my own, that of somebody else to one of its own.
import { problem } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import type { LiveView } from '../../../shared/ipc/snapshot.ts';
import type { PauseController } from '../live/pause/pause-controller.ts';
import type { CommandResult } from '../live/pending-command.ts';
import type { Session } from '../session/session.ts';
import type { UcxResult } from '../ucx/client-types.ts';
import { plainName } from '../ucx/user-name.ts';
import type { ControllerView, PauseControllers, PauseVerb } from './pause-controllers.ts';

export class PauseRouter {
  readonly #own: Pick<PauseController, 'act' | 'cancel' | 'view'>;
  readonly #others: Pick<PauseControllers, 'act' | 'cancel' | 'viewOf'>;
  readonly #session: Pick<Session, 'view'>;

  constructor(
    own: Pick<PauseController, 'act' | 'cancel' | 'view'>,
    others: Pick<PauseControllers, 'act' | 'cancel' | 'viewOf'>,
    session: Pick<Session, 'view'>,
  ) {
    this.#own = own;
    this.#others = others;
    this.#session = session;
  }

  /** In my own list, or of my name where that list does not know it yet. */
  isMine(recording: LiveRecording): boolean {
    return this.mineAmong(this.#own.view())(recording);
  }

  /** The same for a whole list: who I am is looked up once. */
  mineAmong(own: LiveView): (recording: LiveRecording) => boolean {
    const { username } = this.#session.view();
    const me = username === null ? null : plainName(username);
    return ({ id, localUsername }) => {
      const isNamed = localUsername !== null && me !== null && plainName(localUsername) === me;
      return isNamed || own.recordings.some((recording) => recording.id === id);
    };
  }

  /** One controller follows a recording of mine: one that was paused before anybody knew whose it is, is handed over. */
  takeIfMine(recording: LiveRecording): boolean {
    const isMine = this.isMine(recording);
    if (isMine) this.#others.cancel(recording.id);
    return isMine;
  }

  /** `filterKey` is the filter that the recording was found with; `sharedRequest` has left already and covers it. */
  act(
    verb: PauseVerb,
    recording: LiveRecording,
    filterKey: string,
    sharedRequest: UcxResult<null> | null = null,
  ): Promise<CommandResult> {
    if (this.takeIfMine(recording)) return this.actOnMine(verb);
    return this.#others.act(verb, recording, filterKey, sharedRequest);
  }

  async actOnMine(verb: PauseVerb): Promise<CommandResult> {
    const { outcome, state } = await this.#own.act(verb, 'button');
    if (outcome === 'refused') return { confirmed: false, problem: problem('resume-refused-by-rule') };
    const confirmed = state === (verb === 'pause' ? 'paused' : 'recording');
    return { confirmed, problem: confirmed ? null : (this.#own.view().problem ?? problem('recorder-state-unknown')) };
  }

  /** What the controller of a recording says; null when nobody follows it. */
  viewOf(recording: LiveRecording): ControllerView | null {
    return this.isMine(recording) ? this.#own.view() : this.#others.viewOf(recording.id);
  }
}
