// Killed at random moments of pausing, and its files damaged at random: after the next start the truth is shown and nothing whole is lost.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkLines, parseLine, wholeLines } from '../../src/main/core/journal/journal-file.ts';
import { firstPrevious } from '../../src/shared/domain/journal.ts';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.ts';
import { bundleChild } from '../support/bundle-child.ts';
import { coreOnDisk, saidBy, type Said } from '../support/core-on-disk.ts';

const kills = Number(process.env['SIDETONE_KILLS'] ?? '100');
const damages = Number(process.env['SIDETONE_DAMAGES'] ?? '200');
const lanes = 4;

let bundle: Awaited<ReturnType<typeof bundleChild>>;
beforeAll(async () => {
  bundle = await bundleChild('core-child');
}, 60_000);
afterAll(() => bundle.remove());

/** A core in another process, and what it said. */
class Child {
  readonly process: ChildProcess;
  readonly said: Said[] = [];
  private readonly listeners = new Set<() => void>();

  constructor(profile: string, server: string, onSaid: (said: Said) => void) {
    this.process = spawn(process.execPath, [bundle.file, profile, server], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: bundle.environment,
    });
    this.tell('demo');
    if (this.process.stdout === null) throw new Error('The child has no output');
    createInterface({ input: this.process.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as Said;
      this.said.push(said);
      onSaid(said);
      for (const listener of this.listeners) listener();
    });
  }

  tell(line: string): void {
    this.process.stdin?.write(`${line}\n`);
  }

  /** The last that it said, once that fits. */
  until(fits: (said: Said) => boolean): Promise<Said> {
    return this.next(fits, 0);
  }

  /** The same of what it says from now on. */
  next(fits: (said: Said) => boolean, from = this.said.length): Promise<Said> {
    return new Promise((resolve) => {
      const look = (): void => {
        const last = this.said.slice(from).at(-1);
        if (last === undefined || !fits(last)) return;
        this.listeners.delete(look);
        resolve(last);
      };
      this.listeners.add(look);
      look();
    });
  }

  async kill(): Promise<void> {
    const gone = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await gone;
  }
}

const allPaused = (simulator: Simulator): boolean => simulator.live().every((recording) => recording.isPaused);

async function journalOf(profile: string): Promise<string[]> {
  const folder = join(profile, 'journal');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => wholeLines(text).lines);
}

