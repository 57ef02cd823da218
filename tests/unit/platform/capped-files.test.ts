// A file server that does not answer: whatever waits for it, a pause is asked for and written down at once.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { closeSync, constants, mkdirSync, openSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import { filesOfUser } from '../../../src/main/core/api/upload-handlers.ts';
import { cappedFiles } from '../../../src/main/core/platform/files/capped-files.ts';
import { nodeFiles } from '../../../src/main/core/platform/files/node-files.ts';
import type { Files } from '../../../src/main/core/platform/ports.ts';
import { adaSignIn, firstId } from '../../support/fake-core.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts } from '../../support/fake-ports.ts';
import { FakeRecorder } from '../../support/fake-recorder.ts';

/** More than Node has threads. */
const blocked = 12;
const own = '/profile';

/** A disk on which nothing outside the profile ever answers; counts how many wait. */
function deadServer(): { readonly files: Files; waiting: () => number } {
  let waiting = 0;
  const never = (): Promise<never> => {
    waiting += 1;
    return new Promise(() => undefined);
  };
  const real = nodeFiles();
  const names = Object.keys(real) as (keyof Files)[];
  const files = Object.fromEntries(names.map((name) => [name, never])) as unknown as Files;
  return { files, waiting: () => waiting };
}

describe('work on folders that may be on a server', () => {
  test('takes fewer of the threads than there are, whatever the work is', () => {
    const server = deadServer();
    const files = cappedFiles(server.files, [own]);
    for (let turn = 0; turn < blocked; turn += 1) {
      void files.exists('/server/a');
      void files.readPart('/server/a', 0, 1);
      void files.createNew('/server/b');
      void files.moveNew('/server/a', '/server/c');
      void files.list('/server');
    }
    expect(server.waiting()).toBe(2);
  });

  test('never makes work on our own folder wait', () => {
    const server = deadServer();
    const files = cappedFiles(server.files, [own]);
    for (let turn = 0; turn < blocked; turn += 1) void files.exists('/server/a');
    for (let turn = 0; turn < blocked; turn += 1) void files.append(join(own, 'journal'), 'entry');
    expect(server.waiting()).toBe(2 + blocked);
    // A folder whose name only begins like ours is not ours.
    void files.exists(`${own}-elsewhere/a`);
    expect(server.waiting()).toBe(2 + blocked);
  });

  test('goes on in its order when the server answers again, also after failures', async () => {
    const order: string[] = [];
    const files = cappedFiles(
      {
        ...nodeFiles(),
        exists: (path) => {
          order.push(path);
          return path === '/b' ? Promise.reject(new Error('gone')) : Promise.resolve(true);
        },
      },
      [own],
    );
    const paths = ['/a', '/b', '/c', '/d', '/e'];
    await Promise.allSettled(paths.map((path) => files.exists(path)));
    expect(order).toEqual(paths);
  });
});

test.skipIf(process.platform === 'win32')(
  'with a dozen reads that hang in the system, a press leaves at once, and the journal and names of hosts work',
  async () => {
    const clock = new FakeClock();
    const recorder = new FakeRecorder(clock);
    const base = fakePorts(clock);
    mkdirSync(dirname(base.profileFolder), { recursive: true });
    // Opening a pipe that nobody writes to holds a thread, as a share does whose server is gone.
    const pipe = join(dirname(base.profileFolder), 'share');
    execFileSync('mkfifo', [pipe]);
    const hanging: Promise<unknown>[] = [];
    const hang = async (): Promise<void> => {
      const opening = open(pipe, 'r').then((handle) => handle.close());
      hanging.push(opening);
      await opening;
    };
    const isOnServer = (path: string): boolean => path.startsWith('/server/');
    const files: Files = {
      ...base.files,
      list: (folder) => (isOnServer(folder) ? hang().then(() => []) : base.files.list(folder)),
      facts: (path) =>
        isOnServer(path)
          ? hang().then(() => ({ kind: 'other', bytes: 0, modifiedMs: 0, isLink: false }))
          : base.files.facts(path),
    };
    const core = createCore({ ...base, files }, { createClient: () => recorder.client() });
    // Saves of the last run into a dozen folders of the server, whose half files are looked for.
    const queued = Array.from({ length: blocked }, (_, number) => ({
      ...{ recordingId: randomUUID(), referenceNumber: 'R', folder: `/server/${String(number)}`, makeFolder: false },
      ...{ pattern: '{reference}', withMetadata: false, account: 'nobody', partMark: 'abcd1234', recording: null },
    }));
    await base.files.append(join(base.profileFolder, 'queue.jsonl'), `${JSON.stringify({ add: queued })}\n`);
    await core.start();
    const signedIn = core.handlers['session.signIn'](adaSignIn);
    await clock.advance(100);
    await signedIn;
    recorder.begin(firstId);
    await clock.advance(2_100);

    expect(hanging.length).toBeGreaterThan(1);
    core.addFiles(filesOfUser(Array.from({ length: blocked }, (_, number) => `/server/${String(number)}.wav`)));
    const pausing = core.handlers['live.pause']({});
    await clock.advance(1_000);
    expect(await pausing).toMatchObject({ ok: true, value: { state: 'paused' } });
    await lookup('localhost');
    const journal = join(base.profileFolder, 'journal', '2026-11.jsonl');
    while (!(await readFile(journal, 'utf8').catch(() => '')).includes('"kind":"asked"')) await clock.settle();

    const writer = openSync(pipe, constants.O_RDWR);
    await Promise.all(hanging);
    await core.dispose();
    closeSync(writer);
  },
);
