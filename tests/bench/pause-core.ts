// A whole core, signed in, whose hotkey can be pressed.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createCore } from '../../src/main/core/core.ts';
import type { Core } from '../../src/main/core/core-types.ts';
import { nodeFiles } from '../../src/main/core/platform/files/node-files.ts';
import { signInAda, windowlessPorts } from '../support/windowless-core.ts';

export type PressableCore = {
  readonly core: Core;
  /** Presses the pause key as the system does, as an event of its own; resolves to its moment in nanoseconds. */
  press(): Promise<bigint>;
  /** Resolves with the moment (nanoseconds) at which a snapshot shows this state. */
  until(state: string): Promise<bigint>;
  close(): Promise<void>;
};

export async function pressableCore(server: string, authority: string | null): Promise<PressableCore> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-bench-'));
  const keys = new Map<string, () => void>();
  const core = createCore({
    ...windowlessPorts(),
    files: nodeFiles(),
    hotkeys: {
      platform: 'linux',
      register: (combination, onPress) => {
        keys.set(combination, onPress);
        return true;
      },
      releaseAll: () => {
        keys.clear();
      },
    },
    profileFolder: folder,
    downloadFolder: folder,
    version: '0.0.0-bench',
  });
  await core.start();
  await core.handlers['preferences.set']({ name: 'hotkey.showWidget', value: 'Control+Shift+F8' });
  if (authority !== null) {
    const file = path.join(folder, 'authority.pem');
    await writeFile(file, authority);
    await core.handlers['preferences.set']({ name: 'network.authorityFile', value: file });
  }
  await signInAda(core, server);
  const preferences = core.snapshot().preferences;
  const press = (name: 'hotkey.pause' | 'hotkey.showWidget'): void => keys.get(preferences[name] ?? '')?.();
  return {
    core,
    press: () =>
      new Promise((resolve) => {
        // Another key in between: else a press so soon after the last one is taken for the keyboard's own repetition.
        press('hotkey.showWidget');
        setImmediate(() => {
          const began = process.hrtime.bigint();
          press('hotkey.pause');
          resolve(began);
        });
      }),
    until: (state) =>
      new Promise((resolve) => {
        if (core.snapshot().live.state === state) {
          resolve(process.hrtime.bigint());
          return;
        }
        const stop = core.onSnapshot(({ live }) => {
          if (live.state !== state) return;
          const at = process.hrtime.bigint();
          stop();
          resolve(at);
        });
      }),
    close: async () => {
      await core.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
