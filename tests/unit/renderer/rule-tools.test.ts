// @vitest-environment happy-dom
// What helps with the rules: whether one that is written matches what is open, and a minute of trying them all.
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AutomaticView, BrowserRuleDraft, RuleLook } from '../../../src/shared/ipc/automatic.ts';
import type { Bridge } from '../../../src/shared/ipc/ipc-table.ts';
import { defaultPreferences } from '../../../src/shared/domain/preferences.ts';
import AutomaticSettings from '../../../src/renderer/main/settings/rules/AutomaticSettings.svelte';
import { PreferenceChanges } from '../../../src/renderer/main/settings/preference-changes.svelte.ts';
import { noAutomaticPause } from '../../support/no-automatic-pause.ts';
import { snapshotOf } from '../../support/renderer-gallery/snapshots.ts';

const terminal = { id: 'pos', name: 'Terminal', program: 'pos.exe', title: '*POS*' };
const page = { id: 'pay', name: 'Payment page', url: 'pay.example.com/*' };
const state = { byOrganisation: false, level: 'off', overridden: false, restless: false } as const;
const views = (level: 'on' | 'off'): AutomaticView['rules'] => [
  { ...state, id: 'pos', name: 'Terminal', kind: 'window' },
  { ...state, id: 'pay', name: 'Payment page', kind: 'page', level },
];

