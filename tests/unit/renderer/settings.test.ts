// @vitest-environment happy-dom
// Settings as a person meets them: a change holds at once, a refusal stays at its field, and nothing that was typed is lost.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../src/shared/ipc/ipc-table.ts';
import type { About } from '../../../src/shared/ipc/app.ts';
import { defaultPreferences } from '../../../src/shared/domain/preferences.ts';
import type { Problem } from '../../../src/shared/domain/problem.ts';
import { problemText } from '../../../src/shared/messages/problems.ts';
import { unknownRights } from '../../../src/shared/domain/permissions.ts';
import type { Snapshot } from '../../../src/shared/ipc/snapshot.ts';
import { settingNames } from '../../../src/renderer/main/palette/commands.ts';
import SettingsPage from '../../../src/renderer/main/settings/SettingsPage.svelte';
import { snapshotOf, takenKey, untestedKey } from '../../support/renderer-gallery/snapshots.ts';
import { waitFor } from '../../support/wait-for.ts';

const about: About = {
  version: '0.1.0',
  runsOn: [{ name: 'Electron', version: '45.5.0' }],
  profileFolder: '/profile',
  logFile: '/profile/logs/sidetone.log',
  policyFile: '/etc/sidetone/policy.json',
  policyFound: false,
  journalKey: {
    fingerprint: '5d41c2a9e07b8f36d1a4c8e25f907b3a6e1d84f02c95b7a83e6f1d0c4b29a785',
    forSession: false,
    problem: null,
  },
  alerts: [],
  licences: [{ name: 'valibot', version: '1.5.0', licence: 'MIT', text: 'Permission is hereby granted' }],
};

type Sent = { name: string; input: unknown };

/** The page over a bridge whose answers of one call are given; `resolve` ends a proof. */
function page(
  snapshot: Snapshot,
  refused: Problem | null = null,
  { journalKey = about.journalKey, alerts = about.alerts }: Partial<About> = {},
): { sent: Sent[]; captures: unknown[]; resolve: (seen: boolean) => void; show: (next: Snapshot) => Promise<void> } {
  const sent: Sent[] = [];
  const captures: unknown[] = [];
  let resolve: (seen: boolean) => void = () => undefined;
  const bridge = {
    call: (name: string, input: unknown) => {
      // Asked as the page opens; no test is about it but the last.
      if (name === 'app.about') return Promise.resolve({ ok: true, value: { ...about, journalKey, alerts } });
      if (name === 'hotkey.capture') captures.push(input);
      else sent.push({ name, input });
      if (name === 'hotkey.prove') {
        return new Promise((done) => {
          resolve = (seen) => {
            done({ ok: true, value: { seen } });
          };
        });
      }
      const value = name === 'app.saveLogs' ? { fileName: 'logs.zip' } : {};
      return Promise.resolve(refused === null ? { ok: true, value } : { ok: false, error: refused });
    },
    on: () => () => undefined,
  };
  // The page makes these calls only.
  const props = { snapshot, bridge: bridge as unknown as Bridge };
  const { rerender } = render(SettingsPage, props);
  return {
    sent,
    captures,
    resolve: (seen) => {
      resolve(seen);
    },
    show: (next) => rerender({ ...props, snapshot: next }),
  };
}

const withPreferences = (change: Partial<Snapshot['preferences']>, more: Partial<Snapshot> = {}): Snapshot =>
  snapshotOf('recording', { preferences: { ...defaultPreferences, ...change }, ...more });
/** Opens a section; each is a page of its own. */
const open = (section: string): Promise<boolean> => fireEvent.click(screen.getByRole('button', { name: section }));
const startCapture = async (): Promise<HTMLElement> => {
  await open('Hotkeys');
  await fireEvent.click(screen.getByRole('button', { name: 'Change hotkey for Pause' }));
  return await screen.findByRole('textbox', { name: 'New hotkey for Pause: press the keys' });
};

test('every setting can be found by its name in the command palette', async () => {
  page(snapshotOf('recording'));
  const names: string[] = [];
  const sections = within(screen.getByRole('navigation', { name: 'Sections' })).getAllByRole('button');
  for (const section of sections) {
    await fireEvent.click(section);
    for (const name of document.querySelectorAll('.setting label.name')) names.push(name.textContent);
  }
  expect(names.length).toBeGreaterThan(15);
  const offered = settingNames();
  expect(names.filter((name) => !offered.some((one) => one === name || one.endsWith(`: ${name}`)))).toEqual([]);
});

