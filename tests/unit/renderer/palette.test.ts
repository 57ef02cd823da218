// @vitest-environment happy-dom
// The command palette: found by a few letters, driven by the keyboard alone, and nothing is offered that cannot act.
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src/shared/ipc/snapshot.ts';
import CommandPalette from '../../../src/renderer/main/palette/CommandPalette.svelte';
import { best, fit } from '../../../src/renderer/main/palette/fuzzy.ts';
import { snapshotOf, type LiveName } from '../../support/renderer-gallery/snapshots.ts';
import { waitFor } from '../../support/wait-for.ts';

afterEach(cleanup);

describe('a few letters', () => {
  test.each([
    ['', 'Anything', true],
    ['pr', 'Pause recording', true],
    ['PAUREC', 'Pause recording', true],
    ['zoe', 'Zoë Ångström', true],
    ['angst', 'Zoë Ångström', true],
    ['rp', 'Pause recording', false],
    ['pausex', 'Pause recording', false],
    ['39 055', '+39 055 110 4729', true],
  ])('%j in %j: %s', (typed, text, fits) => {
    expect(fit(typed, text) !== null).toBe(fits);
  });

  test('find whole beginnings before letters that are strewn about', () => {
    const items = ['Keep a pending pause for', 'Resume automatically', 'Pausing', 'Pause recording', 'Separator'];
    expect(best('pau', items, (item) => item).slice(0, 2)).toEqual(['Pausing', 'Pause recording']);
    expect(best('resume', items, (item) => item)).toEqual(['Resume automatically']);
    expect(best('  ', items, (item) => item)).toEqual(items);
  });
});

const row = {
  id: '6b98303a-b295-473a-adae-000000000001',
  referenceNumber: '20152000001',
  startTime: '2026-11-20T14:01:00',
  durationMs: 1_000,
  direction: 'incoming',
  localPartyNumber: null,
  remotePartyNumber: '+390551104729',
  ownerUsername: null,
  savedAs: null,
  pause: null,
};

function open(live: LiveName, change: Partial<Snapshot> = {}) {
  const done: string[] = [];
  const asked: unknown[] = [];
  const bridge = {
    call: (name: string, input: unknown) => {
      asked.push([name, input]);
      return Promise.resolve({ ok: true, value: { rows: [row], totalCount: 1, page: 0, pageSize: 5 } });
    },
    on: () => () => undefined,
  };
  const does = (what: string) => (): void => void done.push(what);
  const actions = {
    pause: does('pause'),
    resume: does('resume'),
    cancelPause: does('cancel'),
    start: does('start'),
    stop: does('stop'),
    keys: does('keys'),
    go: (page: string) => void done.push(`go ${page}`),
    find: (setting: string) => void done.push(`find ${setting}`),
    open: ({ id }: { id: string }) => void done.push(`open ${id}`),
  };
  render(CommandPalette, {
    snapshot: snapshotOf(live, change),
    // The palette makes one call only.
    bridge: bridge as never,
    today: '2026-11-28',
    actions,
    close: does('close'),
  });
  const box = screen.getByRole('combobox', { name: 'Commands' });
  return { done, asked, box, type: (value: string) => fireEvent.input(box, { target: { value } }) };
}
const options = (): string[] => screen.getAllByRole('option').map(({ textContent }) => textContent.trim());

describe('the palette', () => {
  test.each([
    ['recording', 'Pause recording'],
    ['paused', 'Resume recording'],
  ] as const)('offers while %s to %s, and not the other', (live, label) => {
    open(live);
    expect(options()[0]).toMatch(new RegExp(`^${label}`, 'u'));
    expect(options().filter((option) => /^(Pause|Resume) recording/u.test(option))).toHaveLength(1);
  });

  test('is driven by the keyboard: letters, arrows, Enter; and closes before it acts', async () => {
    const { done, box, type } = open('recording');
    await type('jour');
    expect(options()[0]).toMatch(/^Journal/u);
    await fireEvent.keyDown(box, { key: 'Enter' });
    expect(done).toEqual(['close', 'go journal']);
  });

  test('goes round with the arrows, and says which it is at', async () => {
    const { box, type } = open('recording');
    await type('pause');
    const current = (): string | null =>
      document.getElementById(box.getAttribute('aria-activedescendant') ?? '')?.textContent ?? null;
    const first = current();
    await fireEvent.keyDown(box, { key: 'ArrowUp' });
    expect(current()).toBe(screen.getAllByRole('option').at(-1)?.textContent);
    await fireEvent.keyDown(box, { key: 'ArrowDown' });
    expect(current()).toBe(first);
  });

  test('finds settings by name and leads to them', async () => {
    const { done, box, type } = open('recording');
    await type('countd');
    expect(screen.getByRole('status').textContent).toBe('Nothing found.');
    await type('file names');
    await fireEvent.keyDown(box, { key: 'Enter' });
    expect(done).toEqual(['close', 'find File names']);
  });

  test('asks the server for a number, and for nothing else', async () => {
    const { done, asked, box, type } = open('recording');
    await type('pause');
    await type('0551104');
    await waitFor(() => {
      expect(options()[0]).toMatch(/4729/u);
    });
    const filter = { remoteParty: '0551104', from: null, to: null, direction: null };
    const request = expect.any(String) as string;
    expect(asked).toEqual([['history.page', { filter, page: 0, pageSize: 5, request }]]);
    await fireEvent.keyDown(box, { key: 'Enter' });
    expect(done).toEqual(['close', `open ${row.id}`]);
  });
});
