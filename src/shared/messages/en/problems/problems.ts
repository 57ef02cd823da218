// What people read about a problem, in English: what happened, what it means for the call or the file, what to do next.
import {
  text,
  blind,
  perhapsNotDone,
  notPaused,
  notProven,
  stillPaused,
  notStarted,
  mayGoOn,
  tellAdministrator,
  tryAgain,
  retryThenTell,
  bug,
} from './problem-phrases.ts';
import { keychains } from '../keychains.ts';
import type { ProblemCode } from '../../../domain/problem.ts';
import type { ProblemText } from '../../problem-text.ts';
import { savingProblemTexts } from './saving-problems.ts';
import { serverProblemTexts } from './server-problems.ts';
import { ucxProblemTexts } from './ucx-problems.ts';
import { updateProblemTexts } from '../updates.ts';
import { uploadProblemTexts } from './upload-problems.ts';

/** Words used where a value that a sentence names is missing. */
export const fallbackValues: Readonly<Record<string, string>> = {
  host: 'the server',
  target: 'another address',
  proxy: 'the proxy',
  subject: 'an unknown name',
  issuer: 'an unknown authority',
  from: 'an unknown day',
  until: 'an unknown day',
  device: 'the phone',
  keychain: 'the keychain',
  count: 'more',
  combination: 'this combination',
  detail: "can't be read",
  actual: 'different',
  expected: 'another value',
  username: 'this user',
  extension: 'this line',
  folder: 'the folder',
  file: 'the file',
  fields: 'a word in braces',
  rule: 'without a name',
  rules: 'some',
  size: 'too large',
  format: 'another audio format',
  coding: 'another encoding',
  bits: 'an unsupported number of',
  largest: 'smaller',
  most: 'a limited number of',
  what: 'this',
  date: 'tomorrow',
  days: 'a few',
};

/** Words for values that are names of our own. Any other value is shown as it is. */
export const valueWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  keychain: keychains,
  what: {
    saving: 'saving recordings',
    export: 'exporting lists of recordings',
    playback: 'playing recordings',
    uploads: 'adding recordings',
    control: "controlling other users' recordings",
  },
  detail: { unreadable: "can't be read", 'not-json': 'not a valid JSON policy', invalid: 'invalid: {names}' },
  format: {
    mpeg4: 'M4A or another MPEG-4 format',
    'extended-wave': 'an extended WAV',
    'tagged-wave': 'a WAV behind an ID3 tag',
    'free-mp3': 'a free-format MP3',
    mp2: 'MPEG Layer II',
    w64: 'Sony Wave64',
  },
  coding: { float: 'floating point' },
};

