// Every word that windows show, in English. Words of problems are in problems.ts. Short, plain, and about the call.
import { board } from './board.ts';
import { detail, history, notProven, player, saveMany, saved, saving } from './history.ts';
import { journal } from './journal.ts';
import { hotkeys, live, recording } from './recording.ts';
import { settings } from './settings.ts';
import { upload } from './upload.ts';

export const en = {
  /** The tag that dates and numbers are written by, and that the page tells to a screen reader. */
  locale: 'en-GB',
  language: 'en',
  product: 'Sidetone',

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
    unknown: 'Unknown',
  },

  pages: { history: 'History', live: 'Live', journal: 'Journal', settings: 'Settings' },
  frame: {
    pagesName: 'Pages',
    signOut: 'Sign out',
    dismiss: 'Dismiss',
    starting: 'Starting…',
    noBridge:
      'This page belongs to Sidetone and cannot do anything by itself. Start Sidetone, and open the window from its icon in the tray.',
  },

  signIn: {
    heading: 'Sign in',
    lead: 'With the account you use for Imagicle UCX Suite.',
    server: 'Server address',
    serverLocked: 'Set by your organisation',
    serverExample: 'For example ucx.example.com',
    username: 'Username',
    password: 'Password',
    submit: 'Sign in',
    asking: (host: string) => (host === '' ? 'Signing in…' : `Asking ${host}…`),
    serverMissing: 'Type the address of your server.',
    usernameMissing: 'Type your username.',
    passwordMissing: 'Type your password.',
    incomplete: 'Something is still missing. Fill in the marked boxes, then sign in.',
    allowPlainHttp: 'Allow plain http to this server',
    plainHttpMeaning: 'Your sign-in details and your calls would travel readable by anyone on the way.',
    sessionOnly: 'Keep the password for this session only',
    sessionOnlyMeaning: 'It is forgotten when Sidetone ends, and you sign in again next time.',
    keptInKeychain: 'Your password is kept in the keychain of this computer, nowhere else.',
  },

  history,
  detail,
  saving,
  player,
  notProven,
  saveMany,
  saved,
  live,
  board,
  journal,
  settings,
  upload,
} as const;
