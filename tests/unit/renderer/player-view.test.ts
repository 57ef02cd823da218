// @vitest-environment happy-dom
// The player as it is drawn: what it asks for by itself.
import { cleanup, render } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import PlayerView from '../../../src/renderer/main/history/player/Player.svelte';
import { Player } from '../../../src/renderer/main/history/player/player.svelte.ts';
import type { Bridge } from '../../../src/shared/ipc/ipc-table.ts';

const rowOf = (id: string) => ({ id, referenceNumber: '20152000001', durationMs: 120_000, pause: null });

afterEach(() => {
  cleanup();
});

test('a saved recording is asked for once, also when its file cannot be opened', async () => {
  const asked: unknown[] = [];
  const bridge = {
    call: (_name: string, input: unknown) => {
      asked.push(input);
      return Promise.resolve({ ok: false, error: { code: 'file-gone' } });
    },
    on: () => () => undefined,
  };
  // The class makes calls about audio only.
  const player = new Player(bridge as unknown as Bridge);
  const props = { player, row: rowOf('a'), pauses: [], isSaved: true };
  const { rerender } = render(PlayerView, props);
  for (let turn = 0; turn < 20; turn += 1) await tick();
  expect(asked).toEqual([{ recordingId: 'a', localOnly: true }]);
  await rerender({ ...props, row: rowOf('b') });
  for (let turn = 0; turn < 20; turn += 1) await tick();
  expect(asked.slice(1)).toEqual([{ recordingId: 'b', localOnly: true }]);
});
