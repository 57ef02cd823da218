// A journal as people read it, one pause of each kind, for the gallery and the component tests.
import type { JournalPage, JournalRow } from '../../../src/shared/journal-page.ts';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const confirmedRow: JournalRow = {
  pauseId: id(1),
  sequence: 211,
  at: '2026-11-20T14:01:07.120Z',
  serverAt: '2026-11-20T14:01:06.000Z',
  trigger: 'hotkey',
  recordingIds: ['6b98303a-b295-473a-adae-19b78aca468d'],
  outcome: 'confirmed',
  exposureMs: 84,
  attempts: [{ afterMs: 1, outcome: 'ok' }],
  how: 'resumed',
  pausedForMs: 41_300,
  appVersion: '0.1.0',
};

export const journalSample: readonly JournalRow[] = [
  {
    ...confirmedRow,
    pauseId: id(6),
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
    pauseId: id(5),
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
    pauseId: id(4),
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
    pauseId: id(2),
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
    pauseId: id(3),
    sequence: 180,
    at: '2026-11-18T16:40:02.000Z',
    trigger: 'arming',
    how: 'call-ended',
  },
];

export const journalPage: JournalPage = { rows: [...journalSample], total: journalSample.length, breakAt: null };
