// A window.sidetone without a core: shows chosen snapshots and a made-up history of any length. Runs inside the page.
import type { Bridge, HistoryRow } from '../../../src/shared/ipc/ipc-table.ts';
import type { Problem } from '../../../src/shared/domain/problem.ts';
import type { Snapshot } from '../../../src/shared/ipc/snapshot.ts';

export type Scenario = {
  readonly snapshot: Snapshot;
  /** Number of recordings in the made-up history. */
  readonly total: number;
  /** Recordings that came in on top since. */
  readonly onTop?: number;
  /** The recordings belong to several people. */
  readonly ofOthers?: boolean;
  /** Every history call is answered by this problem. */
  readonly historyProblem?: string;
  readonly signInProblem?: string;
  /** What calls of these names answer. */
  readonly answers?: Readonly<Record<string, unknown>>;
  /** The problem that calls of these names answer. */
  readonly refusals?: Readonly<Record<string, Problem>>;
  /** Calls whose answer never comes. */
  readonly silent?: readonly string[];
};

/** What tests may do with the page: `await page.evaluate(() => window.fake.push({...}))`. */
type FakeControl = {
  push: (snapshot: Snapshot) => void;
  readonly calls: { name: string; input: unknown }[];
  scenario: Scenario;
};

declare global {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be added to
  interface Window {
    fake: FakeControl;
  }
}

