// Learns from the server's answers what the account may do. It forbids nothing: a right may be granted while Sidetone runs.
import { unknownRights, type RightName, type Rights } from '../../../shared/domain/permissions.ts';
import type { ProblemCode } from '../../../shared/domain/problem.ts';
import type { EndpointName } from '../../../shared/domain/ucx-problems.ts';

/** Endpoints that show a right, and the problem that says it is missing. A start is refused with other 403 problems too: those are about the call. */
const shownBy: Partial<Record<EndpointName, { readonly right: RightName; readonly missing: ProblemCode | null }>> = {
  listMine: { right: 'followOwn', missing: 'own-calls-not-visible' },
  pauseById: { right: 'pause', missing: 'pause/not-allowed' },
  start: { right: 'start', missing: 'start/not-allowed' },
  stopMine: { right: 'stop', missing: 'stop/not-allowed' },
  listCompleted: { right: 'list', missing: 'completed/not-allowed' },
  // A refusal for one recording says nothing about the others: this right is learned from success alone.
  media: { right: 'play', missing: null },
  upload: { right: 'add', missing: 'upload/not-allowed' },
  listLive: { right: 'seeAll', missing: 'live/not-allowed' },
};

export class RightsLearner {
  #known: Rights = unknownRights;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get current(): Rights {
    return this.#known;
  }

  /** `code` is the problem of an answer, null is success. A request without an answer shows nothing. */
  onAnswer(endpoint: EndpointName, code: ProblemCode | null): void {
    const shown = shownBy[endpoint];
    if (shown === undefined || (code !== null && code !== shown.missing)) return;
    const value = code === null ? 'yes' : 'no';
    if (this.#known[shown.right] === value) return;
    this.#known = { ...this.#known, [shown.right]: value };
    this.#onChange();
  }

  /** Another session, perhaps of another user. */
  forget(): void {
    this.#known = unknownRights;
  }
}
