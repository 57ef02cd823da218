// Bringing recordings in: empty, filled in, refused, on its way, arrived, and files held over the window.
import type { Page } from 'playwright';
import type { UploadDetails, UploadView } from '../../../src/shared/ipc/uploads.ts';
import type { Scene } from './scenes.ts';
import { snapshotOf } from './snapshots.ts';

const large = { width: 1360, height: 740 } as const;
const small = { width: 720, height: 480 } as const;

const view = (index: number, change: Partial<UploadView> = {}): UploadView => ({
  uploadId: `u${String(index)}`,
  fileName: `20261120_175${String(index)}_out_+390555236330_20260000128${String(index)}.wav`,
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
const details: UploadDetails = {
  start: '2026-11-20T16:55:00.000Z',
  startGuessed: false,
  direction: 'outgoing',
  localUsername: 'ada.agent',
  localNumber: '101',
  remoteNumber: '+390555236330',
  notes: 'From the recorder of the old branch office.',
  preserved: true,
  pbxType: 'webex',
  pbxFields: { callId: '7f3a-99b1' },
};
const refused = view(2, {
  fileName: 'Memo from the car.m4a',
  audio: null,
  phase: 'refused',
  ready: false,
  field: 'file',
  problem: { code: 'upload/other-audio', values: { format: 'mpeg4' } },
});
const incomplete = view(3, {
  fileName: 'Besprechung.mp3',
  audio: { encoding: 'mp3', durationMs: 62_000, sampleRate: 44_100, channels: 2 },
  ready: false,
  field: 'localNumber',
  problem: { code: 'upload/local-number-missing' },
});
const sending = view(0, { phase: 'sending', sentBytes: 2_560_000 });
const failed = view(5, {
  phase: 'failed',
  problem: { code: 'upload/perhaps-there', values: { host: 'ucx.example.com' } },
  uncertain: true,
});
const tooOld = view(6, { phase: 'failed', problem: { code: 'upload/outside-retention' }, field: 'start' });
const wrong = view(7, { phase: 'failed', problem: { code: 'upload/details-invalid' }, field: 'details' });
const done = view(8, {
  phase: 'done',
  sentBytes: 4_100_000,
  found: { recordingId: 'r', start: '2026-11-20T16:55:00.000Z', remoteNumber: '+39' },
});

async function open(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Add recordings' }).click();
  await page.getByRole('heading', { name: 'Add recordings' }).waitFor();
  await page.mouse.move(0, 0);
}

async function hold(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'History' }).waitFor();
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'call.wav'));
    document.body.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true }));
  });
  await page.getByText('Drop files to add them').waitFor();
}

const scene = (
  name: string,
  size: typeof large | typeof small,
  uploads: readonly UploadView[],
  act: (page: Page) => Promise<void> = open,
  typed: Partial<UploadDetails> = {},
): Scene => ({
  name: `upload-${name}`,
  window: 'main',
  ...size,
  scenario: {
    snapshot: snapshotOf('recording', { uploads: [...uploads] }),
    total: 1284,
    answers: { 'uploads.details': { ...details, ...typed } },
  },
  act,
});

export const uploadScenes: readonly Scene[] = [
  scene('empty', large, []),
  scene('empty-small', small, []),
  scene('drop', large, [], hold),
  scene('draft', large, [view(0), view(1), refused, incomplete]),
  scene('draft-small', small, [view(0), view(1), refused, incomplete]),
  scene('one', large, [view(0)]),
  scene('inspecting', small, [view(0, { phase: 'inspecting', audio: null, bytes: null, ready: false })]),
  scene('refused', large, [refused, view(0)]),
  scene('incomplete', large, [incomplete, view(0)], open, { localNumber: '' }),
  scene('sending', large, [sending, view(1, { phase: 'waiting' }), done, failed]),
  scene('sending-small', small, [sending, view(1, { phase: 'waiting' }), done]),
  scene('perhaps-there', large, [failed, tooOld, wrong]),
  scene('too-old', large, [tooOld, wrong]),
  scene('details-refused', small, [wrong]),
  scene('done', large, [done, view(9, { phase: 'cancelled' })]),
  scene('cancelled', small, [view(9, { phase: 'cancelled' })]),
];
