// The operating system's keychain through keytar, for both shells. Its failures become named problems; no message of it goes further.
import { platformOf } from '../shared/domain/platform.ts';
import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';
import type { Clock, Keychain } from './core/platform/ports.ts';
import { systemClock } from './core/platform/system-clock.ts';
import { problem, type Problem } from '../shared/domain/problem.ts';
import { storingIsForbidden } from './stored-credentials-policy.ts';
import { err, ok, type Result } from '../shared/domain/result.ts';

/** The part of keytar that is used. */
export type Keytar = {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
};

export type KeychainOptions = {
  /** Under which name passwords are kept, as the system's own keychain program shows it. */
  readonly service: string;
  /** Loads keytar; throws when the native add-on or the library under it is missing. */
  readonly load?: () => unknown;
  readonly platform?: NodeJS.Platform;
  readonly clock?: Clock;
  /** Whether this Windows is told to store no passwords. Never rejects. */
  readonly isForbidden?: () => Promise<boolean>;
};

/** How long (ms) the keychain may take: it may be asking the person for a password of its own, who may not be there. */
export const keychainLimitMs = 60_000;
/** An answer that took longer than this (ms) came from a person who was asked: no machine is so slow, and nobody is to be asked twice. */
const askedMs = 1_000;

function isKeytar(value: unknown): value is Keytar {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['getPassword', 'setPassword', 'deletePassword'].every((name) => typeof Reflect.get(value, name) === 'function')
  );
}

function loadKeytar(): unknown {
  return createRequire(import.meta.url)('keytar');
}

/**
 * Names what keytar's message means: libsecret speaks in sentences only.
 * Sources: messages seen with no bus, no service, a locked collection and no libsecret; Windows and macOS give codes in words.
 */
export function keychainProblem(error: unknown, platform: string): Problem {
  const keychain = platformOf(platform);
  const text = error instanceof Error ? error.message : '';
  if (
    /Failed to load keytar|Cannot find (module|package)|autolaunch D-Bus|was not provided by any|not activatable|Could not connect/iu.test(
      text,
    )
  ) {
    return problem('keychain-missing', { keychain });
  }
  if (/Object does not exist at path|locked|dismissed|cancell?ed|User interaction is not allowed/iu.test(text)) {
    return problem('keychain-locked', { keychain });
  }
  return problem('keychain-failed', { keychain });
}

/** Loads keytar at the first use, gives each call its time, and names what goes wrong. */
class KeytarCalls {
  readonly #options: Required<KeychainOptions>;
  #loaded: Keytar | null = null;
  /** What was asked before is still unanswered after its time. */
  #isOverdue = false;

  constructor(options: Required<KeychainOptions>) {
    this.#options = options;
  }

  /** Runs `work`. While the keychain asks the person, and nobody answers, it counts as locked: asking more would only put up more prompts. */
  async run<T>(work: (keytar: Keytar) => Promise<T>): Promise<Result<T, Problem>> {
    const { clock, platform } = this.#options;
    const locked = err(problem('keychain-locked', { keychain: platformOf(platform) }));
    if (this.#isOverdue) return locked;
    return new Promise((resolve) => {
      const cancel = clock.timer(keychainLimitMs, () => {
        this.#isOverdue = true;
        resolve(locked);
      });
      void this.#attempt(work).then((answer) => {
        cancel();
        this.#isOverdue = false;
        resolve(answer);
      });
    });
  }

  async #attempt<T>(work: (keytar: Keytar) => Promise<T>): Promise<Result<T, Problem>> {
    const { load, platform, isForbidden } = this.#options;
    try {
      if (this.#loaded === null) {
        const candidate = load();
        if (!isKeytar(candidate)) return err(problem('keychain-missing', { keychain: platformOf(platform) }));
        this.#loaded = candidate;
      }
      return ok(await work(this.#loaded));
    } catch (error) {
      const reason = keychainProblem(error, platform);
      // Credential Manager says why in the language of the system alone.
      const unclear = platform === 'win32' && reason.code === 'keychain-failed';
      return err(unclear && (await isForbidden()) ? problem('keychain-forbidden', reason.values) : reason);
    }
  }
}

/** On Linux a locked keyring answers null to every question and refuses only writing: so null is believed after a write and a read. */
async function probe(keytar: Keytar, service: string): Promise<void> {
  const account = `probe ${randomUUID()}`;
  await keytar.setPassword(service, account, account);
  const readBack = await keytar.getPassword(service, account);
  await keytar.deletePassword(service, account);
  if (readBack !== account) throw new Error('locked');
}

/**
 * A keychain whose every method answers a Result and never rejects:
 * `keychain-missing` (no add-on, library, bus or service), `keychain-locked`, `keychain-forbidden`
 * (Windows is told to store no passwords), `keychain-failed` (anything else).
 * keytar is loaded at the first use, so that a machine without it can still start.
 */
export function keytarKeychain({
  service,
  load = loadKeytar,
  platform = process.platform,
  clock = systemClock(),
  isForbidden = storingIsForbidden,
}: KeychainOptions): Keychain {
  const calls = new KeytarCalls({ service, load, platform, clock, isForbidden });
  return {
    get: (account) =>
      calls.run(async (keytar) => {
        const before = clock.monotonic();
        const found = await keytar.getPassword(service, account);
        if (found !== null || platform !== 'linux') return found;
        if (clock.monotonic() - before > askedMs) throw new Error('dismissed');
        await probe(keytar, service);
        return found;
      }),
    set: (account, password) =>
      calls.run(async (keytar) => {
        await keytar.setPassword(service, account, password);
        if (platform === 'linux' && (await keytar.getPassword(service, account)) !== password)
          throw new Error('locked');
        return null;
      }),
    delete: (account) =>
      calls.run(async (keytar) => {
        await keytar.deletePassword(service, account);
        return null;
      }),
  };
}