let look: RuleLook;
let asked: (BrowserRuleDraft | null)[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  look = { window: null, matches: [], browsers: [] };
  asked = [];
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function show(view: Partial<AutomaticView> = {}, own: readonly unknown[] = [terminal, page]): void {
  const bridge = {
    call: (name: string, input: { draft: BrowserRuleDraft | null }) => {
      if (name === 'automatic.look') asked.push(input.draft);
      return Promise.resolve({ ok: true, value: name === 'automatic.look' ? look : {} });
    },
    on: () => () => undefined,
    addFiles: () => Promise.resolve({ ok: true, value: { added: 0, leftOut: 0 } }),
  } as unknown as Bridge;
  const snapshot = snapshotOf('idle', {
    preferences: { ...defaultPreferences, 'automatic.rules': [...own] },
    automatic: { ...noAutomaticPause, rules: views('off'), ...view },
  });
  render(AutomaticSettings, { snapshot, bridge, changes: new PreferenceChanges(bridge) });
}

const press = (name: string): Promise<unknown> => fireEvent.click(screen.getByRole('button', { name }));
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const type = (label: string, value: string): Promise<unknown> =>
  fireEvent.input(screen.getByRole('textbox', { name: label }), { target: { value } });
/** The line of the dialog that says what matches. */
const line = (): string | undefined => screen.queryByRole('status')?.textContent.trim();

describe('a rule that is written', () => {
  async function writing(kind: string, label: string, pattern: string): Promise<void> {
    const dialogs = screen.getAllByRole('button', { name: 'Add rule' });
    await fireEvent.click(dialogs[0] ?? document.body);
    await press(kind);
    await type(label, pattern);
    await pass(1_000);
  }

  test('says nothing before there is a pattern', async () => {
    show();
    await press('Add rule');
    await pass(1_000);
    expect(line()).toBeUndefined();
  });

  test('of an app says which window in front it matches, as windows come and go', async () => {
    look = { ...look, window: { program: 'Notepad.exe', title: 'Untitled' } };
    show();
    await writing('App', 'File name', 'note*.exe');
    expect(line()).toBe('Matches the window in front: Notepad.exe');
    look = { ...look, window: { program: 'mail.exe', title: 'note.exe' } };
    await pass(500);
    expect(line()).toBe('Matches nothing open now');
  });

  test('of a title compares titles alone', async () => {
    look = { ...look, window: { program: 'virtual pos', title: 'Till – Virtual POS' } };
    show();
    await writing('Window title', 'Title', '*virtual pos');
    expect(line()).toBe('Matches the window in front: virtual pos');
  });

  test('of a page asks the browsers, and names those that show it', async () => {
    look = { ...look, browsers: ['edge', 'firefox'] };
    show();
    await writing('Web page', 'Address', 'pay.example.com/*');
    expect(asked.at(-1)).toEqual({ url: 'pay.example.com/*' });
    expect(line()).toBe('Matches the page open in Edge, Firefox');
  });

  test('with app and title matches only where both do', async () => {
    look = { ...look, window: { program: 'pos.exe', title: 'Stock' } };
    show();
    await fireEvent.click(screen.getByRole('button', { name: 'More actions for Terminal' }));
    await fireEvent.click(screen.getByRole('menuitem', { name: 'Edit…' }));
    await pass(1_000);
    expect(line()).toBe('Matches nothing open now');
    look = { ...look, window: { program: 'pos.exe', title: 'Virtual POS' } };
    await pass(500);
    expect(line()).toBe('Matches the window in front: pos.exe');
  });

  test('that the system does not show says so, and promises no match', async () => {
    look = { ...look, window: { program: 'pos.exe', title: '' } };
    show({ sees: 'programs' });
    await writing('Window title', 'Title', '*');
    expect(line()).toBeUndefined();
    expect(screen.getAllByText(/Rules for window titles don't work on this system/).length).toBeGreaterThan(0);
  });

  test('asks no more once the dialog is closed', async () => {
    show();
    await press('Add rule');
    await pass(1_000);
    await press('Cancel');
    const before = asked.length;
    await pass(5_000);
    expect(asked.length).toBe(before);
  });
});

describe('testing the rules', () => {
  const rowOf = (name: string): string | undefined =>
    screen.getByText(name, { selector: 'dt' }).nextElementSibling?.textContent.trim();

  test('shows what is in front and which rules match, of windows and of browsers', async () => {
    look = { ...look, window: { program: 'pos.exe', title: 'Virtual POS' }, matches: ['pos'] };
    show({ rules: views('on') });
    await press('Test rules…');
    await pass(600);
    expect([rowOf('App'), rowOf('Window title')]).toEqual(['pos.exe', 'Virtual POS']);
    expect(rowOf('Matching rules')).toBe('Terminal, Payment page');
    look = { ...look, window: { program: 'mail.exe', title: '' }, matches: [] };
    await pass(500);
    expect([rowOf('App'), rowOf('Window title'), rowOf('Matching rules')]).toEqual(['mail.exe', '–', 'Payment page']);
  });

  test('ends after 60 s, shows nothing of it any more, and can be begun again', async () => {
    look = { ...look, window: { program: 'pos.exe', title: 'Virtual POS' }, matches: ['pos'] };
    show();
    await press('Test rules…');
    await pass(59_500);
    expect(screen.getByText('1 s left')).toBeTruthy();
    expect(rowOf('Matching rules')).toBe('Terminal');
    await pass(600);
    expect(screen.getByText('The test is over.')).toBeTruthy();
    expect(document.body.textContent).not.toContain('Virtual POS');
    const before = asked.length;
    await pass(10_000);
    expect(asked.length).toBe(before);
    await press('Test again');
    await pass(600);
    expect(rowOf('App')).toBe('pos.exe');
    expect(screen.getByText('60 s left')).toBeTruthy();
  });
});

test('rules that this desktop does not show are said to be so where there are some', () => {
  show({ sees: 'nothing' });
  expect(screen.getByText(/it doesn't show Sidetone other windows/)).toBeTruthy();
  cleanup();
  show({ sees: 'nothing', rules: views('off').slice(1) }, [page]);
  expect(screen.queryByText(/it doesn't show Sidetone other windows/)).toBeNull();
});

describe('a browser that is tested', () => {
  test('is told with how long Sidetone took to see its field, also after the field was left', async () => {
    show({ browsers: ['edge'] });
    await press('Test a browser…');
    await pass(10);
    expect(screen.getByText(/^Connected: Edge\./u)).toBeTruthy();
    expect(asked).toEqual([{ field: 'cc-number' }]);
    look = { ...look, browsers: ['edge'], seen: [{ browser: 'edge', ms: 4 }] };
    await pass(500);
    expect(line()).toBe('Edge: Sidetone saw it after 4 ms.');
    look = { window: null, matches: [], browsers: [] };
    await pass(500);
    expect(line()).toBe('Edge: Sidetone saw it after 4 ms.');
  });

  test('where none is connected it is said what to do', async () => {
    show({ browsers: [] });
    await press('Test a browser…');
    expect(screen.getByText(/^No browser is connected/u)).toBeTruthy();
  });
});
