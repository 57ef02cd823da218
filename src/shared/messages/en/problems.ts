// What people read about a problem, in English: what happened, what it means for the call or the file, what to do next.
import {
  text,
  blind,
  unreached,
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
import type { ProblemCode } from '../../domain/problem.ts';
import type { ProblemText } from '../problem-text.ts';
import { savingProblemTexts } from './saving-problems.ts';
import { ucxProblemTexts } from './ucx-problems.ts';
import { uploadProblemTexts } from './upload-problems.ts';

/** Words used where a value that a sentence names is missing. */
export const fallbackValues: Readonly<Record<string, string>> = {
  host: 'the server',
  target: 'another address',
  device: 'this phone',
  username: 'the user of this call',
  extension: 'this line',
  folder: 'the folder',
  file: 'a file',
  fields: 'a word in braces',
  size: 'more',
  format: 'another kind of audio',
  coding: 'coded in another way',
  bits: 'other',
  largest: 'less',
  most: 'so many',
};

/** By code; `{name}` stands for a value of the problem. */
export const problemTexts: Readonly<Record<Exclude<ProblemCode, 'problem-unknown'>, ProblemText>> = {
  // the way to the server
  'server-address-invalid': text(
    'This is not the address of a server.',
    '',
    'Type it like ucx.example.com, without user name or password.',
  ),
  'server-plain-http': text(
    'The address {host} is plain http.',
    'Your password and your calls could be read by others on the way.',
    'Use https, or allow plain http for this server.',
  ),
  'server-plain-http-forbidden': text(
    'The address {host} is plain http.',
    'This Sidetone is set to use https alone, so nothing was sent.',
    'Use https.',
  ),
  'authority-file-unusable': text(
    'The file with certificate authorities, {file}, cannot be used.',
    'Nothing was sent.',
    'Choose a file in PEM form in Settings, under Network, or take the name away there.',
  ),
  'copy-missing': text('This window cannot copy.', 'Nothing was copied.', 'Select the text and copy it by hand.'),
  'place-missing': text('This window cannot open a folder.', '', 'Open the folder by its name, which is shown here.'),
  'server-unreachable': text('{host} cannot be reached.', unreached, 'Check your network or VPN, then try again.'),
  'server-name-unknown': text(
    'No server is known by the name {host}.',
    unreached,
    'Check the address, your network and your VPN.',
  ),
  'server-timeout': text('{host} did not answer in time.', unreached, 'Wait a moment, then try again.'),
  'server-connection-lost': text('The connection to {host} was lost.', unreached, 'Wait a moment, then try again.'),
  'server-certificate-untrusted': text(
    'The certificate of {host} is not trusted by this computer.',
    'Nothing was sent: it may not be your server.',
    'Ask your administrator to install the right certificate authority.',
  ),
  'server-certificate-name': text(
    'The certificate of {host} belongs to another name.',
    'Nothing was sent: it may not be your server.',
    'Check the address, then ask your administrator.',
  ),
  'server-certificate-expired': text(
    'The certificate of {host} is not valid at this date.',
    'Nothing was sent: it may not be your server.',
    'Check the date of this computer, then ask your administrator.',
  ),
  'server-tls-failed': text(
    'No secure connection to {host} could be made.',
    unreached,
    'Check the address and its port, then ask your administrator.',
  ),
  'server-redirected': text(
    '{host} sends Sidetone on to {target}.',
    'Your password was not sent there, and nothing was done.',
    'Ask your administrator which address is right, and sign in with that one.',
  ),
  'server-answer-unreadable': text(
    '{host} gave an answer that Sidetone cannot read.',
    'What was asked for was probably not done.',
    'Check the address. If it is right, tell your administrator.',
  ),
  'server-answer-too-large': text(
    '{host} gave an answer that is far too long.',
    'What was asked for was probably not done.',
    tellAdministrator,
  ),
  'server-status-unexpected': text(
    '{host} gave an answer that Sidetone does not know.',
    'What was asked for was probably not done.',
    retryThenTell,
  ),
  'server-path-unknown': text(
    '{host} has no call recording at this address.',
    unreached,
    'Check the server address. If it is right, tell your administrator.',
  ),
  'server-length-required': text(
    'Something between Sidetone and {host} refused the request.',
    'What was asked for was not done.',
    tellAdministrator,
  ),
  'server-request-too-large': text('{host} refused the request as too long.', '', tellAdministrator),
  'server-busy': text('{host} is asked too often at the moment.', 'What was asked for was not done.', tryAgain),
  'request-cancelled': text('This was cancelled.', '', 'Start it again when you want it.'),

  // what every endpoint may answer
  'credentials-refused': text(
    '{host} did not accept the user name or password.',
    'Until you are signed in, Sidetone can neither see nor pause a recording.',
    'Sign in again. Check the keyboard layout and Caps Lock.',
  ),
  'not-allowed': text(
    'Your account may not do this.',
    'Nothing was changed.',
    'Ask your administrator for permission.',
  ),
  'server-fault': text('{host} had a fault.', perhapsNotDone, retryThenTell),
  'service-unavailable': text('The call recording service on {host} is not available.', unreached, retryThenTell),

  // signing in and the keychain
  'credentials-missing': text(
    'You are not signed in.',
    'Sidetone can neither see nor pause your recordings.',
    'Sign in with server, user name and password.',
  ),
  'keychain-missing': text(
    'This computer has no keychain that Sidetone can use.',
    'Your password cannot be kept safely.',
    'Sign in for this session only, or ask your administrator for a keychain.',
  ),
  'keychain-locked': text(
    'The keychain of this computer is locked.',
    'Your password cannot be read or kept.',
    'Unlock the keychain and try again, or sign in for this session only.',
  ),
  'keychain-failed': text(
    'The keychain of this computer did not work.',
    'Your password could not be read or kept.',
    'Try again, or sign in for this session only.',
  ),
  'own-calls-not-visible': text(
    'Your account may not see its own live recordings.',
    'Sidetone cannot tell whether you are being recorded. Do not take the card number.',
    'Ask your administrator for the permission to list live recordings.',
  ),

  // the live recording
  'app-silent': text(
    'Sidetone has stopped answering.',
    'What is recorded now is not known. Do not take the card number.',
    'Wait a moment. If this stays, quit Sidetone and start it again.',
  ),
  'recorder-did-not-obey': text('The recorder said yes but did not do it.', notPaused, 'Press the button again.'),
  'recorder-state-unknown': text(
    'The recorder did not say clearly whether it is paused.',
    notProven,
    'Wait a moment, or press pause again.',
  ),
  'resume-not-obeyed': text(
    'The recorder said yes but did not resume.',
    'The call is still paused: what is said now is missing from the recording.',
    'Press Resume again.',
  ),
  'resumed-elsewhere': text(
    'The recording went on again, and not by Sidetone.',
    notPaused,
    'Press pause again before any card number.',
  ),
  'board/phone-unclear': text(
    'The server listed the calls of many people for this phone.',
    'Sidetone cannot tell which of them is meant. What was asked may have been done or not.',
    'Use the buttons of the recording itself, in the list.',
  ),
  'manual-busy': text('The last start or stop is still under way.', '', 'Wait until it has ended.'),
  'start/not-seen': text(
    'The server said yes, but no recording has appeared.',
    'The call may not be recorded.',
    'Look at the state shown, then try again.',
  ),
  'start/not-mine': text(
    'The server says that it records on the phone named in Settings, but not as a recording of yours.',
    'Sidetone cannot follow, pause or stop it here. Do not take the card number.',
    'Pause it on the Live page, or take the phone away in Settings.',
  ),
  'stop/not-seen': text(
    'The server said yes, but nothing has shown that the recording stopped.',
    'The call may still be recorded.',
    retryThenTell,
  ),
  'pause/given-up': text(
    'The pause could not be confirmed and was given up.',
    notProven,
    'Look at the state shown, then press pause again.',
  ),
  'nothing-recorded': text('Nothing of yours is being recorded.', '', 'Press again once the call is being recorded.'),

  ...savingProblemTexts,

  // this program
  'settings-damaged': text(
    'Some settings were damaged and have been set aside.',
    'Sidetone started with its defaults.',
    'Check your settings.',
  ),
  'settings-unreadable': text(
    'Your settings could not be read.',
    'Sidetone started with its defaults. The file is kept: {file}',
    'Quit Sidetone and start it again. If this stays, tell your administrator.',
  ),
  'preference-locked': text(
    'Your organisation has set this, so it cannot be changed here.',
    'Nothing was changed.',
    'Ask your administrator if it should be different.',
  ),
  'hotkey-invalid': text(
    'This cannot be a hotkey: it needs Control, Alt or the Windows or Command key with another key, or a function key.',
    'The hotkey is as it was.',
    'Press another combination.',
  ),
  'hotkey-twice': text(
    'Sidetone uses this combination already.',
    'The hotkey is as it was.',
    'Press another combination.',
  ),
  'hotkey-taken': text(
    'Another program holds {combination}.',
    'The key does nothing in Sidetone. Use the button in the widget.',
    'Choose another combination, or free it in the other program.',
  ),
  'hotkey-unsupported': text('Global hotkeys do not work here.', 'Use the button in the widget.', 'Nothing to do.'),
  'tray-missing': text(
    'This desktop has no tray.',
    'Sidetone stays in its widget. Close the widget, and the main window comes; close that, and the widget comes.',
    'Start Sidetone once more to bring it forward. A tray extension of your desktop gives it an icon.',
  ),
  'window-crashed': text(
    'A window of Sidetone crashed again and again, and stays closed.',
    'Hotkeys and the tray work as before.',
    'Open it from the tray. If it stays so, restart Sidetone and report it.',
  ),
  'command-line-deaf': text(
    'Commands of other programs cannot reach Sidetone.',
    'Hotkeys, tray and windows work as before; “sidetone pause” on a command line does not.',
    'Restart Sidetone. If it stays so, tell your administrator.',
  ),
  'policy-damaged': text(
    'The policy of your organisation is not right: {file} ({detail}).',
    'What could be understood of it holds; the rest is as if it were not there.',
    'Tell your administrator.',
  ),
  'journal-torn': text(
    'The journal ended in the middle of an entry, as after a power cut.',
    'The part was set aside as {file}; all whole entries are there.',
    'Nothing to do.',
  ),
  'journal-unreadable': text(
    'A file of the journal cannot be read: {file}.',
    'Pausing works; new entries go on after the last one that could be read.',
    'Tell your administrator.',
  ),
  'journal-not-written': text(
    'The journal cannot be written to {folder}.',
    'Pausing works; the entries wait in memory and are lost if Sidetone is closed before there is room.',
    'Make room on the disk or tell your administrator.',
  ),
  'call-unknown': text('This window asked for something Sidetone does not know.', 'Nothing was done.', bug),
  'input-invalid': text(
    'Something was typed or sent in a form that cannot be used.',
    'Nothing was done.',
    'Check what you typed, then try again.',
  ),
  'sender-refused': text('A page that is not part of Sidetone asked for something.', 'Nothing was done.', bug),
  internal: text(
    'Sidetone made a mistake.',
    perhapsNotDone,
    'Try again. If it stays so, restart Sidetone and report it.',
  ),
  ...ucxProblemTexts,
  ...uploadProblemTexts,
};

/** For a code without words of its own, by the part before its slash: what is at stake is known even then. */
export const unknownTexts: Readonly<Record<string, ProblemText>> = {
  pause: text('The recording could not be paused.', notPaused, 'Press pause again.'),
  resume: text('The recording could not be resumed.', stillPaused, 'Press resume again.'),
  start: text('Recording could not be started.', notStarted, tryAgain),
  stop: text('The recording could not be stopped.', mayGoOn, tryAgain),
  live: text('Your live recordings could not be read.', blind, tryAgain),
};

export const unknownText: ProblemText = text(
  'Something went wrong that Sidetone has no words for.',
  perhapsNotDone,
  'Try again. If it stays so, tell your administrator.',
);
