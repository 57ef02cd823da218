// The recordings that are brought in as the page shows them: which is looked at, what can be done with all. The core does the work.
import type { Bridge } from '../../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { Snapshot } from '../../../shared/ipc/snapshot.ts';
import type { FilesTaken, UploadView } from '../../../shared/ipc/uploads.ts';

export class UploadList {
  readonly #bridge: Bridge;
  readonly #snapshot: () => Snapshot | null;
  #chosenId = $state.raw<string | null>(null);
  /** Files are on their way to the core. */
  adding = $state.raw(false);
  /** Why files were not taken. */
  problem = $state.raw<Problem | null>(null);
  leftOut = $state.raw(0);

  constructor(bridge: Bridge, snapshot: () => Snapshot | null) {
    this.#bridge = bridge;
    this.#snapshot = snapshot;
  }

  views = $derived.by((): readonly UploadView[] => this.#snapshot()?.uploads ?? []);
  /** The one whose form is shown: the one that was chosen, else the first. */
  chosen = $derived.by(() => this.views.find(({ uploadId }) => uploadId === this.#chosenId) ?? this.views[0] ?? null);
  readyIds = $derived.by(() => this.#ids(({ phase, ready }) => ready && (phase === 'draft' || phase === 'cancelled')));
  /** Those that can be sent again without a look at the server first. */
  failedIds = $derived.by(() => this.#ids(({ phase, uncertain }) => phase === 'failed' && !uncertain));
  active = $derived.by(() => this.views.filter(({ phase }) => phase === 'waiting' || phase === 'sending'));
  done = $derived.by(() => this.views.filter(({ phase }) => phase === 'done'));

  /** The system's dialog can be asked for; else the page brings a box of its own. */
  get hasDialog(): boolean {
    return this.#snapshot()?.shell.canChooseAudio === true;
  }

  choose(uploadId: string): void {
    this.#chosenId = uploadId;
  }

  async add(files: readonly File[]): Promise<void> {
    await this.#take(() => this.#bridge.addFiles(files));
  }

  async ask(): Promise<void> {
    await this.#take(async () => {
      const answer = await this.#bridge.call('uploads.choose', {});
      return answer.ok ? { ok: true, value: answer.value.taken ?? { added: 0, leftOut: 0 } } : answer;
    });
  }

  send(uploadIds: readonly string[]): Promise<unknown> {
    return this.#bridge.call('uploads.send', { uploadIds: [...uploadIds] });
  }

  cancel(uploadId: string): void {
    void this.#bridge.call('uploads.cancel', { uploadId });
  }

  cancelAll(): void {
    void this.#bridge.call('uploads.cancelAll', {});
  }

  /** Takes it off the list; the one after it is shown next. */
  remove(uploadId: string): void {
    const at = this.views.findIndex((view) => view.uploadId === uploadId);
    this.#chosenId = (this.views[at + 1] ?? this.views[at - 1])?.uploadId ?? null;
    void this.#bridge.call('uploads.remove', { uploadId });
  }

  clearDone(): void {
    void this.#bridge.call('uploads.forgetDone', {});
  }

  dismiss(): void {
    this.problem = null;
    this.leftOut = 0;
  }

  async #take(hand: () => Promise<Result<FilesTaken, Problem>>): Promise<void> {
    this.dismiss();
    this.adding = true;
    const answer = await hand();
    this.adding = false;
    if (answer.ok) this.leftOut = answer.value.leftOut;
    else this.problem = answer.error;
  }

  #ids(fits: (view: UploadView) => boolean): string[] {
    return this.views.filter(fits).map(({ uploadId }) => uploadId);
  }
}
