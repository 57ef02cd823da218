// The log on disk: bounded in files, in size and in memory, whatever the disk does, and never in anybody's way.
import * as fc from 'fast-check';
import * as nodeDisk from 'node:fs/promises';
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import { logFilesOf, RotatingLogFile, type LogDisk } from '../../../src/main/core/platform/logs/rotating-log-file.ts';
import { redactingLog } from '../../../src/main/log-facts.ts';
import { adaSignIn, firstId } from '../../support/fake-core.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts } from '../../support/fake-ports.ts';
import { FakeRecorder } from '../../support/fake-recorder.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sidetone-log-'));
  file = path.join(folder, 'logs', 'sidetone.log');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const clock = { now: () => Date.parse('2026-11-28T10:00:00Z') };
const failure = (code: string): Error => Object.assign(new Error(code), { code });
const failing = (code: string, names: readonly (keyof LogDisk)[]): LogDisk => ({
  ...nodeDisk,
  ...Object.fromEntries(names.map((name) => [name, () => Promise.reject(failure(code))])),
});
const written = async (): Promise<string[]> => {
  const texts = await Promise.all(logFilesOf(file).map((one) => readFile(one, 'utf8').catch(() => '')));
  return texts.toReversed().join('').split('\n').slice(0, -1);
};

describe('the files', () => {
  test('hold each line with its time and level, in its order', async () => {
    const log = new RotatingLogFile({ file, clock });
    log.write('info', 'start');
    log.write('warn', 'request {"status":403}');
    await log.flush();
    log.write('error', 'unexpected');
    await log.flush();
    expect(await written()).toEqual([
      '2026-11-28T10:00:00.000Z info start',
      '2026-11-28T10:00:00.000Z warn request {"status":403}',
      '2026-11-28T10:00:00.000Z error unexpected',
    ]);
  });

  test('are five of 1 MB at most, and hold the newest lines without a gap', async () => {
    const log = new RotatingLogFile({ file, clock });
    for (let batch = 0; batch < 60; batch += 1) {
      for (let line = 0; line < 40; line += 1) log.write('info', `${String(batch * 40 + line)} ${'x'.repeat(3_000)}`);
      await log.flush();
    }
    const names = (await readdir(path.dirname(file))).sort();
    expect(names).toEqual(['sidetone.1.log', 'sidetone.2.log', 'sidetone.3.log', 'sidetone.4.log', 'sidetone.log']);
    for (const name of names)
      expect((await stat(path.join(path.dirname(file), name))).size).toBeLessThanOrEqual(1_000_000);
    const numbers = (await written()).map((line) => Number(line.split(' ')[2]));
    expect(numbers.at(-1)).toBe(2_399);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  });

  test('go on where the last run ended', async () => {
    for (const line of ['one', 'two']) {
      const log = new RotatingLogFile({ file, clock });
      log.write('info', line);
      await log.flush();
    }
    expect(await written()).toHaveLength(2);
  });

  test('are never written through a link', async () => {
    const elsewhere = path.join(folder, 'elsewhere');
    await writeFile(elsewhere, 'mine');
    await nodeDisk.mkdir(path.dirname(file));
    await symlink(elsewhere, file);
    const log = new RotatingLogFile({ file, clock });
    log.write('info', 'start');
    await log.flush();
    expect(await readFile(elsewhere, 'utf8')).toBe('mine');
  });
});

