// @vitest-environment happy-dom
// The page that brings recordings in: what is wrong is said at its box, and nothing that was typed is lost.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { afterEach, describe, expect, test } from 'vitest';
import type { Bridge } from '../../../src/shared/ipc/ipc-table.ts';
import type { Snapshot } from '../../../src/shared/ipc/snapshot.ts';
import type { UploadDetails, UploadView } from '../../../src/shared/ipc/uploads.ts';
import { UploadList } from '../../../src/renderer/main/upload/upload-list.svelte.ts';
import UploadPage from '../../../src/renderer/main/upload/UploadPage.svelte';
import { snapshotOf } from '../../support/renderer-gallery/snapshots.ts';

const filledIn: UploadDetails = {
  start: '2026-11-20T16:55:00.000Z',
  startGuessed: false,
  direction: 'outgoing',
  localUsername: 'ada.agent',
  localNumber: '101',
  remoteNumber: '',
  notes: '',
  preserved: false,
  pbxType: null,
  pbxFields: {},
};
const view = (uploadId: string, change: Partial<UploadView> = {}): UploadView => ({
  uploadId,
  fileName: `${uploadId}.wav`,
  bytes: 4_100_000,
  audio: { encoding: 'alaw', durationMs: 438_000, sampleRate: 8000, channels: 1 },
  phase: 'draft',
  sentBytes: 0,
  problem: null,
  field: null,
  uncertain: false,
  ready: true,
  edition: 1,
  found: null,
  ...change,
});

/** The page over a core that keeps what is typed, and says of the recordings what a test makes it say. */
function page(...views: UploadView[]): {
  calls: string[];
  kept: Map<string, UploadDetails>;
  say: (...views: UploadView[]) => Promise<void>;
  /** The core takes its time with what is typed, until the function given back is called. */
  holdEdits: () => () => void;
} {
  let edits = Promise.resolve();
  const held = new SvelteMap<'now', Snapshot>([['now', snapshotOf('recording', { uploads: views })]]);
  const kept = new Map<string, UploadDetails>();
  const calls: string[] = [];
  const bridge = {
    call: async (name: string, input: { uploadId: string; details?: UploadDetails }) => {
      calls.push(name);
      if (name === 'uploads.edit') await edits;
      if (input.details !== undefined) kept.set(input.uploadId, input.details);
      const value = name === 'uploads.details' ? (kept.get(input.uploadId) ?? filledIn) : { changed: views.length - 1 };
      return { ok: true, value };
    },
    on: () => () => undefined,
  } as unknown as Bridge;
  const uploads = new UploadList(bridge, () => held.get('now') ?? null);
  render(UploadPage, { uploads, bridge, back: () => undefined, find: () => undefined });
  return {
    calls,
    kept,
    say: async (...next) => {
      held.set('now', snapshotOf('recording', { uploads: next }));
      await tick();
    },
    holdEdits: () => {
      let letGo = (): void => undefined;
      edits = new Promise((resolve) => {
        letGo = resolve;
      });
      return letGo;
    },
  };
}

const box = (name: string): Promise<HTMLElement> => screen.findByRole('textbox', { name });
const press = async (name: string | RegExp): Promise<void> => {
  await fireEvent.click(screen.getByRole('button', { name }));
};
const alerts = (): string =>
  screen
    .getAllByRole('alert')
    .map((alert) => alert.textContent.trim())
    .join(' ')
    .trim();
function described(element: HTMLElement): string {
  const ids = (element.getAttribute('aria-describedby') ?? '').split(' ');
  return ids.map((id) => (id === '' ? '' : (document.getElementById(id)?.textContent ?? ''))).join(' ');
}

afterEach(() => {
  cleanup();
});

