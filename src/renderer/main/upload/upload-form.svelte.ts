// What somebody fills in about one recording. The core keeps it with each change, so that nothing typed is lost when the page goes.
import type { Bridge } from '../../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import type { UploadDetails } from '../../../shared/ipc/uploads.ts';
import { boxesOf, instantOf } from './start-boxes.ts';

export class UploadForm {
  readonly #bridge: Bridge;
  #uploadId: string | null = null;
  #edition = -1;
  #details = $state.raw<UploadDetails | null>(null);
  #day = $state.raw('');
  #time = $state.raw('');
  #startAsked = $state.raw(false);
  problem = $state.raw<Problem | null>(null);
  /** Saves go one after the other; what was typed meanwhile goes with the next. */
  #saving: Promise<void> = Promise.resolve();
  #unsaved = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Null until the core has answered. */
  get details(): UploadDetails | null {
    return this.#details;
  }

  /** Shows this recording; fetches it when it is another one, or when the core changed it on its own. */
  async show(uploadId: string | null, edition: number): Promise<void> {
    if (uploadId === this.#uploadId && (edition === this.#edition || this.#unsaved > 0)) return;
    if (uploadId !== this.#uploadId) this.#details = null;
    this.#uploadId = uploadId;
    this.#edition = edition;
    if (uploadId === null) return;
    await this.#saving;
    const answer = await this.#bridge.call('uploads.details', { uploadId });
    if (this.#uploadId !== uploadId || this.#edition !== edition) return;
    this.problem = answer.ok ? null : answer.error;
    if (!answer.ok) return;
    this.#details = answer.value;
    this.#startAsked = answer.value.startGuessed;
    const { day, time } = boxesOf(answer.value.start);
    this.#day = day;
    this.#time = time;
  }

  change(change: Partial<UploadDetails>): void {
    const uploadId = this.#uploadId;
    if (this.#details === null || uploadId === null) return;
    const details = { ...this.#details, ...change };
    this.#details = details;
    this.#unsaved += 1;
    this.#saving = this.#saving.then(async () => {
      this.#unsaved -= 1;
      // Another change has come meanwhile: it holds this one.
      if (this.#unsaved > 0 && this.#uploadId === uploadId) return;
      const answer = await this.#bridge.call('uploads.edit', { uploadId, details });
      if (this.#uploadId === uploadId) this.problem = answer.ok ? null : answer.error;
    });
  }

  /** Resolves when the core has everything that was typed. */
  saved(): Promise<void> {
    return this.#saving;
  }

  /** Local date as `YYYY-MM-DD`. */
  get day(): string {
    return this.#day;
  }

  set day(day: string) {
    this.#day = day;
    this.#startChanged();
  }

  /** `HH:MM` or `HH:MM:SS` by the clock of this computer. */
  get time(): string {
    return this.#time;
  }

  set time(time: string) {
    this.#time = time;
    this.#startChanged();
  }

  /** The start was guessed when the form was opened: a person is asked whether it is right. */
  get startAsked(): boolean {
    return this.#startAsked;
  }

  #startChanged(): void {
    this.change({ start: instantOf(this.#day, this.#time), startGuessed: false });
  }
}
