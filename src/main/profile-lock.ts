// Who uses a profile: a file names the process, so that two never write one journal. A process that is gone holds nothing.
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { copyFile, constants, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { codeOf } from './core/platform/errors.ts';
import { parseJson } from './core/platform/json.ts';
import { err, ok, type Result } from '../shared/domain/result.ts';

const holderSchema = v.object({
  program: v.picklist(['app', 'preview']),
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  host: v.string(),
  /** Tells this use from any other by a process of the same number. */
  use: v.string(),
});
type Holder = v.InferOutput<typeof holderSchema>;

/** The lock, and whom it names; null where nobody can be read from it. */
export type ProfileHolder = { readonly file: string; readonly holder: Holder | null };

export type ProfileUse = {
  /** Lets go of the profile. Never throws: what stays behind names a process that is gone. */
  readonly release: () => void;
};

/** Whoever a lock names; null where it names nobody that can be read. */
function holderIn(text: string): Holder | null {
  const parsed = v.safeParse(holderSchema, parseJson(text));
  return parsed.success ? parsed.output : null;
}

/** A process of another computer cannot be looked at, and counts as living. */
function lives({ pid, host }: Holder): boolean {
  if (host !== os.hostname()) return true;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** Puts a whole file in a place that nothing has; rejects with `EEXIST` where something has it. */
async function place(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error;
    // A file system without hard links.
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
}

/** What one attempt to take a lock came to: it is ours, somebody lives who has it, or the look of it changed and it has to be tried again. */
type Attempt = 'taken' | 'changed' | { readonly holder: Holder | null };

/** A lock that is being taken: by whom, as it is written, in a file that is moved or linked into place. */
type Taker = {
  readonly folder: string;
  readonly program: Holder['program'];
  readonly own: string;
  /** Uses of the profile that a person said are over. */
  readonly ended: ReadonlySet<string>;
};

/**
 * Whether the lock holds nothing any more. Of the apps of this computer Electron lets in only one, which so may take what another left.
 * It takes over what an app of another computer has, too, where its socket is missing here: that one counts until a person says otherwise.
 */
function isOver(holder: Holder | null, { program, ended }: Taker): boolean {
  if (holder === null) return program === 'app';
  if (ended.has(holder.use) || !lives(holder)) return true;
  return program === 'app' && holder.program === 'app' && holder.host === os.hostname();
}

async function takeFile(file: string, taker: Taker): Promise<Attempt> {
  const draft = path.join(taker.folder, `in-use.${randomUUID()}.tmp`);
  await writeFile(draft, taker.own, { flag: 'wx' });
  try {
    const isFree = await place(draft, file).then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) !== 'EEXIST') throw error;
        return false;
      },
    );
    if (isFree) return 'taken';
    const found = await readFile(file, 'utf8').catch(() => null);
    if (found === null) return 'changed';
    const holder = holderIn(found);
    if (!isOver(holder, taker)) return { holder };
    return await replace({ file, stale: found, draft }, taker);
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Puts our lock in the place of one whose process is gone. Only whoever holds the claim to that very lock may do so, or two could each
 * take away the fresh lock of the other; a claim whose process is gone is itself replaced in the same way.
 */
async function replace(
  { file, stale, draft }: { readonly file: string; readonly stale: string; readonly draft: string },
  taker: Taker,
): Promise<Attempt> {
  const name = createHash('sha256')
    .update(`${path.basename(file)}\n${stale}`)
    .digest('hex')
    .slice(0, 32);
  const claim = path.join(taker.folder, `in-use.${name}.claim`);
  const claimed = await takeFile(claim, { ...taker, program: 'preview' });
  if (claimed !== 'taken') return claimed;
  try {
    // Whoever had the claim before has put its lock there.
    if ((await readFile(file, 'utf8').catch(() => null)) !== stale) return 'changed';
    await rename(draft, file);
    return 'taken';
  } finally {
    await rm(claim, { force: true });
  }
}

/**
 * Takes a profile for this process, or tells who has it. A lock of the app never keeps out an app of the same computer: Electron's own
 * does that, and ends with its process whatever happens. `ended` has the uses that a person said are over. Rejects where the folder
 * cannot be written.
 */
export async function takeProfile(
  folder: string,
  program: Holder['program'],
  ended: ReadonlySet<string> = new Set(),
): Promise<Result<ProfileUse, ProfileHolder>> {
  const file = path.join(folder, 'in-use.json');
  const own = `${JSON.stringify({ program, pid: process.pid, host: os.hostname(), use: randomUUID() })}\n`;
  await mkdir(folder, { recursive: true });
  for (;;) {
    const attempt = await takeFile(file, { folder, program, own, ended });
    if (attempt === 'taken') return ok({ release: () => releaseProfile(file, own) });
    if (attempt !== 'changed') return err({ file, holder: attempt.holder });
  }
}

function releaseProfile(file: string, own: string): void {
  try {
    if (readFileSync(file, 'utf8') === own) rmSync(file);
  } catch {
    // It names a process that is about to be gone.
  }
}
