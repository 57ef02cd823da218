// @vitest-environment happy-dom
// The rules of the automatic pause in the settings: what applies, and every change of the list.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, test } from 'vitest';
import type { AutomaticView } from '../../../src/shared/ipc/automatic.ts';
import type { Bridge } from '../../../src/shared/ipc/ipc-table.ts';
import { defaultPreferences, type PreferenceName, type Preferences } from '../../../src/shared/domain/preferences.ts';
import { maxRules } from '../../../src/shared/domain/automatic-rule.ts';
import SettingsPage from '../../../src/renderer/main/settings/SettingsPage.svelte';
import { noAutomaticPause } from '../../support/no-automatic-pause.ts';
import { snapshotOf } from '../../support/renderer-gallery/snapshots.ts';

const page = { id: 'pay', name: 'Payment page', url: 'pay.example.com/*' };
const field = { id: 'card', name: 'Card number', field: 'cc-*' };
const terminal = { id: 'pos', name: 'Terminal', program: 'pos.exe', title: '*POS*', enabled: false };

afterEach(cleanup);

/** The section, with the values that were set. */
async function rules(
  own: readonly unknown[],
  more: {
    organisation?: readonly unknown[];
    locked?: PreferenceName[];
    view?: Partial<AutomaticView>;
    preferences?: Partial<Preferences>;
  } = {},
): Promise<unknown[]> {
  const set: unknown[] = [];
  const bridge = {
    call: (name: string, input: unknown) => {
      if (name === 'preferences.set') set.push(input);
      const nothing = { window: null, matches: [], browsers: [] };
      return Promise.resolve({ ok: true, value: name === 'automatic.look' ? nothing : {} });
    },
    on: () => () => undefined,
    addFiles: () => Promise.resolve({ ok: true, value: { added: 0, leftOut: 0 } }),
  };
  const snapshot = snapshotOf('idle', {
    preferences: {
      ...defaultPreferences,
      'automatic.rules': [...own],
      automaticPauseRules: [...(more.organisation ?? [])],
      ...more.preferences,
    },
    lockedPreferences: more.locked ?? [],
    automatic: { ...noAutomaticPause, ...more.view },
  });
  // The section makes these two calls only.
  render(SettingsPage, { snapshot, bridge: bridge as Bridge });
  const link = screen.queryByRole('button', { name: 'Automatic pause' });
  if (link !== null) await fireEvent.click(link);
  return set;
}

const rowOf = (name: string): HTMLElement => screen.getByText(name).closest('tr') ?? document.body;
const cells = (name: string): string[] =>
  within(rowOf(name))
    .getAllByRole('cell')
    .slice(0, 4)
    .map((cell) => cell.textContent.trim());

test('without a rule one can be added, and there is nothing to test', async () => {
  await rules([]);
  expect(screen.getByText('No rules yet. Sidetone pauses only when you ask it to.')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Add rule' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Test rules…' })).toBeNull();
});

test('each rule is shown with what it watches, when it resumes and whether it applies now', async () => {
  const state = { kind: 'page', byOrganisation: true, level: 'on', overridden: false, restless: false } as const;
  await rules([field], {
    organisation: [page],
    view: {
      rules: [
        { ...state, id: page.id, name: page.name },
        { ...state, id: field.id, name: field.name, kind: 'field', level: 'unknown' },
      ],
      notWorking: [{ kind: 'browser', browser: 'edge' }],
    },
  });
  expect(cells('Payment page')).toEqual([
    'Web page',
    'Payment pagepay.example.com/*',
    'Never automatically',
    'Applies',
  ]);
  expect(cells('Card number')[3]).toBe('Not watched');
  expect(screen.getByText("Automatic pause isn't working: Edge")).toBeTruthy();
  expect(screen.getByText('Set by your organisation: Payment page')).toBeTruthy();
  expect(within(rowOf('Payment page')).queryByRole('checkbox')).toBeNull();
});

describe('the settings above the rules', () => {
  test('switch all of them off and on, and say when they are off', async () => {
    const set = await rules([field]);
    expect(screen.queryByText('Off: no rule pauses a recording.')).toBeNull();
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Pause automatically' }));
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Play a sound for rules' }));
    expect(set).toEqual([
      { name: 'automatic.on', value: false },
      { name: 'automatic.sound', value: false },
    ]);
    cleanup();
    await rules([field], { preferences: { 'automatic.on': false } });
    expect(screen.getByText('Off: no rule pauses a recording.')).toBeTruthy();
    expect(screen.getByRole('checkbox', { name: 'Use rule Card number' })).toBeTruthy();
  });

  test('have no switch where the organisation has set it', async () => {
    await rules([field], { locked: ['automatic.on'] });
    expect(screen.queryByRole('checkbox', { name: 'Pause automatically' })).toBeNull();
    expect(screen.getByText('Pause automatically').closest('.setting')?.textContent).toMatch(
      /Set by your organisation\s*On/u,
    );
  });

  test('ask for the wait only where rules resume, and take no shorter one than five seconds', async () => {
    await rules([field]);
    expect(screen.queryByRole('spinbutton', { name: 'Wait before resuming' })).toBeNull();
    cleanup();
    const set = await rules([field], { preferences: { 'automatic.resume': true } });
    const box = screen.getByRole('spinbutton', { name: 'Wait before resuming' });
    for (const value of ['4', '12']) {
      await fireEvent.input(box, { target: { value } });
      await fireEvent.change(box);
    }
    expect(set).toEqual([{ name: 'automatic.resumeWait', value: 12 }]);
  });
});

