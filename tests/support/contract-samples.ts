// One right input and one right output for each call of the contract, and handlers that answer with them.
import type {
  CallHandlers,
  CallInput,
  CallName,
  CallOutput,
  CallResult,
  EventName,
  EventPayload,
} from '../../src/shared/contract.ts';
import { defaultPreferences } from '../../src/shared/preferences.ts';
import { ok } from '../../src/shared/result.ts';
import { nothingSaving } from '../../src/shared/saving.ts';
import type { Snapshot } from '../../src/shared/snapshot.ts';

export const sampleSnapshot: Snapshot = {
  revision: 7,
  session: {
    phase: 'signedIn',
    server: 'https://ucx.example.com',
    username: 'ada.agent',
    passwordKept: 'session',
    problem: null,
    keychainProblem: null,
    plainHttpAllowed: false,
  },
  live: {
    state: 'recording',
    recordings: [
      {
        id: '6b98303a-b295-473a-adae-19b78aca468d',
        remoteName: 'Zoë Ångström',
        remoteNumber: '+1555123456',
        paused: false,
        elapsedMs: 73_000,
        counting: true,
      },
    ],
    lastKnown: null,
    pausedForMs: null,
    armedMs: null,
    countdown: null,
    pausedElsewhere: false,
    button: 'pause',
    buttonEnabled: true,
    canCancel: false,
    problem: null,
  },
  downloads: [],
  saving: nothingSaving,
  hotkeys: [{ name: 'pause', combination: 'Control+Shift+F9', registered: true, proven: false, problem: null }],
  preferences: defaultPreferences,
  lockedPreferences: [],
  journalProblem: null,
  notices: [],
  shell: { kind: 'preview', canShowInFolder: false, downloadFolder: '/downloads', version: '0.1.0' },
};

const filter = { remoteParty: '', from: null, to: null, direction: null };
const recordingId = '6b98303a-b295-473a-adae-19b78aca468d';

export const sampleInputs: { readonly [N in CallName]: CallInput<N> } = {
  'snapshot.get': {},
  'session.signIn': {
    server: 'https://ucx.example.com',
    username: 'ada.agent',
    password: 'a secret',
    allowPlainHttp: false,
    thisSessionOnly: true,
  },
  'session.signOut': {},
  'live.pause': {},
  'live.resume': {},
  'live.cancel': {},
  'live.add': {},
  'live.refresh': {},
  'history.page': { filter, page: 0, pageSize: 50 },
  'downloads.start': { recordingId, referenceNumber: '2015200000023' },
  'downloads.cancel': { downloadId: 'one' },
  'downloads.estimate': { recordingIds: null, filter },
  'downloads.startMany': { recordingIds: [recordingId], filter: null, leaveOutNotProven: true },
  'downloads.hold': { held: true },
  'downloads.cancelAll': {},
  'downloads.retryFailed': {},
  'downloads.forgetEnded': {},
  'downloads.showInFolder': { recordingId },
  'history.detail': { recordingId },
  'history.exportCsv': { filter },
  'saved.list': {},
  'saved.delete': { recordingId },
  'folder.choose': {},
  'audio.open': { recordingId },
  'audio.peaks': { recordingId },
  'preferences.set': { name: 'sound.on', value: false },
  'hotkey.prove': { name: 'pause' },
  'journal.read': { from: null, to: null, outcome: null },
  'journal.export': { format: 'csv' },
  'notices.dismiss': {},
  'window.openMain': { page: 'history' },
  'window.openWidget': {},
};

