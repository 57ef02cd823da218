// Tells the organisation what its policy wants to know. Everything here happens behind a pause, never before it: what is found is put into
// a queue, and sent and written later.
import { createHmac, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SecureContext } from 'node:tls';
import * as v from 'valibot';
import type { AlertChannel, OutgoingMessage } from '../../../shared/domain/alert.ts';
import { instantText } from '../../../shared/domain/text/date-time.ts';
import type { JournalEntry } from '../../../shared/domain/journal.ts';
import type { Preferences } from '../../../shared/domain/preferences.ts';
import { alertText } from '../../../shared/messages/en/alerts.ts';
import { attempt } from '../platform/attempt.ts';
import type { Ports } from '../platform/ports.ts';
import type { CheckpointFact } from '../journal/checkpoint.ts';
import { readAuthorities } from '../session/certificate-authorities.ts';
import { createSecureContext } from '../ucx/transport/secure-context.ts';
import type { FindRoute } from '../ucx/transport/route-finder.ts';
import { plainName } from '../ucx/user-name.ts';
import { channelKey, channelsOf } from './alert-channels.ts';
import { AlertLimits } from './alert-limits.ts';
import { AlertOutbox, type Deliver, type OutboxView } from './alert-outbox.ts';
import { AlertQueueFile } from './alert-queue-file.ts';
import { AlertWatch, type AlertFound, type Shown } from './alert-watch.ts';
import { oneLookup } from './one-lookup.ts';

const pauseIdSchema = v.pipe(v.string(), v.uuid());

type AlertsDependencies = {
  readonly ports: Ports;
  readonly preferences: () => Preferences;
  /** Who is signed in. */
  readonly username: () => string | null;
  /** The way to the webhook. */
  readonly findRoute?: FindRoute;
};

export class Alerts {
  readonly #dependencies: AlertsDependencies;
  readonly #limits: AlertLimits;
  readonly #watch: AlertWatch;
  readonly #lookup = oneLookup();
  /** The policy that the outboxes were made for. */
  #made = '';
  #outboxes: readonly AlertOutbox[] = [];
  #ending: Promise<unknown> = Promise.resolve();

  constructor(dependencies: AlertsDependencies) {
    this.#dependencies = dependencies;
    const { ports, preferences } = dependencies;
    this.#limits = new AlertLimits(() => ports.clock.monotonic());
    this.#watch = new AlertWatch({
      clock: ports.clock,
      preferences,
      found: (alert) => {
        this.#guarded(() => {
          this.#tell(alert);
        });
      },
    });
  }

  /** Reads the policy anew. What is queued stays, for the receiver that is named now. */
  preferencesChanged(): void {
    const preferences = this.#dependencies.preferences();
    const wanted = channelKey(preferences);
    if (wanted === this.#made) return;
    this.#made = wanted;
    const old = this.#outboxes;
    this.#ending = Promise.all([this.#ending, ...old.map((outbox) => outbox.dispose())]);
    const channels = channelsOf(preferences, {
      clock: this.#dependencies.ports.clock,
      lookup: this.#lookup,
      findRoute: this.#dependencies.findRoute,
      secureContext: (authorities) => this.#secureContext(authorities),
    });
    this.#outboxes = channels.map(({ name, deliver }) => this.#outbox(name, deliver));
  }

  /** What waits on each way. */
  get views(): OutboxView[] {
    return this.#outboxes.map(({ view }) => view);
  }

  /** A new entry of the journal. */
  onEntry({ fact }: JournalEntry): void {
    this.#guarded(() => {
      this.#watch.onFact(fact);
    });
  }

  /** What is shown has changed. */
  onShown(shown: Shown): void {
    if (this.#outboxes.length > 0) this.#watch.onShown(shown);
  }

  /** A check of the journal found that its chain is broken. */
  journalBroken(): void {
    this.#watch.journalDamaged('broken-chain');
  }

  /** A signed checkpoint of the journal is on the disk: a witness gets every one. */
  onCheckpoint({ publicKey, note }: CheckpointFact): void {
    if (!this.#dependencies.preferences()['alerts.witness']) return;
    this.#guarded(() => {
      this.#send({ ...this.#common(), kind: 'checkpoint', publicKey, note });
    });
  }

  /** Resolves when nothing is under way and what was not sent is on the disk. */
  async dispose(): Promise<void> {
    this.#watch.dispose();
    await Promise.all([this.#ending, ...this.#outboxes.map((outbox) => outbox.dispose())]);
  }

  #outbox(channel: AlertChannel, deliver: Deliver): AlertOutbox {
    const { clock, log, random, files, profileFolder, localFolder = profileFolder } = this.#dependencies.ports;
    const file = new AlertQueueFile(join(localFolder, 'alerts', `${channel}.jsonl`), files, log);
    const outbox = new AlertOutbox({ channel, clock, log, random, file, deliver });
    // The file belongs to the one before until that has written it.
    void this.#ending.then(() => outbox.begin());
    return outbox;
  }

  /** Made here and now: to read hundreds of certificates takes tens of milliseconds, which no press is to wait for later. */
  async #secureContext(authorityFile: string | null): Promise<SecureContext> {
    const found = await readAuthorities(authorityFile, this.#dependencies.ports.files);
    return createSecureContext(found.ok ? found.value : []);
  }

  #tell({ kind, pauseId, seconds, detail }: AlertFound): void {
    if (this.#outboxes.length === 0) return;
    const leftOut = this.#limits.take(kind);
    if (leftOut === null) return;
    const text = alertText(kind, { seconds, detail });
    // A pause that was taken up from a file has the id that stands there, whoever wrote it: nothing else may leave this computer.
    this.#send({
      ...this.#common(),
      kind,
      pauseId: v.is(pauseIdSchema, pauseId) ? pauseId : null,
      seconds,
      detail,
      text,
      leftOut,
    });
  }

  #common(): Pick<OutgoingMessage, 'version' | 'id' | 'at' | 'appVersion' | 'user'> {
    const { clock, version } = this.#dependencies.ports;
    return { version: 1, id: randomUUID(), at: instantText(clock.now()), appVersion: version, user: this.#user() };
  }

  #send(message: OutgoingMessage): void {
    for (const outbox of this.#outboxes) outbox.add(message);
  }

  #user(): string | null {
    const { preferences, username } = this.#dependencies;
    const { 'alerts.user': what, 'alerts.userSecret': secret } = preferences();
    const name = username();
    if (name === null || what === 'none') return null;
    if (what === 'name') return name;
    if (secret === null) return null;
    return createHmac('sha256', secret).update(plainName(name), 'utf8').digest('hex').slice(0, 32);
  }

  #guarded(call: () => void): void {
    attempt(this.#dependencies.ports.log, 'alert-crashed', call);
  }
}