/** By code; `{name}` stands for a value of the problem. */
export const problemTexts: Readonly<Record<Exclude<ProblemCode, 'problem-unknown'>, ProblemText>> = {
  ...serverProblemTexts,

  // signing in and the keychain
  'credentials-missing': text("You're not signed in.", '', 'Sign in to see and pause your recordings.'),
  'keychain-missing': text(
    "{keychain} isn't available, so your password can't be stored.",
    '',
    'Keep it for this session only, or contact your administrator.',
  ),
  'keychain-locked': text(
    "{keychain} is locked, so your password can't be read or stored.",
    '',
    'Unlock it and try again, or keep your password for this session only.',
  ),
  'keychain-forbidden': text(
    "Your organisation doesn't allow {keychain} to store passwords.",
    '',
    'Keep your password for this session only.',
  ),
  'keychain-failed': text(
    "{keychain} reported an error, so your password can't be read or stored.",
    '',
    'Try again, or keep your password for this session only.',
  ),
  'own-calls-not-visible': text("You don't have permission to see your active recordings.", blind, tellAdministrator),

  // the live recording
  'app-silent': text(
    "Sidetone isn't responding.",
    'Do not take the card number: the recording state is unknown.',
    'Wait a moment, or quit Sidetone and start it again.',
  ),
  'recorder-did-not-obey': text(
    'The recorder accepted the request but is still recording.',
    'Do not take the card number.',
    'Press Pause again.',
  ),
  'recorder-state-unknown': text(
    "The recorder didn't report whether it's paused.",
    notProven,
    'Wait a moment, or press Pause again.',
  ),
  'resume-refused-by-rule': text(
    "Your organisation doesn't allow resuming while a rule of the automatic pause applies.",
    stillPaused,
    'Leave the page, field or app that the rule is for, then press Resume.',
  ),
  'rule-restless': text(
    'The rule {rule} changes more than ten times a minute.',
    '',
    'It still pauses. Check what it matches in Settings, or contact your administrator.',
  ),
  'rules-dropped': text(
    "These rules of the automatic pause can't be used: {rules}.",
    'They pause nothing. All other rules work.',
    'Correct them, or contact your administrator.',
  ),
  'resume-not-obeyed': text(
    "The recorder accepted the request but didn't resume.",
    'The recording is still paused.',
    'Press Resume again.',
  ),
  'resumed-elsewhere': text(
    'Recording was resumed outside Sidetone.',
    notPaused,
    'Press Pause before you take a card number.',
  ),
  'board/phone-unclear': text(
    "The calls of several users match this phone, so Sidetone can't tell which one you mean.",
    perhapsNotDone,
    'Use the buttons in the list instead.',
  ),
  'manual-busy': text("The last start or stop isn't finished.", '', tryAgain),
  'start/not-seen': text(
    'The server accepted the request, but no recording has appeared.',
    'The call may not be recorded.',
    'Check the state, then try again.',
  ),
  'start/not-mine': text(
    'The phone set in Settings is being recorded, but not as your recording.',
    "Do not take the card number: Sidetone can't pause or stop it here.",
    'Pause it on the Live page, or remove the phone in Settings.',
  ),
  'stop/not-seen': text("The server accepted the request, but the stop isn't confirmed.", mayGoOn, retryThenTell),
  'pause/given-up': text(
    "The pause couldn't be confirmed and was cancelled.",
    notProven,
    'Check the state, then press Pause again.',
  ),
  'nothing-recorded': text('You have no active recording.', '', 'Try again when the call is being recorded.'),

  ...savingProblemTexts,

  // this program
  'settings-damaged': text('Some settings were damaged and are back at their defaults.', '', 'Check your settings.'),
  'settings-unreadable': text("Your settings couldn't be read ({file}), so Sidetone uses the defaults.", '', bug),
  'preference-locked': text(
    "Your organisation has set this, so it can't be changed here.",
    '',
    'Contact your administrator to change it.',
  ),
  'hotkey-invalid': text(
    'A hotkey needs Ctrl, Alt or the Windows or Command key with another key, or a function key.',
    '',
    'Press another combination.',
  ),
  'hotkey-twice': text('Sidetone already uses this combination.', '', 'Press another combination.'),
  'hotkey-taken': text(
    "Another app uses {combination}, so the hotkey doesn't work.",
    '',
    'Choose another combination, or use the button in the widget.',
  ),
  'hotkey-unsupported': text("Global hotkeys aren't available here.", '', 'Use the buttons in the widget.'),
  'tray-missing': text(
    'This desktop has no tray, so Sidetone stays in the widget or the main window.',
    '',
    'Start Sidetone again to bring it forward, or add a tray extension to your desktop.',
  ),
  'wayland-limits': text(
    "On this desktop (Wayland), Sidetone can't keep the widget above other windows or put it back where it was.",
    'Check the tray or the widget before you take the card number.',
    'Use your desktop\'s "Always on top" for the widget, or start Sidetone with --ozone-platform=x11.',
  ),
  'window-crashed': text(
    'A Sidetone window keeps crashing and was closed.',
    'Hotkeys and the tray still work.',
    'Open it from the tray, or restart Sidetone if the problem continues.',
  ),
  'command-line-unavailable': text(
    'Command-line control is unavailable.',
    'Hotkeys, the tray and windows still work.',
    bug,
  ),
  'policy-damaged': text(
    "Your organisation's policy has errors ({file}: {detail}), so only its valid parts apply.",
    '',
    tellAdministrator,
  ),
  'policy-unreadable': text(
    "Your organisation's policy can't be used ({file}: {detail}).",
    'Until it can, unencrypted HTTP and saving recordings are turned off.',
    tellAdministrator,
  ),
  'organisation-forbids': text(
    "Your organisation doesn't allow {what}.",
    '',
    'Contact your administrator if you need it.',
  ),
  'server-not-allowed': text(
    "Your organisation doesn't allow signing in to {host}.",
    'Nothing was sent there.',
    'Use the address of your organisation, or contact your administrator.',
  ),
  'saved-expiring': text(
    'Saved recordings will be deleted from this computer by {date}: {count}.',
    'Your organisation keeps saved recordings for {days} days.',
    'No action needed: the recordings stay on the server.',
  ),
  'policy-untrusted': text(
    'A policy was ignored because people other than administrators can change it ({file}).',
    "Its settings don't apply.",
    tellAdministrator,
  ),
  'journal-older-copy': text(
    'Journal entries are missing: an older copy was restored, or the end was removed.',
    'Pausing still works, and new entries are still written.',
    tellAdministrator,
  ),
  'journal-torn': text(
    'The last journal entry was incomplete, so it was moved to {file}.',
    '',
    'No action needed: all complete entries are there.',
  ),
  'journal-unreadable': text(
    "A journal file can't be read: {file}.",
    'Pausing still works, and new entries are still written.',
    tellAdministrator,
  ),
  'journal-not-written': text(
    "The journal can't be written to {folder}.",
    'Pausing still works, but new entries are lost if you quit Sidetone now.',
    'Free up disk space, or contact your administrator.',
  ),
  'report-no-printer': text(
    "The browser preview can't make a PDF.",
    '',
    'Save the report as HTML, open it, and print it or save it as a PDF there.',
  ),
  'report-not-printed': text(
    "The PDF couldn't be made.",
    'The journal is unchanged.',
    'Try again, or save the report as HTML and print that.',
  ),
  'copy-missing': text("This window can't copy text.", '', 'Select the text and copy it yourself.'),
  'place-missing': text("This window can't open folders.", '', 'Open the folder shown here yourself.'),
  'call-unknown': text("Sidetone didn't recognise a request from this window.", '', bug),
  'input-invalid': text("Sidetone can't use what was entered.", '', 'Check it, then try again.'),
  'sender-refused': text('A request from a page outside Sidetone was blocked.', '', tellAdministrator),
  internal: text(
    'Something went wrong in Sidetone.',
    perhapsNotDone,
    'Try again, or restart Sidetone if the problem continues.',
  ),
  ...ucxProblemTexts,
  ...uploadProblemTexts,
  ...updateProblemTexts,
};

/** For a code without words of its own, by the part before its slash: what is at stake is known even then. */
export const unknownTexts: Readonly<Record<string, ProblemText>> = {
  pause: text("The recording couldn't be paused.", notPaused, 'Press Pause again.'),
  resume: text("The recording couldn't be resumed.", stillPaused, 'Press Resume again.'),
  start: text("Recording couldn't be started.", notStarted, tryAgain),
  stop: text("The recording couldn't be stopped.", mayGoOn, tryAgain),
  live: text("Your active recordings couldn't be read.", blind, tryAgain),
};

export const unknownText: ProblemText = text('Something went wrong.', perhapsNotDone, retryThenTell);