describe('What is wrong with one box', () => {
  test.each([
    ['Local user', 'localUsername', 'upload/local-user-missing', 'The local user is missing. Enter the username'],
    [
      'Local number',
      'localNumber',
      'upload/local-number-missing',
      "The local number is missing. Enter that user's number",
    ],
  ] as const)('is said at it and nowhere else: %s', async (name, field, code, words) => {
    page(view('a', { ready: false, field, problem: { code } }));
    const wrong = await box(name);
    expect(wrong.getAttribute('aria-invalid')).toBe('true');
    expect(described(wrong)).toContain(words);
    expect(document.querySelectorAll('[aria-invalid]')).toHaveLength(1);
    expect(document.querySelectorAll('.problem')).toHaveLength(0);
    // Spoken once: the box has it as its description, the live region says it as it comes.
    expect(alerts()).toContain(words);
  });

  test('has the keyboard as soon as sending was tried', async () => {
    const { say } = page(view('a', { ready: false }));
    await box('Local number');
    await press('Send');
    await say(view('a', { ready: false, field: 'localNumber', problem: { code: 'upload/local-number-missing' } }));
    await press('Send');
    await expect.poll(() => document.activeElement?.getAttribute('aria-invalid')).toBe('true');
  });

  test('that the server has said stands above in full and at the box in one sentence', async () => {
    page(view('a', { phase: 'failed', field: 'start', problem: { code: 'upload/outside-retention' } }));
    const day = await screen.findByLabelText('Start date');
    expect(described(day)).toBe("This recording is older than the server's retention period.");
    expect(alerts()).toMatch(/retention period\.\s+Keep the file/u);
    expect(alerts().match(/older than the server's retention/g)).toHaveLength(1);
  });
});

describe("A start that is only the file's date", () => {
  async function pageOfGuess(): Promise<Map<string, UploadDetails>> {
    const { kept, say } = page();
    kept.set('b', { ...filledIn, startGuessed: true });
    await say(view('b', { ready: false }));
    return kept;
  }
  const asked = (): Promise<HTMLElement> => screen.findByRole('checkbox', { name: /^The start is right/ });

  test('is a box to confirm, and confirming it can be taken back', async () => {
    const kept = await pageOfGuess();
    expect(described(await asked())).toContain("only the file's date");
    await fireEvent.click(await asked());
    await expect.poll(() => kept.get('b')?.startGuessed).toBe(false);
    await fireEvent.click(await asked());
    await expect.poll(() => kept.get('b')?.startGuessed).toBe(true);
  });

  test('is confirmed by correcting it', async () => {
    const kept = await pageOfGuess();
    await asked();
    await fireEvent.input(screen.getByLabelText('Start date'), { target: { value: '2026-11-19' } });
    await expect.poll(() => kept.get('b')?.startGuessed).toBe(false);
    expect(await asked()).toHaveProperty('checked', true);
  });

  test('is not asked about where the name or the tags tell it', async () => {
    page(view('a'));
    await box('Local number');
    expect(screen.queryByRole('checkbox', { name: /^The start is right/ })).toBeNull();
  });
});

describe('When the server refuses the details', () => {
  test('everything typed stays, can be mended, and goes with the next try', async () => {
    const { calls, kept, say } = page(view('a'));
    await fireEvent.input(await box('Note'), { target: { value: 'typed with care' } });
    await fireEvent.input(await box('Remote number'), { target: { value: '+390555' } });
    await press('Send');
    await expect.poll(() => calls.at(-1)).toBe('uploads.send');
    expect(calls.lastIndexOf('uploads.edit')).toBeLessThan(calls.indexOf('uploads.send'));
    expect(kept.get('a')).toMatchObject({ notes: 'typed with care', remoteNumber: '+390555' });

    await say(view('a', { phase: 'sending', sentBytes: 1_000_000 }));
    expect(document.querySelector('fieldset')?.disabled).toBe(true);
    expect(screen.queryByRole('button', { name: 'Send' })).toBeNull();

    await say(view('a', { phase: 'failed', field: 'details', problem: { code: 'upload/details-invalid' } }));
    expect(alerts()).toContain('The server rejected the details of this recording.');
    expect(document.querySelector('fieldset')?.disabled).toBe(false);
    expect(await box('Note')).toHaveProperty('value', 'typed with care');
    expect(await box('Remote number')).toHaveProperty('value', '+390555');
    await fireEvent.input(await box('Local number'), { target: { value: '102' } });
    await press('Retry');
    await expect.poll(() => calls.filter((name) => name === 'uploads.send')).toHaveLength(2);
    expect(kept.get('a')).toMatchObject({ notes: 'typed with care', remoteNumber: '+390555', localNumber: '102' });
  });

  test('and another recording is looked at meanwhile, what was typed is there again', async () => {
    const both = [view('a', { phase: 'failed', problem: { code: 'upload/details-invalid' } }), view('b')];
    page(...both);
    await fireEvent.input(await box('Note'), { target: { value: 'for the first' } });
    await press(/^b\.wav/u);
    await expect.poll(async () => box('Note')).toHaveProperty('value', '');
    await press(/^a\.wav/u);
    await expect.poll(async () => box('Note')).toHaveProperty('value', 'for the first');
  });
});

describe('Apply to all', () => {
  test('gives first what was typed last, and says to how many', async () => {
    const { calls, kept, holdEdits } = page(view('a'), view('b'), view('c'));
    const letGo = holdEdits();
    await fireEvent.input(await box('Note'), { target: { value: 'from the branch' } });
    await press('Apply to all');
    await expect.poll(() => calls).toContain('uploads.edit');
    expect(calls).not.toContain('uploads.useForAll');
    letGo();
    await screen.findByText('Applied to 2 other files.');
    expect(kept.get('a')?.notes).toBe('from the branch');
  });

  test('is not offered where there is no other to give it to', async () => {
    page(view('a'), view('b', { phase: 'done' }), view('c', { phase: 'refused', audio: null }));
    await box('Note');
    expect(screen.queryByRole('button', { name: 'Apply to all' })).toBeNull();
  });
});

describe('The list', () => {
  test('says of each recording what became of it, and tries again only what is surely not there', async () => {
    page(
      view('a', { phase: 'failed', problem: { code: 'upload/not-reached', values: { host: 'x' } } }),
      view('b', { phase: 'failed', problem: { code: 'upload/service-unavailable' }, uncertain: true }),
      view('c', { phase: 'failed', problem: { code: 'upload/turned-away', values: { host: 'x' } } }),
      view('d', { phase: 'sending', sentBytes: 2_050_000 }),
    );
    await box('Note');
    const list = screen.getByRole('list', { name: 'Recordings to add' });
    const rows = within(list).getAllByRole('listitem');
    expect(rows.map((row) => row.textContent.replace(/\s+/gu, ' ').trim())).toEqual([
      expect.stringContaining('Not sent'),
      expect.stringContaining('May already be on the server'),
      expect.stringContaining('Not sent'),
      expect.stringContaining('Sending 50%'),
    ]);
    expect(screen.getByRole('button', { name: 'Retry 2' })).toBeDefined();
  });
});
