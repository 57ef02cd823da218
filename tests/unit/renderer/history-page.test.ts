// @vitest-environment happy-dom
// The History page as a whole: what belongs together moves together, and nothing is asked for that nobody looks at.
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import type { Bridge, HistoryRow } from '../../../src/shared/ipc/ipc-table.ts';
import type { Wanted } from '../../../src/renderer/lib/requested-recording.ts';
import HistoryPage from '../../../src/renderer/main/history/HistoryPage.svelte';
import { sampleOutputs, sampleSnapshot } from '../../support/contract-samples.ts';
import { waitFor } from '../../support/wait-for.ts';

const found: readonly HistoryRow[] = ['1', '2'].map((id) => ({
  id: `6b98303a-b295-473a-adae-00000000000${id}`,
  referenceNumber: `2015200000${id}`,
  startTime: null,
  durationMs: 1_000,
  direction: 'incoming',
  localPartyNumber: null,
  remotePartyNumber: '+390551104729',
  ownerUsername: null,
  savedAs: null,
  pause: null,
}));

type Call = { readonly name: string; readonly input: Readonly<Record<string, unknown>> };
afterEach(cleanup);

/** The page on a core that finds two recordings. */
async function openPage(): Promise<{
  /** Inputs of all calls of a name, oldest first. */
  asked: (name: string) => readonly Call['input'][];
  change: (props: { shown?: boolean; wanted?: Wanted | null }) => Promise<void>;
}> {
  const calls: Call[] = [];
  const values: Record<string, unknown> = {
    ...sampleOutputs,
    'history.keptSearch': { search: null },
    'history.page': { rows: found, totalCount: found.length },
    'downloads.estimate': {
      count: 2,
      estimatedBytes: 2_000_000,
      exact: true,
      notProven: 0,
      saved: { count: 0, estimatedBytes: 0, notProven: 0 },
    },
  };
  const bridge = {
    call: (name: string, input: Call['input']) => {
      calls.push({ name, input });
      return Promise.resolve({ ok: true, value: values[name] });
    },
    on: () => () => undefined,
  };
  const held = { snapshot: sampleSnapshot, at: performance.now() };
  const props = { held, bridge: bridge as unknown as Bridge, shown: true, wanted: null, add: () => undefined };
  const { rerender } = render(HistoryPage, props);
  const asked = (name: string): readonly Call['input'][] =>
    calls.filter((call) => call.name === name).map(({ input }) => input);
  await waitFor(() => {
    expect(asked('history.page')).toHaveLength(1);
  });
  await tick();
  return { asked, change: (more) => rerender({ ...props, ...more }) };
}

test('a recording that another page asks for is looked for on the server, whatever was shown before', async () => {
  const { asked, change } = await openPage();
  await fireEvent.click(screen.getByRole('button', { name: 'On this computer' }));
  await change({ wanted: { day: '2026-03-04', remoteNumber: '+390551104729' } });
  await waitFor(() => {
    expect(asked('history.page').at(-1)).toMatchObject({
      filter: { remoteParty: '+390551104729', from: '2026-03-04', to: '2026-03-04' },
    });
  });
  expect(screen.getByRole('button', { name: 'On the server' }).getAttribute('aria-pressed')).toBe('true');
});

test('all that was found is saved with the search that found it', async () => {
  const { asked } = await openPage();
  await fireEvent.click(await screen.findByRole('button', { name: 'More' }));
  await fireEvent.click(await screen.findByRole('menuitem', { name: 'Save all 2…' }));
  await waitFor(() => {
    expect(asked('downloads.estimate').at(-1)).toMatchObject({ recordingIds: null, filter: { remoteParty: '' } });
  });
});

test('a page that is left looks for nothing new, and looks once when it is seen again', async () => {
  const { asked, change } = await openPage();
  await waitFor(() => {
    expect(screen.queryByText('2 recordings')).not.toBeNull();
  });
  const before = asked('history.page').length;
  await change({ shown: false });
  document.dispatchEvent(new Event('visibilitychange'));
  await tick();
  expect(asked('history.page')).toHaveLength(before);
  await change({ shown: true });
  await waitFor(() => {
    expect(asked('history.page')).toHaveLength(before + 1);
  });
});

test('the box in the head selects all that are loaded, is mixed where only some are, and clears again', async () => {
  await openPage();
  const all = (): HTMLInputElement => screen.getByRole('checkbox', { name: 'Select all loaded recordings' });
  const boxes = (): boolean[] =>
    screen.getAllByRole<HTMLInputElement>('checkbox', { name: /^Select 2015/u }).map(({ checked }) => checked);
  expect([all().checked, all().indeterminate, boxes()]).toEqual([false, false, [false, false]]);
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Select 20152000001' }));
  expect([all().checked, all().indeterminate, boxes()]).toEqual([false, true, [true, false]]);
  await fireEvent.click(all());
  expect([all().checked, all().indeterminate, boxes()]).toEqual([true, false, [true, true]]);
  expect(screen.getByRole('button', { name: 'Save 2 selected…' })).toBeTruthy();
  await fireEvent.click(all());
  expect([all().checked, all().indeterminate, boxes()]).toEqual([false, false, [false, false]]);
});
