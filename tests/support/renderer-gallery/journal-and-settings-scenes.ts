// What the gallery shows of the journal and of the settings.
import type { Page } from 'playwright';
import { defaultPreferences } from '../../../src/shared/domain/preferences.ts';
import type { Scenario } from './fake-sidetone.ts';
import { confirmedRow, emptySummary, journalPage, notSigned } from './journal-samples.ts';
import { unknownRights } from '../../../src/shared/domain/permissions.ts';
import type { Snapshot } from '../../../src/shared/ipc/snapshot.ts';
import { noAutomaticPause } from '../no-automatic-pause.ts';
import type { Scene } from './scenes.ts';
import { snapshotOf, takenKey, untestedKey } from './snapshots.ts';

const large = { window: 'main', width: 1360, height: 740 } as const;
const small = { window: 'main', width: 720, height: 480 } as const;
/** As the settings are drawn. */
const long = { window: 'main', width: 1280, height: 800 } as const;
const calm: Scenario = { snapshot: snapshotOf('recording'), total: 1284, answers: { 'journal.read': journalPage } };

const show = (name: string) => (page: Page) => page.getByRole('link', { name, exact: true }).click();
/** Opens a section of the settings. */
export const section = (name: string) => async (page: Page) => {
  await show('Settings')(page);
  const select = page.getByRole('combobox', { name: 'Sections' });
  // Where there is no room for the list of them they are a select.
  if (await select.isVisible()) await select.selectOption({ label: name });
  else await page.getByRole('button', { name, exact: true }).click();
};
const settings = section('Pausing');
const ruleView = { byOrganisation: false, level: 'off', overridden: false, restless: false } as const;
const ruled: Scenario = {
  ...calm,
  snapshot: snapshotOf('paused', {
    preferences: {
      ...defaultPreferences,
      automaticPauseRules: [{ id: 'pay', name: 'Payment page', url: 'pay.example.com/checkout/*' }],
      'automatic.rules': [
        { id: 'card', name: 'Card number', field: 'cc-*' },
        { id: 'pos', name: 'Terminal', title: '*Virtual POS*' },
        { id: 'sap', name: 'SAP GUI', program: 'saplogon.exe', enabled: false },
      ],
    },
    automatic: {
      ...noAutomaticPause,
      pausedBy: 'Payment page',
      rules: [
        { ...ruleView, id: 'pay', name: 'Payment page', kind: 'page', level: 'on', byOrganisation: true },
        { ...ruleView, id: 'card', name: 'Card number', kind: 'field' },
        { ...ruleView, id: 'pos', name: 'Terminal', kind: 'window', level: 'unknown' },
      ],
      notWorking: [{ kind: 'window', browser: null }],
    },
  }),
};
async function journal(page: Page): Promise<void> {
  await show('Journal')(page);
  await page.getByRole('grid', { name: 'Journal' }).waitFor();
}
const soundFound = {
  verdict: 'sound',
  reason: null,
  audioMs: 60_000,
  callMs: 60_000,
  checkedMs: 12_400,
  stretches: [{ fromMs: 92_000, toMs: 104_000, loudestDb: -21, toneHz: null }],
} as const;
const withPrinter = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  shell: { ...snapshot.shell, canPrintPdf: true },
});
const report = (form: string) => async (page: Page) => {
  await journal(page);
  await page.getByRole('button', { name: 'Export journal' }).click();
  await page.getByRole('menuitem', { name: 'Evidence report…' }).click();
  await page.getByRole('button', { name: form, exact: true }).click();
};
const chooseRow = (word: string) => async (page: Page) => {
  await journal(page);
  await page.getByRole('row').filter({ hasText: word }).click();
};
const change = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Change hotkey for Pause', exact: true }).click();

const everything = {
  ...defaultPreferences,
  'pause.resumeAfter': 120,
} as const;