export const sampleOutputs: { readonly [N in CallName]: CallOutput<N> } = {
  'snapshot.get': sampleSnapshot,
  'session.signIn': {},
  'session.signOut': {},
  'live.pause': { state: 'paused' },
  'live.resume': { state: 'recording' },
  'live.cancel': { state: 'recording' },
  'live.add': { state: 'paused' },
  'live.refresh': {},
  'history.page': { page: 0, pageSize: 50, totalCount: 0, rows: [] },
  'downloads.start': { downloadId: 'one' },
  'downloads.cancel': {},
  'downloads.estimate': { count: 12, estimatedBytes: 9_000_000, exact: true, notProven: 0 },
  'downloads.startMany': { queued: 1, leftOut: 0 },
  'downloads.hold': {},
  'downloads.cancelAll': {},
  'downloads.retryFailed': {},
  'downloads.forgetEnded': {},
  'downloads.showInFolder': {},
  'history.detail': {
    id: recordingId,
    referenceNumber: '2015200000023',
    startTime: '2026-11-20T17:55:00.000Z',
    durationMs: 73_000,
    direction: 'incoming',
    localPartyNumber: '101',
    remotePartyNumber: '+1555123456',
    ownerUsername: 'ada.agent',
    pbxCallId: null,
    pbxInfo: null,
    owner: null,
    preservingUser: null,
    note: null,
    sizeBytes: 365_000,
    sha256: null,
    pauses: [],
  },
  'history.exportCsv': { fileName: 'recordings-2026-11-22.csv', rows: 12 },
  'saved.list': { entries: [] },
  'saved.delete': {},
  'folder.choose': { folder: null },
  'audio.open': { path: `audio/${recordingId}`, from: 'server' },
  'audio.peaks': { peaks: [0, 0.5, 1], durationMs: 73_000 },
  'preferences.set': {},
  'hotkey.prove': { seen: true },
  'journal.read': { rows: [], total: 0, breakAt: null },
  'journal.export': { fileName: 'sidetone-journal-2026-11-22.csv', entries: 3 },
  'notices.dismiss': {},
  'window.openMain': {},
  'window.openWidget': {},
};

export const samplePayloads: { readonly [N in EventName]: EventPayload<N> } = {
  snapshot: sampleSnapshot,
  navigate: { page: 'live' },
  attention: { kind: 'notConfirmed' },
};

/** Handlers that note each call in `heard` and answer with the sample output; some may be replaced. */
export function sampleHandlers(heard: string[] = [], replaced: Partial<CallHandlers> = {}): CallHandlers {
  const make =
    <N extends CallName>(name: N) =>
    (): Promise<CallResult<N>> => {
      heard.push(name);
      return Promise.resolve(ok(sampleOutputs[name]));
    };
  return {
    'snapshot.get': make('snapshot.get'),
    'session.signIn': make('session.signIn'),
    'session.signOut': make('session.signOut'),
    'live.pause': make('live.pause'),
    'live.resume': make('live.resume'),
    'live.cancel': make('live.cancel'),
    'live.refresh': make('live.refresh'),
    'history.page': make('history.page'),
    'downloads.start': make('downloads.start'),
    'downloads.cancel': make('downloads.cancel'),
    'downloads.estimate': make('downloads.estimate'),
    'downloads.startMany': make('downloads.startMany'),
    'downloads.hold': make('downloads.hold'),
    'downloads.cancelAll': make('downloads.cancelAll'),
    'downloads.retryFailed': make('downloads.retryFailed'),
    'downloads.forgetEnded': make('downloads.forgetEnded'),
    'history.detail': make('history.detail'),
    'history.exportCsv': make('history.exportCsv'),
    'saved.list': make('saved.list'),
    'saved.delete': make('saved.delete'),
    'folder.choose': make('folder.choose'),
    'audio.open': make('audio.open'),
    'audio.peaks': make('audio.peaks'),
    'downloads.showInFolder': make('downloads.showInFolder'),
    'live.add': make('live.add'),
    'preferences.set': make('preferences.set'),
    'hotkey.prove': make('hotkey.prove'),
    'journal.read': make('journal.read'),
    'journal.export': make('journal.export'),
    'notices.dismiss': make('notices.dismiss'),
    'window.openMain': make('window.openMain'),
    'window.openWidget': make('window.openWidget'),
    ...replaced,
  };
}
