// A whole core with its real client against a simulator over real HTTP and in real time; tests wait for what is shown, never for a time.
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createCore } from '../../src/main/core/core.ts';
import type { Core } from '../../src/main/core/core-types.ts';
import type { Clock } from '../../src/main/core/platform/ports.ts';
import { systemClock } from '../../src/main/core/platform/system-clock.ts';
import type { LiveView } from '../../src/shared/ipc/snapshot.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/simulator.ts';
import { fakePorts, type FakePorts } from './fake-ports.ts';
import { MemoryFiles } from './memory-files.ts';

export type World = {
  readonly core: Core;
  readonly simulator: Simulator;
  readonly ports: FakePorts<Clock>;
  readonly files: MemoryFiles;
  /** What was shown, each state once in a row. */
  readonly states: string[];
  /** Moments at which "Paused" was shown while the recorder recorded. Must stay empty. */
  readonly breaches: string[];
  /** Waits until what is shown fits. Fails by the test's own time limit. */
  until(fits: (live: LiveView) => boolean): Promise<LiveView>;
  dispose(): Promise<void>;
};

export async function coreAndSimulator(options: SimulatorOptions = {}): Promise<World> {
  const simulator = await startSimulator(options);
  const files = new MemoryFiles();
  const ports = fakePorts<Clock>(systemClock());
  const core = createCore({ ...ports, files, random: Math.random });
  const states: string[] = [];
  const breaches: string[] = [];
  core.onSnapshot(({ live }) => {
    if (states.at(-1) !== live.state) states.push(live.state);
    if (live.state !== 'paused') return;
    const open = simulator.live().filter((recording) => !recording.isPaused);
    if (open.length > 0)
      breaches.push(`Paused shown while ${String(open.length)} recording goes on, after ${states.join(' ')}`);
  });
  await core.start();
  // Half a second is the shortest that the preference allows: a matrix of hundreds of rows need not wait three times as long.
  await core.handlers['preferences.set']({ name: 'pause.notConfirmedMs', value: 500 });
  const signedIn = await core.handlers['session.signIn']({
    server: simulator.url,
    username: 'ada.agent',
    password: 'demo',
    allowPlainHttp: false,
    thisSessionOnly: false,
  });
  if (!signedIn.ok) throw new Error(`The test could not sign in: ${signedIn.error.code}`);
  return {
    core,
    simulator,
    ports,
    files,
    states,
    breaches,
    until: (fits) =>
      new Promise((resolve) => {
        const now = core.snapshot().live;
        if (fits(now)) {
          resolve(now);
          return;
        }
        const stop = core.onSnapshot(({ live }) => {
          if (!fits(live)) return;
          stop();
          resolve(live);
        });
      }),
    async dispose() {
      await core.dispose();
      await simulator.close();
      await rm(dirname(ports.profileFolder), { recursive: true, force: true });
    },
  };
}
