// Every word that windows show, in English. Words of problems are in problems.ts. Short, plain, and about the call.
import { board } from './board.ts';
import { keychains } from './keychains.ts';
import { audioCheck, detail, history, notProven, player } from './history.ts';
import { journal } from './journal.ts';
import { hotkeys, live, recording } from './recording.ts';
import { keySheet, palette } from './palette.ts';
import { settings } from './settings.ts';
import { updates } from './updates.ts';
import { upload } from './upload.ts';
import { saveMany, saved, saving } from './saving.ts';

export const en = {
  /** The tag of these words, which the page tells to a screen reader. */
  locale: 'en-GB',
  language: 'en',
  product: 'Sidetone',
  keychains,

  state: {
    idle: 'Not recording',
    recording: 'Recording',
    pausing: 'Pausing…',
    paused: 'Paused',
    resuming: 'Resuming…',
    unconfirmed: 'Not confirmed',
    offline: 'Offline',
    signedOut: 'Signed out',
  },

  recording,
  hotkeys,
  time: {
    today: 'Today',
    yesterday: 'Yesterday',
    secondsAgo: (count: number) => `${String(count)} s ago`,
    minutesAgo: (count: number) => `${String(count)} min ago`,
    hoursAgo: (count: number) => `${String(count)} h ago`,
    hours: (count: number) => `${String(count)} h`,
    minutes: (count: number) => `${String(count)} min`,
    seconds: (shown: string) => `${shown} s`,
    milliseconds: (shown: string) => `${shown} ms`,
    unknown: 'Unknown',
  },

  pages: { history: 'History', live: 'Live', journal: 'Journal', settings: 'Settings' },
  frame: {
    pagesName: 'Pages',
    signOut: 'Sign out',
    dismiss: 'Dismiss',
    /** Asked once, when a browser with the extension is there. */
    cardQuestion: {
      heading: 'Pause while a card field is in use?',
      meaning:
        "Your browser tells Sidetone when you're in a card number field. You can change this in Settings, Automatic pause.",
      rule: 'Card field',
      no: 'Not now',
      yes: 'Pause automatically',
    },
    close: 'Close',
    starting: 'Starting…',
    cannotDraw: "Sidetone can't show the state",
    cannotDrawMeaning: 'Treat the call as recorded.',
    drawAgain: 'Try again',
    noBridge: 'This page works only in Sidetone. Start Sidetone and open it from the tray.',
  },

  signIn: {
    heading: 'Sign in',
    lead: 'Use your Imagicle UCX Suite account.',
    server: 'Server address',
    serverLocked: 'Set by your organisation',
    serverExample: 'For example, ucx.example.com',
    username: 'Username',
    password: 'Password',
    submit: 'Sign in',
    retry: 'Try again with the saved password',
    asking: (host: string) => (host === '' ? 'Signing in…' : `Signing in to ${host}…`),
    serverMissing: 'Enter the server address.',
    usernameMissing: 'Enter your username.',
    passwordMissing: 'Enter your password.',
    incomplete: 'Fill in the highlighted fields, then sign in.',
    allowPlainHttp: 'Allow unencrypted HTTP for this server',
    plainHttpMeaning: 'Your password and all data are sent unencrypted. Anyone on the network can read them.',
    sessionOnly: 'Keep for this session only',
    sessionOnlyMeaning: "You'll need to sign in again after you quit Sidetone.",
    keep: (keychain: string) => `Keep in ${keychain}`,
    notKept: "You'll need to sign in again after you quit Sidetone.",
    show: 'Show',
    hide: 'Hide',
    notEncrypted: 'Not encrypted.',
    useHttps: 'Use https',
    onlyYourServer: 'Your password is sent only to your server.',
  },

  filter: { anyDay: 'Any day' },
  palette,
  keySheet,
  history,
  detail,
  saving,
  player,
  audioCheck,
  notProven,
  saveMany,
  saved,
  live,
  board,
  journal,
  settings,
  updates,
  upload,
} as const;
