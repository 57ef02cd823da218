// Words about newer versions of Sidetone, in English.
import { text } from './problems/problem-phrases.ts';

const nothingForCalls = 'Nothing changes for your calls.';
const later = 'Sidetone will retry automatically. Contact your administrator if the problem continues.';

export const updates = {
  heading: 'Updates',
  mode: 'New versions',
  modeMeaning: 'Sidetone never updates during a recorded call or a pause.',
  modes: { off: "Don't check", check: 'Check only', allowed: 'Check, download and install' },
  feed: 'Update address',
  feedMeaning: 'The HTTPS address that your administrator gave you.',
  status: 'Status',
  /** Why this Sidetone doesn't update itself. */
  installations: {
    msi: 'Your organisation installs new versions on this computer.',
    package: "Your system's package manager installs new versions.",
    unpacked: "This copy of Sidetone wasn't installed, so it isn't updated.",
  },
  checkOnly: "Sidetone can't install new versions here, but it can tell you about them.",
  noFeed: 'There is no update address.',
  waiting: 'Not checked yet.',
  checking: 'Checking for a new version…',
  current: 'You have the newest version.',
  available: (version: string) => `Version ${version} is available. Contact your administrator to get it.`,
  found: (version: string) => `Version ${version} is available. It's downloaded when you're not on a call.`,
  downloading: (version: string) => `Downloading version ${version}…`,
  ready: (version: string) =>
    `Version ${version} is ready. It's installed when you quit Sidetone, or when you press Restart and update.`,
  notNow: "You can't update during a recorded call, a pause, a save or an upload.",
  checkNow: 'Check now',
  install: 'Restart and update',
} as const;

export const updateProblemTexts = {
  'update/off': text(
    "Sidetone doesn't update itself here.",
    '',
    'See Updates in Settings, About, or contact your administrator.',
  ),
  'update/feed-invalid': text(
    "This isn't an address that Sidetone can update from.",
    '',
    'Enter an address that starts with https://, without a username, ? or #.',
  ),
  'update/not-now': text(
    "Sidetone doesn't update during a recorded call, a pause, a save or an upload.",
    '',
    'Try again afterwards.',
  ),
  'update/not-ready': text('There is no new version to install.', '', 'Check for a new version first.'),
  'update/feed-unreachable': text("Can't reach {host} to check for a new version.", nothingForCalls, later),
  'update/feed-unusable': text(
    "The response from {host} can't be used to update Sidetone.",
    nothingForCalls,
    'Contact your administrator: the update address may be wrong.',
  ),
  'update/damaged': text(
    "The new version was deleted, because it isn't the one that was announced.",
    nothingForCalls,
    later,
  ),
  'update/not-signed': text(
    "The new version was deleted, because it isn't signed by the publisher of this one.",
    nothingForCalls,
    'Contact your administrator.',
  ),
  'update/not-stored': text(
    "The new version can't be saved on this computer.",
    nothingForCalls,
    'Free up disk space, or contact your administrator.',
  ),
} as const;