afterEach(() => {
  cleanup();
});

describe('A setting', () => {
  test('applies at once', async () => {
    const { sent } = page(snapshotOf('recording'));
    await open('Widget & sounds');
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Hide when not recording' }));
    expect(sent).toEqual([{ name: 'preferences.set', input: { name: 'widget.hideWhenIdle', value: true } }]);
  });

  test('that was refused says why at its field and shows what holds', async () => {
    page(snapshotOf('recording'), { code: 'preference-locked' });
    await open('Widget & sounds');
    const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Hide when not recording' });
    await fireEvent.click(box);
    expect(await screen.findByText("Your organisation has set this, so it can't be changed here.")).toBeTruthy();
    expect(box.checked).toBe(false);
  });

  test('that the organisation has set is told as what it is, with who set it, and has no control', async () => {
    page(withPreferences({}, { lockedPreferences: ['widget.hideWhenIdle', 'pause.armFor', 'hotkey.pause'] }));
    const row = (name: string): string => screen.getByText(name).closest('.setting')?.textContent ?? '';
    await open('Widget & sounds');
    expect(screen.queryByRole('checkbox', { name: 'Hide when not recording' })).toBeNull();
    expect(row('Hide when not recording')).toMatch(/Set by your organisation\s*Off/u);
    await open('Pausing');
    expect(screen.queryByRole('spinbutton', { name: 'Keep a pending pause for' })).toBeNull();
    expect(row('Keep a pending pause for')).toMatch(/Set by your organisation\s*60 s/u);
    await open('Hotkeys');
    expect(screen.queryByRole('button', { name: 'Change hotkey for Pause' })).toBeNull();
    expect(screen.getAllByText('Set by your organisation')).toHaveLength(1);
  });

  test("has a way back to the organisation's default where it has one", async () => {
    const policyDefaults = { 'pause.armFor': 30, 'widget.size': 'small', 'hotkey.toggle': null } as const;
    const { sent } = page(withPreferences({ 'pause.armFor': 60 }, { policyDefaults }));
    await open('Pausing');
    await fireEvent.click(screen.getByRole('button', { name: /30 s.*Keep a pending pause for/u }));
    expect(sent.at(-1)).toEqual({ name: 'preferences.set', input: { name: 'pause.armFor', value: 30 } });
    await open('Widget & sounds');
    expect(screen.getByRole('button', { name: /Small/u })).toBeTruthy();
  });

  test('has a way back to its default only where it is another, and the focus stays at it', async () => {
    const { sent, show } = page(withPreferences({ 'pause.armFor': 90 }));
    await open('Pausing');
    expect(screen.getAllByRole('button', { name: /^Reset to/u })).toHaveLength(1);
    await fireEvent.click(screen.getByRole('button', { name: 'Reset to 60 s: Keep a pending pause for' }));
    expect(sent).toEqual([{ name: 'preferences.set', input: { name: 'pause.armFor', value: 60 } }]);
    await show(withPreferences({}));
    expect(screen.queryByRole('button', { name: /^Reset to/u })).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('spinbutton', { name: 'Keep a pending pause for' }));
  });

  test('is found by any word of its name or meaning, in whatever section it is', async () => {
    page(snapshotOf('recording'));
    const search = screen.getByRole('searchbox', { name: 'Search settings' });
    await fireEvent.input(search, { target: { value: 'COUNTDOWN' } });
    const found = (): (string | undefined)[] =>
      [...document.querySelectorAll('.setting:not([hidden]) .name')].map(({ textContent }) => textContent.trim());
    expect(found()).toEqual(['Resume automatically']);
    await fireEvent.input(search, { target: { value: 'json details' } });
    expect(found()).toEqual(['Save details as a JSON file']);
    await fireEvent.input(search, { target: { value: 'no such thing' } });
    expect(found()).toEqual([]);
    expect((await screen.findByText('No settings found.')).getAttribute('role')).toBe('status');
    // Escape goes one step back: the section that was open.
    await fireEvent.keyDown(search, { key: 'Escape' });
    expect(screen.getByRole('heading', { name: 'Permissions' })).toBeTruthy();
  });

  test('keeps a number that cannot be used in its box, says what can, and sends nothing', async () => {
    const { sent } = page(snapshotOf('recording'));
    await open('Pausing');
    const box = screen.getByRole<HTMLInputElement>('spinbutton', { name: 'Keep a pending pause for' });
    await fireEvent.input(box, { target: { value: '9000' } });
    await fireEvent.change(box);
    expect(box.value).toBe('9000');
    expect(screen.getByText('Enter a number from 5 to 600.')).toBeTruthy();
    expect(sent).toEqual([]);
    await fireEvent.input(box, { target: { value: '90' } });
    await fireEvent.change(box);
    expect(screen.queryByText('Enter a number from 5 to 600.')).toBeNull();
    expect(sent).toEqual([{ name: 'preferences.set', input: { name: 'pause.armFor', value: 90 } }]);
  });

  test('in seconds is kept in milliseconds where the product counts them', async () => {
    const { sent } = page(snapshotOf('recording'));
    await open('Pausing');
    const box = screen.getByRole<HTMLInputElement>('spinbutton', { name: "Warn if a pause isn't confirmed within" });
    expect(box.value).toBe('1.5');
    await fireEvent.input(box, { target: { value: '2.1' } });
    await fireEvent.change(box);
    expect(sent).toEqual([{ name: 'preferences.set', input: { name: 'pause.notConfirmedMs', value: 2_100 } }]);
  });

  test('automatic resume comes back with the seconds it had', async () => {
    const { sent, show } = page(withPreferences({ 'pause.resumeAfter': 45 }));
    await open('Pausing');
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Resume automatically' }));
    await show(withPreferences({ 'pause.resumeAfter': null }));
    expect(screen.queryByRole('spinbutton', { name: 'Resume after' })).toBeNull();
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Resume automatically' }));
    expect(sent.map(({ input }) => input)).toEqual([
      { name: 'pause.resumeAfter', value: null },
      { name: 'pause.resumeAfter', value: 45 },
    ]);
  });
});