/** Installs the fake. Self-contained: Playwright sends its text into the page. */
export function installFake(scenario: Scenario): void {
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const control: FakeControl = {
    scenario,
    calls: [],
    push: (snapshot) => {
      control.scenario = { ...control.scenario, snapshot };
      for (const listener of listeners) listener(snapshot);
    },
  };
  const two = (value: number): string => String(value).padStart(2, '0');
  const row = (index: number): HistoryRow => {
    const start = new Date(Date.now() - index * 37 * 60_000);
    const number = String(1_000_000 - index).padStart(8, '0');
    return {
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      referenceNumber: `2026${number}`,
      startTime: `${String(start.getFullYear())}-${two(start.getMonth() + 1)}-${two(start.getDate())}T${two(start.getHours())}:${two(start.getMinutes())}:07`,
      durationMs: ((index * 7919) % 1500) * 1000 + 31_000,
      direction: index % 11 === 10 ? 'unknown' : index % 3 === 1 ? 'outgoing' : 'incoming',
      localPartyNumber: '101',
      remotePartyNumber: index % 7 === 3 ? null : `+39055${String(1104729 + index * 104_729).slice(0, 7)}`,
      ownerUsername: control.scenario.ofOthers === true && index % 4 !== 1 ? `agent.${String(index % 5)}` : 'ada.agent',
      savedAs: index % 9 === 4 ? `${number}.mp3` : null,
      pause:
        index % 8 === 0
          ? {
              outcome: 'confirmed',
              pausedForMs: 41_000,
              exposureMs: null,
              ...(index % 16 === 0 ? {} : { soundFound: true }),
            }
          : index % 8 === 2
            ? index % 16 === 2
              ? { outcome: 'late', pausedForMs: 12_000, exposureMs: 10_006 }
              : { outcome: 'notConfirmed', pausedForMs: null, exposureMs: null }
            : null,
    };
  };
  const answer = (
    name: string,
    input: {
      filter?: { remoteParty: string; marks?: readonly string[] };
      page?: number;
      pageSize?: number;
      recordingId?: string;
    },
  ): unknown => {
    const now = control.scenario;
    const refusal = now.refusals?.[name];
    if (refusal !== undefined) return { ok: false, error: refusal };
    const given = now.answers?.[name];
    if (given !== undefined) return { ok: true, value: given };
    switch (name) {
      case 'snapshot.get':
        return { ok: true, value: now.snapshot };
      case 'history.page': {
        if (now.historyProblem !== undefined) return { ok: false, error: { code: now.historyProblem } };
        const { page = 0, pageSize = 50, filter } = input;
        const marks = filter?.marks ?? [];
        if (marks.length > 0) {
          const all = Array.from({ length: Math.min(300, now.total) }, (_, at) => row(at)).filter(
            ({ pause, savedAs }) =>
              (!marks.includes('unsaved') || savedAs === null) &&
              (marks.every((mark) => mark === 'unsaved') || pause !== null),
          );
          const rows = all.slice(page * pageSize, (page + 1) * pageSize);
          return {
            ok: true,
            value: { page, pageSize, totalCount: all.length, rows, looked: { read: 300, of: now.total } },
          };
        }
        const narrow = filter !== undefined && filter.remoteParty !== '';
        const onTop = now.onTop ?? 0;
        const totalCount = narrow ? (filter.remoteParty === '0' ? 0 : Math.min(37, now.total)) : now.total + onTop;
        const from = page * pageSize;
        const length = Math.max(0, Math.min(pageSize, totalCount - from));
        const rows = Array.from({ length }, (_, at) => row(from + at - onTop));
        return { ok: true, value: { page, pageSize, totalCount, rows } };
      }
      case 'board.read':
        // An agent: only those with complete management see everybody's.
        return {
          ok: true,
          value: {
            revision: 1,
            filter: { username: '', directoryNumber: '', deviceName: '', numericUserId: '' },
            mark: 'run/1',
            isWhole: true,
            rows: [],
            gone: [],
            ageMs: null,
            staleAfterMs: 8_000,
            old: false,
            refreshing: false,
            problem: { code: 'live/not-allowed' },
            allowed: 'no',
          },
        };
      case 'session.signIn':
        return now.signInProblem === undefined
          ? { ok: true, value: {} }
          : { ok: false, error: { code: now.signInProblem, values: { host: 'ucx.example.com' } } };
      case 'journal.read':
        return {
          ok: true,
          value: {
            rows: [],
            total: 0,
            summary: {
              requested: 0,
              confirmed: 0,
              late: 0,
              notConfirmed: 0,
              medianMs: null,
              ninetyFifthMs: null,
              longestMs: null,
              histogram: [0, 0, 0, 0, 0, 0, 0, 0],
              lateMs: 1_500,
            },
            signatures: { key: null, unsignedFrom: null, brokenAt: null },
            breakAt: null,
          },
        };
      case 'journal.export':
        return { ok: true, value: { fileName: 'sidetone-journal-2026-11-20.csv', entries: 231 } };
      case 'journal.report':
        return { ok: true, value: { fileName: 'sidetone-evidence-2026-11-20.html', entries: 231 } };
      case 'hotkey.prove':
        return { ok: true, value: { seen: true } };
      case 'history.detail': {
        const at = Number(input.recordingId?.slice(-12) ?? 0);
        const user = {
          username: 'ada.agent',
          firstName: 'Ada',
          lastName: 'Agent',
          phoneNumber: '101',
          group: 'Front office',
          department: 'Customer care',
        };
        const bad = at % 8 === 2;
        const heard = { fromMs: 12_100, toMs: 23_860, loudestDb: at % 16 === 0 ? null : -18, toneHz: null };
        const checked = { reason: null, audioMs: 120_000, callMs: 120_400, checkedMs: 11_760, stretches: [heard] };
        const span = {
          pauseId: 'pause-1',
          outcome: bad ? 'notConfirmed' : 'confirmed',
          trigger: 'hotkey',
          exposureMs: bad ? null : 84,
          askedMs: bad ? 12_000 : 11_916,
          fromMs: bad ? null : 12_000,
          toMs: 24_000,
        };
        return {
          ok: true,
          value: {
            ...row(at),
            pbxCallId: null,
            pbxInfo: { type: 'media-forking', fields: { sessionId: '7f3a-99b1', shelf: 'unknown kinds stay raw' } },
            owner: user,
            preservingUser: null,
            note: { author: user, text: 'Asked for the invoice copy' },
            sizeBytes: 1_400_000,
            sha256: '9c4107be55d2'.padEnd(64, '0'),
            otherHash: null,
            pauses: at % 8 === 0 || bad ? [span] : [],
            ...(at % 8 === 0 ? { audioCheck: { ...checked, verdict: at % 16 === 0 ? 'silent' : 'sound' } } : {}),
          },
        };
      }
      case 'audio.peaks':
        return {
          ok: true,
          value: {
            peaks: Array.from({ length: 400 }, (_, at) => Math.abs(Math.sin(at * 1.7) * Math.sin(at / 23))),
            durationMs: 120_000,
          },
        };
      case 'audio.open':
        return { ok: true, value: { path: 'audio/none', from: 'server' } };
      case 'downloads.estimate':
        return {
          ok: true,
          value: {
            count: 37,
            estimatedBytes: 52_000_000,
            exact: true,
            notProven: 2,
            saved: { count: 5, estimatedBytes: 7_000_000, notProven: 1 },
            freeBytes: 212_000_000_000,
            bytesPerSecond: 16_000_000,
          },
        };
      case 'history.keptSearch':
        return { ok: true, value: { search: null } };
      case 'saved.list':
        return {
          ok: true,
          value: {
            entries: [0, 1, 2].map((at) => ({
              recordingId: row(at).id,
              referenceNumber: row(at).referenceNumber,
              fileName: `20261120_175${String(at)}_out_+390555236330_${row(at).referenceNumber}${at === 1 ? '.unverified' : ''}.mp3`,
              folder: '/home/ada/Recordings',
              savedAt: '2026-11-21T10:00:00.000Z',
              bytes: 1_400_000,
              startTime: row(at).startTime,
              durationMs: row(at).durationMs,
              remotePartyNumber: row(at).remotePartyNumber,
              verified: at !== 1,
            })),
          },
        };
      case 'saved.verify':
        return { ok: true, value: { found: input.recordingId?.endsWith('2') === true ? 'changed' : 'unchanged' } };
      case 'downloads.start':
        return { ok: true, value: { downloadId: 'd1' } };
      case 'app.about':
        return {
          ok: true,
          value: {
            version: '0.1.0',
            runsOn: [
              { name: 'Electron', version: '45.5.0' },
              { name: 'Chromium', version: '150.0.7871.24' },
              { name: 'Node', version: '24.11.0' },
              { name: 'Windows', version: '10.0.26100' },
            ],
            profileFolder: 'C:\\Users\\ada.agent\\AppData\\Roaming\\Sidetone',
            logFile: 'C:\\Users\\ada.agent\\AppData\\Roaming\\Sidetone\\logs\\sidetone.log',
            policyFile: 'C:\\ProgramData\\Sidetone\\policy.json',
            policyFound: true,
            journalKey: {
              fingerprint: '5d41c2a9e07b8f36d1a4c8e25f907b3a6e1d84f02c95b7a83e6f1d0c4b29a785',
              forSession: false,
              problem: null,
            },
            alerts: [
              { channel: 'webhook', waiting: 0, problem: null },
              {
                channel: 'syslog',
                waiting: 3,
                problem: {
                  code: 'server-certificate-untrusted',
                  values: {
                    host: 'the log server',
                    subject: 'logs.example.com',
                    issuer: 'Example Internal CA',
                    from: '2026-01-01',
                    until: '2027-01-01',
                  },
                },
              },
            ],
            licences: [
              {
                name: 'svelte',
                version: '5.57.3',
                licence: 'MIT',
                text: 'Permission is hereby granted, free of charge…',
              },
              {
                name: 'valibot',
                version: '1.5.0',
                licence: 'MIT',
                text: 'Permission is hereby granted, free of charge…',
              },
            ],
          },
        };
      case 'automatic.look': {
        const window = { program: 'pos.exe', title: 'Virtual POS – order 1042' };
        return { ok: true, value: { window, matches: ['pos'], browsers: ['edge'] } };
      }
      case 'app.diagnostics':
        return { ok: true, value: { text: 'Sidetone 0.1.0\n' } };
      case 'app.saveLogs':
        return { ok: true, value: { fileName: 'sidetone-logs-2026-11-28.zip' } };
      default:
        return { ok: true, value: {} };
    }
  };
  const bridge = {
    addFiles: () => Promise.resolve({ ok: true, value: { added: 1, leftOut: 0 } }),
    call: (name: string, input: object) => {
      control.calls.push({ name, input });
      if (control.scenario.silent?.includes(name) === true) return new Promise(() => undefined);
      return Promise.resolve(answer(name, input));
    },
    on: (name: string, listener: (snapshot: Snapshot) => void) => {
      if (name === 'snapshot') listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  Object.assign(window, { sidetone: bridge as unknown as Bridge, fake: control });
}
