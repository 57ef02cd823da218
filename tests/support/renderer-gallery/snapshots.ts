// The snapshots that the gallery and the component tests show: one for each state that people can meet.
import { noAutomaticPause } from '../no-automatic-pause.ts';
import { defaultPreferences } from '../../../src/shared/domain/preferences.ts';
import { unknownRights } from '../../../src/shared/domain/permissions.ts';
import { idleQueue } from '../idle-queue.ts';
import { noUpdates } from '../no-updates.ts';
import type { HotkeyView, LiveRecordingView, LiveView, Snapshot } from '../../../src/shared/ipc/snapshot.ts';

export const zoe: LiveRecordingView = {
  id: '6b98303a-b295-473a-adae-19b78aca468d',
  remoteName: 'Zoë Ångström',
  remoteNumber: '+46 8 123 456 78',
  paused: false,
  elapsedMs: 257_000,
  counting: true,
};

const idle: LiveView = {
  state: 'idle',
  recordings: [],
  lastKnown: null,
  pausedForMs: null,
  armedMs: null,
  countdown: null,
  freshForMs: null,
  pauseAtRisk: false,
  serverSlowMs: null,
  isNewCall: false,
  pausedElsewhere: false,
  button: 'pause',
  buttonEnabled: true,
  canCancel: false,
  problem: null,
};

const recording: LiveView = { ...idle, state: 'recording', recordings: [zoe] };
const paused: LiveView = {
  ...idle,
  state: 'paused',
  recordings: [{ ...zoe, paused: true, counting: false }],
  pausedForMs: 41_000,
  button: 'resume',
};
const john: LiveRecordingView = {
  ...zoe,
  id: '75a90276-e47e-4e9e-b463-e3c743d5ff3a',
  remoteName: 'John Doe',
  elapsedMs: 61_000,
};

/** One for each state and each thing that a state may say besides. */
export const lives = {
  idle,
  armed: { ...idle, armedMs: 42_000, button: 'cancel', canCancel: true },
  recording,
  'recording-two': { ...recording, recordings: [zoe, john] },
  pausing: { ...recording, state: 'pausing', buttonEnabled: false },
  paused,
  'paused-elsewhere': { ...paused, pausedElsewhere: true },
  'paused-countdown': { ...paused, countdown: { leftMs: 38_000, totalMs: 60_000, canAdd: true } },
  'paused-countdown-last': { ...paused, countdown: { leftMs: 8_000, totalMs: 60_000, canAdd: false } },
  'paused-not-resumed': { ...paused, problem: { code: 'resume-not-obeyed' } },
  'pausing-unseen': {
    ...recording,
    state: 'pausing',
    buttonEnabled: false,
    recordings: [{ ...zoe, paused: null, counting: false }],
  },
  resuming: { ...paused, state: 'resuming', pausedForMs: null, buttonEnabled: false },
  unconfirmed: {
    ...recording,
    state: 'unconfirmed',
    canCancel: true,
    problem: { code: 'recorder-did-not-obey' },
    lastKnown: { state: 'recording', ageMs: 2_000 },
  },
  offline: {
    ...recording,
    state: 'offline',
    recordings: [{ ...zoe, counting: false }],
    lastKnown: { state: 'recording', ageMs: 14_000 },
    problem: { code: 'server-timeout', values: { host: 'ucx.example.com' } },
  },
  'offline-paused': {
    ...paused,
    state: 'offline',
    recordings: [{ ...zoe, paused: null, counting: false }],
    lastKnown: { state: 'paused', ageMs: 14_000 },
    pausedForMs: null,
    pauseAtRisk: true,
    button: 'pause',
    problem: { code: 'server-timeout', values: { host: 'ucx.example.com' } },
  },
  'recording-new-call': { ...recording, isNewCall: true },
  'recording-slow': { ...recording, serverSlowMs: 4_512 },
  'offline-unknown': { ...idle, state: 'offline', problem: { code: 'recorder-state-unknown' } },
  'unconfirmed-refused': {
    ...recording,
    state: 'unconfirmed',
    recordings: [{ ...zoe, paused: null, counting: false }],
    canCancel: true,
    problem: { code: 'credentials-refused' },
  },
  signedOut: { ...idle, state: 'signedOut', button: null, buttonEnabled: false },
} as const satisfies Record<string, LiveView>;

/** The hotkeys with the one for pausing as `change` says. */
export const hotkeysWith = (change: Partial<HotkeyView>): HotkeyView[] => [
  { name: 'pause', combination: 'Control+Shift+F9', registered: true, proven: true, problem: null, ...change },
  { name: 'resume', combination: 'Control+Shift+F10', registered: true, proven: true, problem: null },
  { name: 'toggle', combination: null, registered: false, proven: false, problem: null },
  { name: 'showWidget', combination: null, registered: false, proven: false, problem: null },
];
export const untestedKey = hotkeysWith({ proven: false });
export const takenKey = hotkeysWith({
  registered: false,
  proven: false,
  problem: { code: 'hotkey-taken', values: { combination: 'Ctrl+Shift+F9' } },
});

export type LiveName = keyof typeof lives;

/** A whole snapshot, signed in, with the live part of that name. */
export function snapshotOf(live: LiveName, change: Partial<Snapshot> = {}): Snapshot {
  const signedOut = live === 'signedOut' || live === 'unconfirmed-refused';
  return {
    revision: 1,
    session: {
      phase: signedOut ? 'signedOut' : 'signedIn',
      server: 'https://ucx.example.com',
      username: 'ada.agent',
      passwordKept: signedOut ? null : 'keychain',
      problem: null,
      keychainProblem: null,
      plainHttpAllowed: false,
      serverLocked: false,
      canRetry: false,
    },
    live: lives[live],
    automatic: noAutomaticPause,
    manual: {
      phase: 'none',
      problem: null,
      canStart: lives[live].state === 'idle',
      canStop: lives[live].recordings.length > 0,
    },
    rights: unknownRights,
    downloads: [],
    saving: idleQueue,
    collecting: { save: null, list: null, search: null },
    uploads: [],
    updates: noUpdates,
    hotkeys: hotkeysWith({}),
    preferences: defaultPreferences,
    lockedPreferences: [],
    journalProblem: null,
    notices: [],
    shell: {
      kind: 'electron',
      platform: 'windows',
      locale: 'en-GB',
      canShowInFolder: true,
      downloadFolder: '~/Recordings',
      usualFolder: '~/Recordings',
      version: '0.1.0',
    },
    ...change,
  };
}