export const journalAndSettingsScenes: readonly Scene[] = [
  { name: 'journal', ...large, scenario: calm, act: journal },
  { name: 'journal-detail', ...large, scenario: calm, act: chooseRow('Late') },
  { name: 'journal-hand-detail', ...large, scenario: calm, act: chooseRow('No effect seen') },
  // Where the day has two halves: the longest times that the locales of most systems write.
  ...[1280, 800, 600].map((width): Scene => ({
    name: `journal-half-days-${String(width)}`,
    ...large,
    width,
    scenario: {
      ...calm,
      snapshot: snapshotOf('recording', { shell: { ...snapshotOf('recording').shell, locale: 'en-US' } }),
    },
    act: journal,
  })),
  { name: 'journal-wide', ...large, width: 1640, scenario: calm, act: journal },
  { name: 'journal-small', ...small, scenario: calm, act: journal },
  { name: 'journal-small-detail', ...small, scenario: calm, act: chooseRow('Late') },
  {
    name: 'journal-broken',
    ...large,
    scenario: { ...calm, answers: { 'journal.read': { ...journalPage, breakAt: { line: 214, why: 'changed' } } } },
    act: journal,
  },
  {
    name: 'journal-not-written',
    ...large,
    scenario: {
      ...calm,
      snapshot: snapshotOf('recording', {
        journalProblem: { code: 'journal-not-written', values: { folder: '~/.config/Sidetone/journal' } },
      }),
    },
    act: journal,
  },
  {
    name: 'journal-empty',
    ...small,
    scenario: {
      ...calm,
      answers: { 'journal.read': { rows: [], total: 0, summary: emptySummary, signatures: notSigned, breakAt: null } },
    },
    act: journal,
  },
  {
    name: 'journal-nothing-found',
    ...small,
    scenario: {
      ...calm,
      answers: { 'journal.read': { rows: [], total: 37, summary: emptySummary, signatures: notSigned, breakAt: null } },
    },
    act: async (page) => {
      await journal(page);
      await page.getByRole('combobox', { name: 'Outcome' }).selectOption('late');
      await page.getByText('No events found.').waitFor();
    },
  },
  { name: 'journal-loading', ...small, scenario: { ...calm, silent: ['journal.read'] }, act: show('Journal') },
  {
    name: 'journal-problem',
    ...small,
    scenario: {
      ...calm,
      refusals: { 'journal.read': { code: 'journal-unreadable', values: { file: '2026-11.jsonl' } } },
    },
    act: async (page) => {
      await show('Journal')(page);
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'journal-exported',
    ...large,
    scenario: calm,
    act: async (page) => {
      await journal(page);
      await page.getByRole('button', { name: 'Export journal' }).click();
      await page.getByRole('menuitem', { name: 'CSV' }).click();
      await page.getByText('sidetone-journal').waitFor();
    },
  },
  {
    name: 'journal-not-all-signed',
    ...large,
    scenario: {
      ...calm,
      answers: {
        'journal.read': {
          ...journalPage,
          rows: journalPage.rows.map((row) => (row.id === confirmedRow.id ? { ...row, audioCheck: soundFound } : row)),
          signatures: { ...journalPage.signatures, unsignedFrom: 214 },
        },
      },
    },
    act: chooseRow('Sound found'),
  },
  {
    name: 'journal-export-menu',
    ...large,
    scenario: calm,
    act: async (page) => {
      await journal(page);
      await page.getByRole('button', { name: 'Export journal' }).click();
    },
  },
  { name: 'journal-report', ...large, scenario: calm, act: report('HTML') },
  { name: 'journal-report-no-printer', ...small, scenario: calm, act: report('PDF') },
  {
    name: 'journal-report-paper',
    ...large,
    scenario: { ...calm, snapshot: withPrinter(calm.snapshot) },
    act: report('PDF'),
  },
  {
    name: 'settings',
    ...long,
    scenario: {
      ...calm,
      snapshot: snapshotOf('recording', { hotkeys: untestedKey, preferences: everything }),
    },
    act: settings,
  },
  {
    name: 'settings-about',
    ...long,
    height: 1000,
    scenario: {
      ...calm,
      snapshot: snapshotOf('recording', {
        preferences: { ...everything, 'start.directoryNumber': '101', 'server.address': 'https://ucx.example.com' },
        lockedPreferences: ['server.address', 'network.plainHttp'],
        rights: { ...unknownRights, followOwn: 'yes', pause: 'yes', start: 'no', list: 'yes', seeAll: 'no' },
      }),
    },
    act: async (page) => {
      await section('About')(page);
      await page.getByRole('button', { name: 'Copy diagnostics' }).click();
      await page.getByText('Copied. Paste it').waitFor();
      await page.getByText('Open-source licences').click();
    },
  },
  {
    name: 'settings-updates',
    ...long,
    height: 1000,
    scenario: {
      ...calm,
      snapshot: snapshotOf('recording', {
        preferences: {
          ...everything,
          'updates.mode': 'allowed',
          'updates.feed': 'https://updates.example.com/sidetone',
        },
        updates: {
          phase: 'ready',
          installation: 'self-updating',
          version: '0.2.0',
          installs: true,
          canInstall: false,
          problem: null,
        },
      }),
    },
    act: async (page) => {
      await section('About')(page);
      await page.getByText('Version 0.2.0 is ready.').scrollIntoViewIfNeeded();
    },
  },
  { name: 'settings-small', ...small, scenario: calm, act: settings },
  {
    name: 'settings-locked',
    ...long,
    scenario: {
      ...calm,
      snapshot: snapshotOf('recording', {
        preferences: everything,
        lockedPreferences: [
          'hotkey.pause',
          'pause.resumeAfter',
          'pause.notConfirmedMs',
          'sound.on',
          'sound.volume',
          'widget.size',
          'pause.remind',
        ],
      }),
    },
    act: settings,
  },
  {
    name: 'settings-taken',
    ...large,
    scenario: { ...calm, snapshot: snapshotOf('recording', { hotkeys: takenKey }) },
    act: section('Hotkeys'),
  },
  {
    name: 'settings-no-hotkeys',
    ...large,
    scenario: { ...calm, snapshot: snapshotOf('recording', { hotkeys: [] }) },
    act: section('Hotkeys'),
  },
  {
    name: 'settings-capture',
    ...large,
    scenario: calm,
    act: async (page) => {
      await section('Hotkeys')(page);
      await change(page);
      await page.keyboard.down('Control');
      await page.keyboard.down('Shift');
      await page.getByText(/ \+ …$/u).waitFor();
    },
  },
  {
    name: 'settings-refused',
    ...large,
    scenario: { ...calm, refusals: { 'preferences.set': { code: 'hotkey-twice' } } },
    act: async (page) => {
      await section('Hotkeys')(page);
      await change(page);
      await page.keyboard.press('Control+Shift+F10');
      await page.getByText('Sidetone already uses this combination.').waitFor();
    },
  },
  {
    name: 'settings-proving',
    ...large,
    scenario: { ...calm, snapshot: snapshotOf('recording', { hotkeys: untestedKey }), silent: ['hotkey.prove'] },
    act: async (page) => {
      await section('Hotkeys')(page);
      await page.getByRole('button', { name: 'Test hotkey for Pause', exact: true }).click();
      await page.getByText('Press Ctrl+Shift+F9 now').waitFor();
    },
  },
  {
    name: 'settings-not-seen',
    ...large,
    scenario: {
      ...calm,
      snapshot: snapshotOf('recording', { hotkeys: untestedKey }),
      answers: { 'hotkey.prove': { seen: false } },
    },
    act: async (page) => {
      await section('Hotkeys')(page);
      await page.getByRole('button', { name: 'Test hotkey for Pause', exact: true }).click();
      await page.getByText("Sidetone didn't receive the hotkey.").waitFor();
    },
  },
  { name: 'settings-automatic', ...long, scenario: ruled, act: section('Automatic pause') },
  { name: 'settings-automatic-small', ...small, scenario: ruled, act: section('Automatic pause') },
  {
    name: 'settings-add-rule',
    ...long,
    scenario: ruled,
    act: async (page) => {
      await section('Automatic pause')(page);
      await page.getByRole('button', { name: 'Add rule' }).click();
      await page.getByRole('textbox', { name: 'Address' }).fill('pay.example.com/*');
      await page.getByRole('textbox', { name: 'Name' }).fill('Payment page');
      await page.getByText('Matches the page open in Edge').waitFor();
    },
  },
  {
    name: 'settings-test-rules',
    ...long,
    scenario: ruled,
    act: async (page) => {
      await section('Automatic pause')(page);
      await page.getByRole('button', { name: 'Test rules…' }).click();
      await page.getByText('Virtual POS – order 1042').waitFor();
    },
  },
  {
    name: 'settings-saving-refused',
    ...long,
    scenario: {
      ...calm,
      refusals: { 'preferences.set': { code: 'folder-not-there', values: { folder: '/mnt/calls' } } },
    },
    act: async (page) => {
      await section('Saving')(page);
      await page.getByRole('textbox', { name: 'Folder for recordings' }).fill('/mnt/calls');
      await page.keyboard.press('Enter');
      await page.getByRole('textbox', { name: 'File names' }).fill('{reference}_{colour}');
      await page.getByText('Unknown field: {colour}.').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-wrong-number',
    ...long,
    scenario: calm,
    act: async (page) => {
      await settings(page);
      await page.getByRole('spinbutton', { name: 'Keep a pending pause for' }).fill('9000');
      await page.keyboard.press('Enter');
      await page.getByText('Enter a number from 5 to 600.').waitFor();
    },
  },
];
