// Starting and stopping by hand in the widget: offered, under way, refused, and the question before a stop.
import type { Page } from 'playwright';
import type { ManualView } from '../../../src/shared/ipc/manual.ts';
import type { Scene } from './scenes.ts';
import { snapshotOf, type LiveName } from './snapshots.ts';

const scene = (
  name: string,
  live: LiveName,
  manual: Partial<ManualView>,
  act?: (page: Page) => Promise<void>,
): Scene => ({
  name: `widget-manual-${name}`,
  window: 'widget',
  width: 400,
  height: 76,
  scenario: {
    snapshot: snapshotOf(live, {
      manual: { phase: 'none', problem: null, canStart: live === 'idle', canStop: live !== 'idle', ...manual },
    }),
    total: 0,
  },
  ...(act === undefined ? {} : { act }),
});

const ask = async (page: Page): Promise<void> => {
  const stop = page.getByRole('button', { name: 'Stop recording' });
  // At 200 % in the small window there is no room for it: the tray has it.
  if (await stop.isVisible()) await stop.click();
};

export const manualScenes: readonly Scene[] = [
  scene('starting', 'idle', { phase: 'starting', canStart: false }),
  scene('no-call', 'idle', { problem: { code: 'start/no-call' } }),
  scene('no-pilot', 'idle', { problem: { code: 'start/no-pilot', values: { host: 'ucx.example.com' } } }),
  scene('stopping', 'recording', { phase: 'stopping', canStop: false }),
  scene('stop-refused', 'recording', { problem: { code: 'stop/automatic' } }),
  scene('ask-recording', 'recording', {}, ask),
  scene('ask-paused', 'paused', {}, ask),
];