describe('a disk that fails', () => {
  test.each(['ENOSPC', 'EACCES', 'EBUSY', 'EROFS'])(
    'with %s loses lines, which are counted once it works again',
    async (code) => {
      const disk = failing(code, ['appendFile']);
      const log = new RotatingLogFile({ file, clock, disk });
      log.write('info', 'lost');
      await log.flush();
      log.write('info', 'lost too');
      await log.flush();
      disk.appendFile = nodeDisk.appendFile;
      log.write('info', 'start');
      await log.flush();
      expect((await written()).map((line) => line.slice(25))).toEqual([
        'warn log-lines-missed {"count":2}',
        'info start',
      ]);
    },
  );

  test('where a full file cannot be moved, because another program holds it, keeps what is there and stays bounded', async () => {
    await nodeDisk.mkdir(path.dirname(file));
    for (const one of logFilesOf(file)) await writeFile(one, `${path.basename(one)}\n`.padEnd(999_999, 'x'));
    const rename: LogDisk['rename'] = (from, to) =>
      from === file ? Promise.reject(failure('EBUSY')) : nodeDisk.rename(from, to);
    const log = new RotatingLogFile({ file, clock, disk: { ...nodeDisk, rename } });
    for (let tries = 0; tries < 5; tries += 1) {
      log.write('info', 'start');
      await log.flush();
    }
    const names = await readdir(path.dirname(file));
    // Only the oldest has gone, and only once.
    expect(names.sort()).toEqual(['sidetone.2.log', 'sidetone.3.log', 'sidetone.4.log', 'sidetone.log']);
    expect((await stat(file)).size).toBe(999_999);
  });

  test('by any call, at any time, is nobody else’s trouble', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }), async (chances) => {
        let call = 0;
        const mayFail = <N extends keyof LogDisk>(name: N): LogDisk[N] =>
          ((...input: never[]) => {
            call += 1;
            if (chances[call % chances.length] === true) return Promise.reject(failure('EIO'));
            return Reflect.apply(nodeDisk[name], null, input) as unknown;
          }) as LogDisk[N];
        const disk: LogDisk = {
          appendFile: mayFail('appendFile'),
          lstat: mayFail('lstat'),
          mkdir: mayFail('mkdir'),
          rename: mayFail('rename'),
          rm: mayFail('rm'),
        };
        const log = new RotatingLogFile({ file, clock, disk });
        for (let line = 0; line < 20; line += 1) {
          log.write('info', 'start');
          await log.flush();
        }
      }),
      { numRuns: 50 },
    );
  });

  test('by not answering for long has one piece of work at a time, and no more waiting than a limit', async () => {
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    let atOnce = 0;
    let most = 0;
    const appendFile: LogDisk['appendFile'] = async (...input) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await held;
      await nodeDisk.appendFile(...input);
      atOnce -= 1;
    };
    const log = new RotatingLogFile({ file, clock, disk: { ...nodeDisk, appendFile } });
    for (let line = 0; line < 50_000; line += 1) log.write('info', 'request');
    answer();
    await log.flush();
    log.write('info', 'start');
    await log.flush();
    const lines = await written();
    const missed = Number(/"count":(\d+)/u.exec(lines.join('\n'))?.[1]);
    expect(lines.filter((line) => line.endsWith('request')).length + missed).toBe(50_000);
    expect(lines.join('\n').length).toBeLessThan(210_000);
    expect(most).toBe(1);
  });
});

/** The fake time at which a pause is confirmed, with a log on such a disk. */
async function pausedAt(disk: LogDisk): Promise<number> {
  const fakeClock = new FakeClock();
  const recorder = new FakeRecorder(fakeClock);
  const logFile = new RotatingLogFile({ file, clock, disk });
  const log = redactingLog((level, line) => {
    logFile.write(level, line);
  });
  const core = createCore({ ...fakePorts(fakeClock), log }, { createClient: () => recorder.client() });
  await core.start();
  const signedIn = core.handlers['session.signIn'](adaSignIn);
  await fakeClock.advance(50);
  await signedIn;
  recorder.begin(firstId);
  await fakeClock.advance(3_000);
  for (let line = 0; line < 1_000; line += 1) log.error('unexpected', new Error());
  void core.handlers['live.pause']({});
  let ms = 0;
  while (core.snapshot().live.state !== 'paused' && ms < 5_000) {
    await fakeClock.advance(10);
    ms += 10;
  }
  await core.dispose();
  return ms;
}

test('no disk stops or delays a pause', async () => {
  const usual = await pausedAt(nodeDisk);
  expect(usual).toBeLessThan(1_000);
  const never = (): Promise<never> => new Promise(() => undefined);
  const throws = (): never => {
    throw failure('EIO');
  };
  for (const disk of [
    failing('ENOSPC', ['appendFile', 'mkdir', 'rename', 'rm']),
    failing('EBUSY', ['lstat', 'appendFile', 'rename', 'rm']),
    { ...nodeDisk, appendFile: never },
    { ...nodeDisk, lstat: never },
    { ...nodeDisk, lstat: throws, appendFile: throws, mkdir: throws },
  ] as LogDisk[])
    expect(await pausedAt(disk)).toBe(usual);
});
