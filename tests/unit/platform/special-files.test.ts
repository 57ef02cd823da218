// What stands in the place of a file of ours and is none is refused at once: a start never hangs on it, and says what it was.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import type { Core } from '../../../src/main/core/core-types.ts';
import { nodeFiles } from '../../../src/main/core/platform/files/node-files.ts';
import { readAuthorities } from '../../../src/main/core/session/certificate-authorities.ts';
import { adaSignIn, firstId } from '../../support/fake-core.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../../support/fake-ports.ts';
import { FakeRecorder } from '../../support/fake-recorder.ts';
import { trustedPolicyFile } from '../../support/policy-file.ts';

const kinds = {
  pipe: (path: string) => Promise.resolve(void execFileSync('mkfifo', [path])),
  folder: (path: string) => mkdir(path),
  link: async (path: string) => {
    await writeFile(`${path}.target`, 'theirs');
    await symlink(`${path}.target`, path);
  },
  'link to a device': (path: string) => symlink('/dev/zero', path),
} as const;
type Kind = keyof typeof kinds;

let clock: FakeClock;
let ports: FakePorts<FakeClock>;
let recorder: FakeRecorder;
let core: Core | null = null;
beforeEach(async () => {
  clock = new FakeClock();
  ports = fakePorts(clock);
  recorder = new FakeRecorder(clock);
  await mkdir(join(ports.profileFolder, 'journal'), { recursive: true });
});
afterEach(async () => {
  await core?.dispose();
  core = null;
  await rm(dirname(ports.profileFolder), { recursive: true, force: true });
});

async function start(policyFile: string | null = null): Promise<Core> {
  const policySources = policyFile === null ? [] : [trustedPolicyFile(policyFile, ports.files, ports.log)];
  const started = createCore({ ...ports, policySources }, { createClient: () => recorder.client() });
  core = started;
  const start = started.start();
  await clock.advance(10_000);
  await start;
  return started;
}

/** A call is paused: the promise holds whatever stands in the profile. */
async function pausesStill(running: Core): Promise<void> {
  const signedIn = running.handlers['session.signIn']({ ...adaSignIn, thisSessionOnly: true });
  await clock.advance(50);
  expect((await signedIn).ok).toBe(true);
  recorder.begin(firstId);
  await clock.advance(2_100);
  void running.handlers['live.pause']({});
  await clock.advance(1_000);
  expect(running.snapshot().live.state).toBe('paused');
}

describe.skipIf(process.platform === 'win32').each(Object.keys(kinds) as Kind[])('a %s', (kind) => {
  test.each(['readText', 'readBytes'] as const)('is refused by %s', async (name) => {
    const path = join(ports.profileFolder, 'one');
    await kinds[kind](path);
    await expect(nodeFiles()[name](path)).rejects.toMatchObject({ code: 'ENOTFILE' });
  });

  test('is never written to', async () => {
    const path = join(ports.profileFolder, 'one');
    await kinds[kind](path);
    await expect(nodeFiles().append(path, 'ours')).rejects.toMatchObject({ code: 'ENOTFILE' });
    if (kind === 'link') expect(await readFile(`${path}.target`, 'utf8')).toBe('theirs');
  });

  test.each(['settings.json', 'standing-pause.json', 'queue.jsonl', 'journal/2026-11.jsonl'])(
    'in the place of %s neither holds up the start nor stops a pause',
    async (name) => {
      await kinds[kind](join(ports.profileFolder, name));
      const running = await start();
      await pausesStill(running);
      expect(ports.lines.map(({ event }) => event).join(' ')).toMatch(/unread|not-read|not-written|unreadable/u);
    },
  );

  test('in the place of the policy is named', async () => {
    const path = join(ports.profileFolder, 'policy.json');
    await kinds[kind](path);
    const { notices } = (await start(path)).snapshot();
    expect(notices).toMatchObject([{ code: 'policy-unreadable', values: { file: path } }]);
  });

  test('in the place of certificate authorities is named', async () => {
    const path = join(ports.profileFolder, 'authorities.pem');
    await kinds[kind](path);
    expect(await readAuthorities(path, nodeFiles())).toMatchObject({
      ok: false,
      error: { code: 'authority-file-unusable', values: { file: path } },
    });
  });
});
