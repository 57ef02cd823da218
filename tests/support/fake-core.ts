// A whole core over a fake recorder and a fake clock, signed in, for tests that read what is shown.
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createCore } from '../../src/main/core/core.ts';
import type { Core } from '../../src/main/core/core-types.ts';
import type { Ports } from '../../src/main/core/platform/ports.ts';
import type { LiveView } from '../../src/shared/ipc/snapshot.ts';
import { FakeClock } from './fake-clock.ts';
import { fakePorts, type FakePorts } from './fake-ports.ts';
import { FakeRecorder } from './fake-recorder.ts';

export const firstId = '11111111-1111-4111-8111-111111111111';
export const secondId = '22222222-2222-4222-8222-222222222222';

export type FakeCore = {
  readonly core: Core;
  readonly clock: FakeClock;
  readonly recorder: FakeRecorder;
  readonly ports: FakePorts<FakeClock>;
  live(): LiveView;
  dispose(): Promise<void>;
};

export const adaSignIn = {
  server: 'https://ucx.example.com',
  username: 'ada.agent',
  password: 'correct horse 1234',
  allowPlainHttp: false,
  thisSessionOnly: false,
} as const;

type FakeCoreOptions = { readonly signIn?: boolean; readonly ports?: Partial<Ports> };

export async function fakeCore(options: FakeCoreOptions = {}): Promise<FakeCore> {
  const clock = new FakeClock();
  const recorder = new FakeRecorder(clock);
  const ports = fakePorts(clock, options.ports);
  const core = createCore(ports, { createClient: () => recorder.client() });
  await core.start();
  if (options.signIn !== false) {
    const signedIn = core.handlers['session.signIn'](adaSignIn);
    await clock.advance(50);
    await signedIn;
    await clock.advance(50);
  }
  return {
    core,
    clock,
    recorder,
    ports,
    live: () => core.snapshot().live,
    async dispose() {
      await core.dispose();
      await rm(dirname(ports.profileFolder), { recursive: true, force: true });
    },
  };
}