/** A repeatable chance: when a kill comes can be told by its number; what it meets depends on those before it, too. */
function chance(seed: number): () => number {
  let state = seed + 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

async function inLanes(count: number, work: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

let slowestMs = 0;
let taken = 0;
/** What was shown last before each kill. */
const killedWhile = new Map<string, number>();

/** Waits until a call that is paused is recorded again. Where a late request of a killed core pauses it once more, it is resumed once more. */
async function record(child: Child): Promise<void> {
  await child.until(() => true);
  // What it said last, each time: it speaks only when something has changed.
  for (let state = child.said.at(-1)?.state; state !== 'recording'; state = child.said.at(-1)?.state) {
    if (state === 'paused') child.tell('resume');
    await child.next((said) => said.state === 'recording' || said.state === 'paused');
  }
}

/** Presses Pause, kills the core at a random moment after it, and answers the next one once it shows the truth. */
async function killOnce(number: number, first: Child, { profile, simulator, start }: Place): Promise<Child> {
  const random = chance(number);
  if (random() < 0.5) simulator.setFault({ endpoint: 'pauseById' }, { kind: 'delay', ms: Math.round(random() * 60) });
  first.tell('pause');
  // The moment of the kill is the stimulus, not something waited for.
  await new Promise<void>((resolve) => setTimeout(resolve, random() * 90));
  await first.kill();
  const [last] = first.said.slice(-1);
  if (last !== undefined) killedWhile.set(last.state, (killedWhile.get(last.state) ?? 0) + 1);
  simulator.clearFaults();
  const began = performance.now();
  const second = start();
  const said = await second.until(
    ({ state }) => (state === 'paused' && allPaused(simulator)) || (state === 'recording' && !allPaused(simulator)),
  );
  slowestMs = Math.max(slowestMs, performance.now() - began);
  if (said.state === 'paused') taken += 1;
  expect(checkLines(await journalOf(profile), firstPrevious).breakAt).toBeNull();
  return second;
}

type Place = { readonly profile: string; readonly simulator: Simulator; readonly start: () => Child };

/** One computer whose app is killed again and again: what the last start showed is where the next kill begins. */
async function killAgainAndAgain(nextNumber: () => number | null): Promise<void> {
  const profile = await mkdtemp(join(tmpdir(), 'sidetone-kill-'));
  const simulator = await startSimulator({});
  const truth = (said: Said): void => {
    if (said.state === 'paused') expect(allPaused(simulator)).toBe(true);
  };
  const start = (): Child => new Child(profile, simulator.url, truth);
  try {
    simulator.beginCall({ remoteNumber: '+390551104729' });
    let child = start();
    await child.until((said) => said.state === 'recording');
    for (let number = nextNumber(); number !== null; number = nextNumber()) {
      await record(child);
      child = await killOnce(number, child, { profile, simulator, start });
    }
    await child.kill();
  } finally {
    await simulator.close();
    await rm(profile, { recursive: true, force: true });
  }
}

describe('killed with kill -9 while pausing', () => {
  test(
    `${String(kills)} times at a random moment, the next start shows what the recorder does, and the journal is whole`,
    { timeout: 600_000 },
    async () => {
      let next = 0;
      const nextNumber = (): number | null => (next < kills ? next++ : null);
      await Promise.all(Array.from({ length: lanes }, () => killAgainAndAgain(nextNumber)));
      expect(taken).toBeGreaterThan(0);
    },
  );
});

type Damage = { readonly file: string; readonly text: Buffer; readonly what: string };

/** One file of a profile with its end cut off or one bit turned. */
async function damage(profile: string, random: () => number): Promise<Damage> {
  const journal = (await readdir(join(profile, 'journal'))).map((name) => join('journal', name));
  const files = ['settings.json', 'standing-pause.json', ...journal];
  const file = files[Math.floor(random() * files.length)] ?? 'settings.json';
  const whole = await readFile(join(profile, file));
  const place = Math.floor(random() * whole.length);
  if (random() < 0.5) return { file, text: whole.subarray(0, place), what: `cut at ${String(place)}` };
  const turned = Buffer.from(whole);
  turned[place] = (turned[place] ?? 0) ^ (1 << Math.floor(random() * 8));
  return { file, text: turned, what: `a bit turned at ${String(place)}` };
}

/** Starts a core on a damaged profile, in this process, and answers what it says once it shows the pause. */
async function startAfterDamage(profile: string, server: string, onSaid: (said: Said) => void): Promise<Said> {
  const core = coreOnDisk(profile);
  const paused = new Promise<Said>((resolve, reject) => {
    saidBy(core, (said) => {
      try {
        onSaid(said);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
      if (said.state === 'paused') resolve(said);
    });
  });
  await core.start();
  const account = { server, username: 'ada.agent', password: 'demo', allowPlainHttp: false, thisSessionOnly: true };
  void core.handlers['session.signIn'](account);
  try {
    return await paused;
  } finally {
    await core.dispose();
  }
}

describe('files damaged while the app was not running', () => {
  test(
    `${String(damages)} random cuts and turned bits: it starts, says what it set aside, and keeps every whole entry of the journal`,
    { timeout: 600_000 },
    async () => {
      const simulator = await startSimulator({});
      const model = await mkdtemp(join(tmpdir(), 'sidetone-model-'));
      simulator.beginCall({ remoteNumber: '+390551104729' });
      const child = new Child(model, simulator.url, () => undefined);
      await child.until((said) => said.state === 'recording');
      for (const [press, state] of [
        ['pause', 'paused'],
        ['resume', 'recording'],
        ['pause', 'paused'],
      ] as const) {
        child.tell(press);
        await child.until((said) => said.state === state);
      }
      await child.kill();
      let settingsSaid = 0;
      await inLanes(damages, async (number) => {
        const random = chance(number + 1_000);
        const profile = await mkdtemp(join(tmpdir(), 'sidetone-damage-'));
        try {
          await cp(model, profile, { recursive: true });
          const before = await journalOf(profile);
          const { file, text, what } = await damage(profile, random);
          await writeFile(join(profile, file), text);
          const label = `${file} ${what}`;
          const wholeBefore = file.startsWith('journal')
            ? wholeLines(text.toString('latin1')).lines.filter((line) => parseLine(line) !== null)
            : before;
          const said = await startAfterDamage(profile, simulator.url, (heard) => {
            if (heard.state === 'paused') expect(allPaused(simulator), label).toBe(true);
          });
          if (said.notices.length > 0) settingsSaid += 1;
          const after = await journalOf(profile);
          for (const line of wholeBefore) expect(after, label).toContain(line);
          // The bytes that were set aside are still there, under the name of the file they came from.
          const names = await readdir(profile, { recursive: true });
          if (file === 'settings.json' && said.notices.includes('settings-damaged')) {
            expect(
              names.some((name) => name.startsWith('settings.damaged-')),
              label,
            ).toBe(true);
          }
        } finally {
          await rm(profile, { recursive: true, force: true });
        }
      });
      await simulator.close();
      await rm(model, { recursive: true, force: true });
      expect(settingsSaid).toBeGreaterThan(0);
    },
  );
});

afterAll(() => {
  const states = [...killedWhile].map(([state, count]) => `${state} ${String(count)}`).join(', ');
  // oxlint-disable-next-line no-console -- figures for people; nothing is asserted about time
  console.log(
    `killed: ${String(kills)} kills, ${String(taken)} found paused (killed while ${states}), slowest start to truth ${slowestMs.toFixed(0)} ms; ${String(damages)} damages`,
  );
});
