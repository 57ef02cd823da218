// A journal as people read it, one row of each kind, for the gallery and the component tests.
import type { JournalPage, JournalRow } from '../../../src/shared/ipc/journal-page.ts';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const confirmedRow: JournalRow = {
  id: id(1),
  what: 'pause',
  sequence: 211,
  at: '2026-11-20T14:01:07.120Z',
  serverAt: '2026-11-20T14:01:06.000Z',
  trigger: 'hotkey',
  recordingIds: ['6b98303a-b295-473a-adae-19b78aca468d'],
  outcome: 'confirmed',
  problem: null,
  exposureMs: 84,
  attempts: [{ afterMs: 1, outcome: 'ok' }],
  how: 'resumed',
  pausedForMs: 41_300,
  appVersion: '0.1.0',
};

const handRow = {
  ...confirmedRow,
  trigger: 'button',
  exposureMs: null,
  attempts: [],
  how: null,
  pausedForMs: null,
} as const satisfies JournalRow;

const journalSample: readonly JournalRow[] = [
  {
    ...handRow,
    id: id(9),
    what: 'stop',
    sequence: 236,
    at: '2026-11-20T15:31:40.000Z',
    outcome: 'notSeen',
    problem: 'stop/not-seen',
    forAnother: true,
  },
  {
    ...handRow,
    id: id(8),
    what: 'start',
    sequence: 234,
    at: '2026-11-20T15:30:02.000Z',
    outcome: 'confirmed',
    trigger: 'tray',
  },
  {
    ...handRow,
    id: id(7),
    what: 'start',
    sequence: 232,
    at: '2026-11-20T15:29:51.000Z',
    outcome: 'refused',
    problem: 'start/no-call',
    recordingIds: [],
  },
  {
    ...confirmedRow,
    id: id(6),
    sequence: 230,
    at: '2026-11-20T15:20:00.000Z',
    outcome: 'waiting',
    trigger: 'button',
    forAnother: true,
    recordingIds: [],
    exposureMs: null,
    attempts: [],
    how: null,
    pausedForMs: null,
  },
  {
    ...confirmedRow,
    id: id(5),
    sequence: 221,
    at: '2026-11-20T14:48:30.000Z',
    outcome: 'notConfirmed',
    trigger: 'tray',
    exposureMs: null,
    attempts: [
      { afterMs: 1, outcome: 'ok' },
      { afterMs: 420, outcome: 'pause/service-unavailable' },
      { afterMs: 1_250, outcome: 'server-timeout' },
    ],
    how: 'given-up',
    pausedForMs: null,
    serverAt: null,
  },
  {
    ...confirmedRow,
    id: id(4),
    sequence: 216,
    at: '2026-11-20T14:22:11.000Z',
    outcome: 'late',
    exposureMs: 2_340,
    attempts: [
      { afterMs: 1, outcome: 'server-connection-lost' },
      { afterMs: 1_900, outcome: 'ok' },
    ],
    how: 'resumed-automatically',
    pausedForMs: 120_000,
  },
  confirmedRow,
  {
    ...confirmedRow,
    id: id(2),
    sequence: 190,
    at: '2026-11-19T09:12:44.000Z',
    outcome: 'noRecording',
    trigger: 'command',
    recordingIds: [],
    exposureMs: null,
    attempts: [],
    how: 'waited-in-vain',
    pausedForMs: null,
  },
  {
    ...confirmedRow,
    id: id(3),
    sequence: 180,
    at: '2026-11-18T16:40:02.000Z',
    trigger: 'arming',
    how: 'call-ended',
  },
];

export const notSigned: JournalPage['signatures'] = { key: null, unsignedFrom: null, brokenAt: null };

/** No pause at all. */
export const emptySummary: JournalPage['summary'] = {
  requested: 0,
  confirmed: 0,
  late: 0,
  notConfirmed: 0,
  medianMs: null,
  ninetyFifthMs: null,
  longestMs: null,
  histogram: [0, 0, 0, 0, 0, 0, 0, 0],
  lateMs: 1_500,
};

export const journalPage: JournalPage = {
  rows: [...journalSample],
  total: journalSample.length,
  summary: {
    requested: 1_284,
    confirmed: 1_279,
    late: 4,
    notConfirmed: 1,
    medianMs: 84,
    ninetyFifthMs: 212,
    longestMs: 10_006,
    histogram: [310, 620, 280, 57, 10, 2, 2, 2],
    lateMs: 1_500,
  },
  signatures: { key: '5f0c9a7e'.repeat(8), unsignedFrom: null, brokenAt: null },
  breakAt: null,
};
