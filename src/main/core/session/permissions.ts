// Learns from the server's answers what the account may do. It forbids nothing: a right can be given while Sidetone runs.
import { unknownRights, type RightName, type Rights } from '../../../shared/domain/permissions.ts';
import type { ProblemCode } from '../../../shared/domain/problem.ts';
import type { EndpointName } from '../../../shared/domain/ucx-problems.ts';

/** The endpoints that show a right, and the problem that says it is missing. A start has other refusals by 403: they are about the call. */
const shownBy: Partial<Record<EndpointName, { readonly right: RightName; readonly missing: ProblemCode | null }>> = {
  listMine: { right: 'followOwn', missing: 'own-calls-not-visible' },
  pauseById: { right: 'pause', missing: 'pause/not-allowed' },
  start: { right: 'start', missing: 'start/not-allowed' },
  stopMine: { right: 'stop', missing: 'stop/not-allowed' },
  listCompleted: { right: 'list', missing: 'completed/not-allowed' },
  // Refused for one recording it says nothing of the others: it is learned from success alone.
  media: { right: 'hear', missing: null },
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

  /** An answer of the server: `code` names its problem, null is success. What never was answered says nothing. */
  heard(endpoint: EndpointName, code: ProblemCode | null): void {
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