describe('A hotkey', () => {
  test('is changed by pressing it', async () => {
    const { sent, captures } = page(snapshotOf('recording'));
    const box = await startCapture();
    await fireEvent.keyDown(box, { key: 'Control', code: 'ControlLeft', ctrlKey: true });
    expect(box.textContent).toContain('Control + …');
    await fireEvent.keyDown(box, { key: 'F8', code: 'F8', ctrlKey: true });
    expect(sent).toEqual([{ name: 'preferences.set', input: { name: 'hotkey.pause', value: 'Control+F8' } }]);
    // Our own keys are let go meanwhile, else they would act instead of being seen.
    expect(captures).toEqual([{ active: true }, { active: false }]);
    expect(screen.queryByRole('textbox', { name: /New hotkey/ })).toBeNull();
  });

  test('is kept by Escape and taken away by Delete', async () => {
    const { sent } = page(snapshotOf('recording'));
    await fireEvent.keyDown(await startCapture(), { key: 'Escape', code: 'Escape' });
    expect(sent).toEqual([]);
    await fireEvent.keyDown(await startCapture(), { key: 'Delete', code: 'Delete' });
    expect(sent).toEqual([{ name: 'preferences.set', input: { name: 'hotkey.pause', value: null } }]);
  });

  test('that can be none is refused on the spot, and another one can be pressed', async () => {
    const { sent } = page(snapshotOf('recording'));
    const box = await startCapture();
    await fireEvent.keyDown(box, { key: 'p', code: 'KeyP' });
    expect(screen.getByText(/A hotkey needs Ctrl/)).toBeTruthy();
    await fireEvent.keyDown(box, { key: 'p', code: 'KeyP', ctrlKey: true });
    expect(sent.map(({ input }) => input)).toEqual([{ name: 'hotkey.pause', value: 'Control+P' }]);
  });

  test.each([
    ['#', 'Backslash', false],
    ['<', 'IntlBackslash', false],
    ['ò', 'Semicolon', true],
  ])('with a key that other keyboards do not have (%s) says just that', async (key, code, altKey) => {
    const { sent } = page(snapshotOf('recording'));
    await fireEvent.keyDown(await startCapture(), { key, code, ctrlKey: true, altKey });
    expect(screen.getByText(/^This key isn't the same on every keyboard\./u)).toBeTruthy();
    expect(screen.queryByText(/A hotkey needs Ctrl/u)).toBeNull();
    expect(sent).toEqual([]);
  });

  test('that the core refused says why at its field', async () => {
    page(snapshotOf('recording'), { code: 'hotkey-twice' });
    await fireEvent.keyDown(await startCapture(), { key: 'F10', code: 'F10', ctrlKey: true, shiftKey: true });
    expect(await screen.findByText('Sidetone already uses this combination.')).toBeTruthy();
  });

  test('capturing is left by Tab, which goes on to the next control', async () => {
    const { sent } = page(snapshotOf('recording'));
    const notPrevented = await fireEvent.keyDown(await startCapture(), { key: 'Tab', code: 'Tab' });
    expect(notPrevented).toBe(true);
    expect(sent).toEqual([]);
  });

  test.each([
    [true, 'The hotkey works.'],
    [false, /^Sidetone didn't receive the hotkey\./],
  ])('is proved by pressing it: seen is %s', async (seen, words) => {
    const { sent, resolve } = page(snapshotOf('recording', { hotkeys: untestedKey }));
    await open('Hotkeys');
    expect(screen.getByText('Not tested on this computer')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Test hotkey for Pause' }));
    expect(screen.getByText('Press Ctrl+Shift+F9 now')).toBeTruthy();
    expect(screen.getByText('0:10')).toBeTruthy();
    expect(sent).toEqual([{ name: 'hotkey.prove', input: { name: 'pause' } }]);
    resolve(seen);
    expect(await screen.findByText(words)).toBeTruthy();
  });

  test('that another program holds says so and cannot be proved', async () => {
    page(snapshotOf('recording', { hotkeys: takenKey }));
    await open('Hotkeys');
    expect(screen.getByText("Another app uses Ctrl+Shift+F9, so the hotkey doesn't work.")).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Test hotkey for Pause' })).toBeNull();
  });

  test.each([
    ['Control+Alt+E', true],
    ['Control+Shift+F9', false],
  ])('%s is warned about where it may type a character: %s', async (combination, isWarned) => {
    page(snapshotOf('recording', { hotkeys: untestedKey.map((key) => ({ ...key, combination })) }));
    await open('Hotkeys');
    expect(screen.queryAllByText(/types a character \(AltGr\)/u).length > 0).toBe(isWarned);
  });

  test('is not offered where the shell has none', async () => {
    page(snapshotOf('recording', { hotkeys: [] }));
    await open('Hotkeys');
    expect(screen.getByText(/Hotkeys aren't available in the browser/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Change hotkey/ })).toBeNull();
  });
});

describe('A sample of the sounds', () => {
  test('is made without the core, at the volume that is set', async () => {
    const made = vi.fn(function () {
      throw new Error('no sound card here');
    });
    vi.stubGlobal('AudioContext', made);
    const { sent } = page(snapshotOf('recording'));
    await open('Widget & sounds');
    await fireEvent.click(screen.getByRole('button', { name: 'Play sample' }));
    expect(made).toHaveBeenCalledTimes(1);
    expect(sent).toEqual([]);
    vi.unstubAllGlobals();
  });
});

describe('Where and under which names recordings are saved', () => {
  const folder = (): HTMLInputElement => screen.getByRole('textbox', { name: 'Folder for recordings' });
  const pattern = (): HTMLInputElement => screen.getByRole('textbox', { name: 'File names' });
  async function type(box: HTMLInputElement, text: string): Promise<void> {
    await fireEvent.input(box, { target: { value: text } });
    await fireEvent.change(box);
  }

  test('shows what holds, the way back, and what the pattern makes', async () => {
    page(withPreferences({ 'download.namePattern': '{reference}' }));
    await open('Saving');
    expect([folder().value, pattern().value]).toEqual(['~/Recordings', '{reference}']);
    expect(screen.getByText('202600001280.mp3')).toBeTruthy();
    expect(screen.getByText(`Reset to ${defaultPreferences['download.namePattern']}`)).toBeTruthy();
  });

  test('a folder is set when the box is left, and the usual one by leaving it empty', async () => {
    const { sent } = page(snapshotOf('recording'));
    await open('Saving');
    await type(folder(), ' /mnt/calls ');
    await type(folder(), '');
    expect(sent.map(({ input }) => input)).toEqual([
      { name: 'download.folder', value: '/mnt/calls' },
      { name: 'download.folder', value: null },
    ]);
  });

  test('a folder that is refused stays in its box, with the reason', async () => {
    page(snapshotOf('recording'), { code: 'folder-not-there', values: { folder: '/mnt/gone' } });
    await open('Saving');
    await type(folder(), '/mnt/gone');
    expect(await screen.findByText("/mnt/gone doesn't exist, so the folder wasn't changed.")).toBeTruthy();
    expect(folder().value).toBe('/mnt/gone');
    expect(folder().getAttribute('aria-invalid')).toBe('true');
  });

  test('a field that there is not is named at once, sent nowhere, and stays in the box', async () => {
    const { sent } = page(snapshotOf('recording'));
    await open('Saving');
    await type(pattern(), '{reference}_{colour}');
    expect(screen.getByRole('alert').textContent).toBe('Unknown field: {colour}.');
    expect(pattern().value).toBe('{reference}_{colour}');
    expect(sent).toEqual([]);
    await type(pattern(), '{reference}');
    expect(sent).toEqual([{ name: 'preferences.set', input: { name: 'download.namePattern', value: '{reference}' } }]);
  });

  test('what the organisation has set is shown and cannot be changed', async () => {
    page(
      withPreferences({}, { lockedPreferences: ['download.folder', 'download.namePattern', 'download.withMetadata'] }),
    );
    await open('Saving');
    expect(screen.queryAllByRole('textbox')).toEqual([]);
    expect(screen.queryByRole('checkbox')).toBeNull();
    expect(screen.getByText(defaultPreferences['download.namePattern'])).toBeTruthy();
    expect(screen.getAllByText('Set by your organisation')).toHaveLength(3);
    expect(screen.queryByRole('button', { name: 'Use default folder' })).toBeNull();
  });

  test("is chosen in the system's own dialog where there is one, and a refusal stays at the field", async () => {
    const { shell } = snapshotOf('recording');
    const { sent } = page(snapshotOf('recording', { shell: { ...shell, canChooseFolder: true } }), {
      code: 'folder-refuses',
      values: { folder: '/root' },
    });
    await open('Saving');
    expect(folder().readOnly).toBe(true);
    await fireEvent.click(screen.getByRole('button', { name: 'Change…' }));
    expect(sent).toEqual([{ name: 'folder.choose', input: {} }]);
    expect(await screen.findByText("Sidetone can't write to /root, so the folder wasn't changed.")).toBeTruthy();
  });

  test('the usual folder is one press away', async () => {
    const { sent } = page(withPreferences({ 'download.folder': '/mnt/calls' }));
    await open('Saving');
    await fireEvent.click(screen.getByRole('button', { name: 'Use default folder' }));
    expect(sent).toEqual([{ name: 'preferences.set', input: { name: 'download.folder', value: null } }]);
  });
});

describe('What Sidetone says about itself', () => {
  test('names versions, places, the missing policy and whose work is in it', async () => {
    page(withPreferences({}));
    await open('About');
    expect(await screen.findByText('45.5.0')).toBeDefined();
    expect(screen.getByText('None (expected at /etc/sidetone/policy.json)')).toBeDefined();
    expect(screen.getByText('valibot 1.5.0 · MIT')).toBeDefined();
  });

  test('why alerts wait is said with whose certificate was shown, and never that no pause works', async () => {
    const facts = { subject: 'logs', issuer: 'Own CA', from: '2026-01-01', until: '2026-06-01' };
    const code = 'server-certificate-expired';
    page(withPreferences({}), null, {
      alerts: [
        { channel: 'webhook', waiting: 0, problem: null },
        { channel: 'syslog', waiting: 2, problem: { code, values: { host: 'the log server', ...facts } } },
      ],
    });
    await open('About');
    expect(await screen.findByText('None waiting')).toBeDefined();
    const shown = await screen.findByText(/^2 messages wait and will be sent later\./u);
    expect(shown.textContent).toMatch(/certificate of the log server has expired.* for logs, issued by Own CA/u);
    expect(shown.textContent).not.toContain('pause');
  });

  test('the fingerprint of the journal key is shown and copied, and it is said', async () => {
    const { sent } = page(withPreferences({}));
    await open('About');
    const fingerprint = about.journalKey.fingerprint ?? '';
    expect(await screen.findByText(fingerprint)).toBeDefined();
    await fireEvent.click(screen.getByRole('button', { name: 'Copy fingerprint' }));
    await screen.findByText('Copied. Your administrator records it to verify the journal.');
    expect(sent).toEqual([{ name: 'app.copy', input: { text: fingerprint } }]);
  });

  test.each([
    ['keychain-missing', "None, so the journal isn't signed: the keychain isn't available"],
    ['keychain-locked', "None, so the journal isn't signed: the keychain is locked"],
    ['keychain-failed', "None, so the journal isn't signed: the keychain reported an error"],
    [null, 'Not available yet'],
  ])('without a journal key it says why: %s', async (problem, said) => {
    page(withPreferences({}), null, { journalKey: { fingerprint: null, forSession: false, problem } });
    await open('About');
    expect(await screen.findByText(said)).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Copy fingerprint' })).toBeNull();
  });

  test('a journal key of this run alone says so, and is copied without those words', async () => {
    const { sent } = page(withPreferences({}), null, { journalKey: { ...about.journalKey, forSession: true } });
    await open('About');
    const fingerprint = about.journalKey.fingerprint ?? '';
    expect(await screen.findByText(`${fingerprint} (until you quit Sidetone)`)).toBeDefined();
    await fireEvent.click(screen.getByRole('button', { name: 'Copy fingerprint' }));
    expect(sent).toEqual([{ name: 'app.copy', input: { text: fingerprint } }]);
  });

  test('diagnostics are copied by the shell, and it is said', async () => {
    const { sent } = page(withPreferences({}));
    await open('About');
    await fireEvent.click(screen.getByRole('button', { name: 'Copy diagnostics' }));
    await screen.findByText('Copied. Paste it into a message to your administrator.');
    expect(sent.map(({ name }) => name)).toEqual(['app.diagnostics', 'app.copy']);
  });

  test.each([true, false])('the log file can be shown where the shell can show files: %s', async (canShowInFolder) => {
    const { shell } = snapshotOf('recording');
    page(withPreferences({}, { shell: { ...shell, canShowInFolder } }));
    await open('About');
    await screen.findByText('45.5.0');
    expect(screen.queryByRole('button', { name: 'Show log file' }) !== null).toBe(canShowInFolder);
  });

  test('logs are saved beside the recordings, and it is said where', async () => {
    const { sent } = page(withPreferences({}));
    await open('About');
    await fireEvent.click(screen.getByRole('button', { name: 'Save logs' }));
    const { downloadFolder } = snapshotOf('recording').shell;
    await screen.findByText(`Saved as logs.zip in ${downloadFolder}. Send it to your administrator.`);
    expect(sent).toEqual([{ name: 'app.saveLogs', input: {} }]);
  });

  test('a refused copy is said in words', async () => {
    page(withPreferences({}), { code: 'internal' });
    await open('About');
    await fireEvent.click(screen.getByRole('button', { name: 'Copy diagnostics' }));
    expect((await screen.findByRole('alert')).textContent).not.toBe('');
  });
});

describe('The proxy', () => {
  test('is the computer’s own without a choice, and its password is asked for only where there is a user name', async () => {
    page(withPreferences({}));
    await open('Network');
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Proxy' }).placeholder).toBe(
      "This computer's settings",
    );
    expect(screen.queryByLabelText('Proxy password')).toBeNull();
  });

  test('has a password that goes up once and does not stay in the box', async () => {
    const { sent } = page(withPreferences({ 'network.proxyUser': 'ada' }));
    await open('Network');
    const box = screen.getByLabelText<HTMLInputElement>('Proxy password');
    expect(box.type).toBe('password');
    await fireEvent.input(box, { target: { value: 's3cret' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Save the proxy password' }));
    await screen.findByText('Saved.');
    expect(sent).toEqual([{ name: 'network.setProxyPassword', input: { password: 's3cret' } }]);
    expect(box.value).toBe('');
  });

  test('a password that was refused stays in the box, with the reason', async () => {
    page(withPreferences({ 'network.proxyUser': 'ada' }), { code: 'keychain-locked' });
    await open('Network');
    const box = screen.getByLabelText<HTMLInputElement>('Proxy password');
    await fireEvent.input(box, { target: { value: 's3cret' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Save the proxy password' }));
    await screen.findByText((shown) => shown.includes(problemText({ code: 'keychain-locked' }).what));
    expect(box.value).toBe('s3cret');
  });
});

describe('Starting by hand', () => {
  test('the phone is set when the box is left, and taken away by leaving it empty', async () => {
    const { sent } = page(withPreferences({ 'start.deviceName': 'SEP000000000101' }));
    await open('Manual start');
    const box = screen.getByRole('textbox', { name: 'Directory number' });
    await fireEvent.input(box, { target: { value: ' 101 ' } });
    await fireEvent.change(box);
    const device = screen.getByRole('textbox', { name: 'Device name' });
    await fireEvent.input(device, { target: { value: '' } });
    await fireEvent.change(device);
    expect(sent).toEqual([
      { name: 'preferences.set', input: { name: 'start.directoryNumber', value: '101' } },
      { name: 'preferences.set', input: { name: 'start.deviceName', value: null } },
    ]);
  });

  test('the way of recording is one of three, and a refusal leaves it as it was', async () => {
    const { sent } = page(withPreferences({}), { code: 'preference-locked' });
    await open('Manual start');
    const box = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Recording mode' });
    const shown = (): string | undefined => box.selectedOptions[0]?.textContent;
    expect(shown()).toBe('Server default');
    await fireEvent.change(box, { target: { value: '2' } });
    expect(sent).toEqual([{ name: 'preferences.set', input: { name: 'start.mode', value: 1 } }]);
    await waitFor(() => expect(shown()).toBe('Server default'));
  });

  test('what the server refused the account before is said as such', () => {
    page(withPreferences({}, { rights: { ...unknownRights, start: 'no', pause: 'yes' } }));
    const of = (name: string): string | null | undefined =>
      screen.getAllByText(name).find((found) => found.tagName === 'DT')?.nextElementSibling?.textContent;
    expect(of('Start recording')).toContain('No');
    expect(of('Pause and resume')).toContain('Yes');
    expect(of('Add recordings')).toContain('Not tried yet');
  });
});

describe('newer versions', () => {
  const base = { version: null, installs: true, canInstall: false, problem: null } as const;
  const withUpdates = (
    updates: Partial<Snapshot['updates']>,
    mode: Snapshot['preferences']['updates.mode'] = 'allowed',
  ): Snapshot =>
    withPreferences(
      { 'updates.mode': mode, 'updates.feed': 'https://updates.example.com/' },
      { updates: { phase: 'off', installation: 'self-updating', ...base, ...updates } },
    );

  test.each([
    ['msi', 'Your organisation installs new versions on this computer.'],
    ['package', "Your system's package manager installs new versions."],
    ['unpacked', "This copy of Sidetone wasn't installed, so it isn't updated."],
  ] as const)('installed as %s: it is said who brings them, and nothing can be set', async (installation, sentence) => {
    page(withUpdates({ installation }));
    await open('About');
    expect(await screen.findByText(sentence)).toBeTruthy();
    expect(screen.queryByLabelText('New versions')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Check now' })).toBeNull();
  });

  test('where the shell is never updated nothing is said', async () => {
    page(withUpdates({ installation: null }));
    await open('About');
    expect(screen.queryByText('Updates')).toBeNull();
  });

  test('ready: said without a surprise; the button waits while it may not be pressed', async () => {
    const ready = { phase: 'ready', version: '0.2.0' } as const;
    const { sent, show } = page(withUpdates(ready));
    await open('About');
    const button = await screen.findByRole('button', { name: 'Restart and update' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    await fireEvent.click(button);
    expect(sent).toEqual([]);
    await show(withUpdates({ ...ready, canInstall: true }));
    await fireEvent.click(screen.getByRole('button', { name: 'Restart and update' }));
    expect(sent).toEqual([{ name: 'updates.install', input: {} }]);
  });

  test.each([
    [{ phase: 'waiting' }, 'Not checked yet.'],
    [{ phase: 'current' }, 'You have the newest version.'],
    [{ phase: 'found', version: '0.2.0' }, "Version 0.2.0 is available. It's downloaded when you're not on a call."],
    [
      { phase: 'found', version: '0.2.0', installs: false },
      'Version 0.2.0 is available. Contact your administrator to get it.',
    ],
    [{ phase: 'downloading', version: '0.2.0' }, 'Downloading version 0.2.0…'],
    [
      { phase: 'failed', problem: { code: 'update/not-signed' } },
      "The new version was deleted, because it isn't signed by the publisher of this one.",
    ],
  ] as const)('%j is said as %s', async (updates, sentence) => {
    page(withUpdates(updates));
    await open('About');
    expect(await screen.findByText(sentence, { exact: false })).toBeTruthy();
  });
});
