// What a benchmark of the real app stands on: a panel, a simulator of its own process, both programs; all of it is ended, whatever happens.
import * as v from 'valibot';
import { print, startSimulatorProcess, type SimulatorProcess } from '../simulator-process.ts';
import { Programs, Run, startPanel, whyNoDesktop, type Program } from './programs.ts';

export type DesktopSession = {
  readonly simulator: SimulatorProcess;
  readonly programs: Programs;
  /** Starts a program; it is ended with the session at the latest. */
  readonly start: (program: Program, profile: string, flags?: readonly string[]) => Run;
};

/**
 * Runs a benchmark on the desktop that there is, or says why not.
 * @param name what is printed in its place
 */
export async function onDesktop(
  name: string,
  simulatorFlags: readonly string[],
  measure: (session: DesktopSession) => Promise<void>,
): Promise<void> {
  const why = whyNoDesktop();
  if (why !== null) {
    print(name, `not run: ${why}`);
    return;
  }
  const panel = await startPanel();
  if (panel === null) print('no panel', 'without a place for icons the app keeps a window open');
  const simulator = await startSimulatorProcess(simulatorFlags);
  const programs = await Programs.make();
  const runs: Run[] = [];
  const start: DesktopSession['start'] = (program, profile, flags = []) => {
    const run = new Run(program, profile, flags);
    runs.push(run);
    return run;
  };
  try {
    await measure({ simulator, programs, start });
  } finally {
    await Promise.all(runs.map((run) => run.end()));
    await simulator.close();
    await programs.remove();
    panel?.();
  }
}

/** Begins a call of the agent; answers its id. */
export async function beginCall(simulator: SimulatorProcess, remoteNumber = '+390551104729'): Promise<string> {
  const call = await simulator.control('POST', 'calls', { username: 'ada.agent', remoteNumber });
  return v.parse(v.object({ id: v.string() }), call).id;
}
