// Ports for tests of the core: a fake clock, a keychain in memory that can be made to fail, and a real folder of its own.
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problem, type Problem } from '../../src/shared/domain/problem.ts';
import { err, ok } from '../../src/shared/domain/result.ts';
import { nodeFiles } from '../../src/main/core/platform/files/node-files.ts';
import type { Clock, Keychain, Ports } from '../../src/main/core/platform/ports.ts';
import { FakeClock } from './fake-clock.ts';
import { isOfJournal } from './memory-keychain.ts';

export class MemoryKeychain implements Keychain {
  readonly passwords = new Map<string, string>();
  /** What signs journals. */
  readonly journalKeys = new Map<string, string>();
  broken: Problem | null = null;

  get(account: string): ReturnType<Keychain['get']> {
    return Promise.resolve(this.broken === null ? ok(this.held(account).get(account) ?? null) : err(this.broken));
  }

  set(account: string, password: string): ReturnType<Keychain['set']> {
    if (this.broken !== null) return Promise.resolve(err(this.broken));
    this.held(account).set(account, password);
    return Promise.resolve(ok(null));
  }

  delete(account: string): ReturnType<Keychain['delete']> {
    if (this.broken !== null) return Promise.resolve(err(this.broken));
    this.held(account).delete(account);
    return Promise.resolve(ok(null));
  }

  private held(account: string): Map<string, string> {
    return isOfJournal(account) ? this.journalKeys : this.passwords;
  }

  lock(): void {
    this.broken = problem('keychain-locked');
  }
}

export class FakePower {
  private readonly suspend = new Set<() => void>();
  private readonly resume = new Set<() => void>();
  private readonly unlocked = new Set<() => void>();
  private locked = false;

  onSuspend(listener: () => void): () => void {
    this.suspend.add(listener);
    return () => this.suspend.delete(listener);
  }

  onResume(listener: () => void): () => void {
    this.resume.add(listener);
    return () => this.resume.delete(listener);
  }

  onUnlock(listener: () => void): () => void {
    this.unlocked.add(listener);
    return () => this.unlocked.delete(listener);
  }

  isLocked(): boolean {
    return this.locked;
  }

  lock(): void {
    this.locked = true;
  }

  /** @param isReported false where the system says nothing, and only answers when asked */
  unlock(isReported = true): void {
    this.locked = false;
    if (isReported) for (const listener of this.unlocked) listener();
  }

  sleep(): void {
    for (const listener of this.suspend) listener();
  }

  wake(): void {
    for (const listener of this.resume) listener();
  }
}

type LogLine = { readonly event: string; readonly facts: string };

export type FakePorts<C extends Clock> = Omit<Ports, 'clock' | 'keychain' | 'power'> & {
  readonly clock: C;
  readonly keychain: MemoryKeychain;
  readonly power: FakePower;
  readonly lines: LogLine[];
  readonly shown: string[];
};

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The name of a folder of this test alone. It is made by whoever writes to it first, and is gone when the run has ended. */
function freshFolder(): string {
  const folder = join(tmpdir(), `sidetone-test-${randomUUID()}`);
  folders.push(folder);
  return folder;
}

/** Ports around `clock` with a fresh profile folder. Everything logged and shown is kept for the test to read. */
export function fakePorts<C extends Clock = FakeClock>(clock?: C, over: Partial<Ports> = {}): FakePorts<C> {
  const folder = freshFolder();
  const lines: LogLine[] = [];
  const shown: string[] = [];
  const note = (event: string, facts: unknown): void => {
    lines.push({ event, facts: facts instanceof Error ? facts.message : JSON.stringify({ facts }) });
  };
  return {
    log: { info: note, warn: note, error: note },
    files: nodeFiles(),
    random: () => 0.5,
    profileFolder: join(folder, 'profile'),
    downloadFolder: join(folder, 'downloads'),
    version: '0.0.0-test',
    desktop: {
      kind: 'preview',
      platform: 'linux',
      locale: 'en-GB',
      canShowInFolder: true,
      showInFolder: (path) => shown.push(`folder ${path}`),
      openFile: (path) => {
        shown.push(`file ${path}`);
        return Promise.resolve(true);
      },
      openMain: (page) => shown.push(`main ${page}`),
      openWidget: () => shown.push('widget'),
    },
    ...over,
    clock: (clock ?? new FakeClock()) as C,
    keychain: new MemoryKeychain(),
    power: new FakePower(),
    lines,
    shown,
  };
}