test('a rule that never resumes says so in the table and in its dialog, where that can be changed', async () => {
  const kept = { ...field, resume: 'never' };
  const set = await rules([page, kept], { preferences: { 'automatic.resume': true } });
  expect([cells('Payment page')[2], cells('Card number')[2]]).toEqual([
    'When you leave the page',
    'Never automatically',
  ]);
  for (const [rule, chosen, next] of [
    ['Card number', 'never', 'whenLeft'],
    ['Payment page', 'whenLeft', 'never'],
  ] as const) {
    await fireEvent.click(screen.getByRole('button', { name: `More actions for ${rule}` }));
    await fireEvent.click(screen.getByRole('menuitem', { name: 'Edit…' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Edit rule' }));
    const box = dialog.getByRole<HTMLSelectElement>('combobox', { name: 'Resume' });
    expect(box.value).toBe(chosen);
    expect(dialog.queryByText(/Rules resume recordings only while/u)).toBeNull();
    await fireEvent.change(box, { target: { value: next } });
    await fireEvent.click(dialog.getByRole('button', { name: 'Save rule' }));
    await fireEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
  }
  expect(set).toEqual([
    { name: 'automatic.rules', value: [page, field] },
    { name: 'automatic.rules', value: [{ ...page, resume: 'never' }, kept] },
  ]);
});

test('the dialog says that rules resume nothing where that is off', async () => {
  await rules([field]);
  await fireEvent.click(screen.getByRole('button', { name: 'Add rule' }));
  expect(screen.getByText('Rules resume recordings only while “Resume when no rule applies” is on.')).toBeTruthy();
});

describe('a change of the list', () => {
  test('switches a rule off and on without losing any of it', async () => {
    const set = await rules([field, terminal]);
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Use rule Card number' }));
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Use rule Terminal' }));
    expect(set).toEqual([
      { name: 'automatic.rules', value: [{ ...field, enabled: false }, terminal] },
      { name: 'automatic.rules', value: [field, { ...terminal, enabled: true }] },
    ]);
  });

  test('removes one, and one that cannot be used', async () => {
    const set = await rules([{ nonsense: true }, field]);
    expect(screen.getByText("The rule #1 can't be used.")).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'More actions for #1' }));
    await fireEvent.click(screen.getByRole('menuitem', { name: 'Remove' }));
    expect(set).toEqual([{ name: 'automatic.rules', value: [field] }]);
  });

  test('adds one that is whole, and says what is missing of one that is not', async () => {
    const set = await rules([field]);
    await fireEvent.click(screen.getByRole('button', { name: 'Add rule' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Add a rule' }));
    await fireEvent.click(dialog.getByRole('button', { name: 'Add rule' }));
    expect(dialog.getByText('Enter what to watch, at most 200 characters.')).toBeTruthy();
    expect(dialog.getByText('Enter a name of at most 60 characters.')).toBeTruthy();
    expect(set).toEqual([]);
    await fireEvent.input(dialog.getByRole('textbox', { name: 'Address' }), {
      target: { value: ' shop.example.com/* ' },
    });
    await fireEvent.input(dialog.getByRole('textbox', { name: 'Name' }), { target: { value: 'Shop' } });
    expect(dialog.getByText('Shown in the widget: “Paused automatically · Shop”')).toBeTruthy();
    await fireEvent.click(dialog.getByRole('button', { name: 'Add rule' }));
    const id = expect.stringMatching(/^[\w.-]{1,64}$/u) as unknown;
    expect(set).toEqual([{ name: 'automatic.rules', value: [field, { id, name: 'Shop', url: 'shop.example.com/*' }] }]);
  });

  test('edits one in its place, and keeps what the dialog does not show', async () => {
    const set = await rules([terminal, field]);
    await fireEvent.click(screen.getByRole('button', { name: 'More actions for Terminal' }));
    await fireEvent.click(screen.getByRole('menuitem', { name: 'Edit…' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Edit rule' }));
    await fireEvent.input(dialog.getByRole('textbox', { name: 'File name' }), { target: { value: 'pos2.exe' } });
    await fireEvent.click(dialog.getByRole('button', { name: 'Save rule' }));
    expect(set).toEqual([{ name: 'automatic.rules', value: [{ ...terminal, program: 'pos2.exe' }, field] }]);
  });

  test('is refused in words where there are a hundred', async () => {
    const full = Array.from({ length: maxRules }, (_, at) => ({
      ...page,
      id: `r${String(at)}`,
      name: `Rule ${String(at)}`,
    }));
    const set = await rules(full);
    await fireEvent.click(screen.getByRole('button', { name: 'Add rule' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Add a rule' }));
    await fireEvent.input(dialog.getByRole('textbox', { name: 'Address' }), { target: { value: 'x/*' } });
    await fireEvent.input(dialog.getByRole('textbox', { name: 'Name' }), { target: { value: 'X' } });
    await fireEvent.click(dialog.getByRole('button', { name: 'Add rule' }));
    expect((await dialog.findByRole('alert')).textContent).toBe('You can have at most 100 rules. Remove one first.');
    expect(set).toEqual([]);
  });

  test('is not offered where the organisation has set the list', async () => {
    await rules([field], { locked: ['automatic.rules'] });
    expect(screen.queryByRole('button', { name: 'Add rule' })).toBeNull();
    expect(within(rowOf('Card number')).queryByRole('checkbox')).toBeNull();
    expect(screen.queryByRole('button', { name: 'More actions for Card number' })).toBeNull();
  });
});
