// What people read about a problem, in English: what happened, what it means for the call or the file, what to do next.
import type { ProblemText } from './problem-text.ts';

const text = (what: string, meaning: string, next: string): ProblemText => ({ what, meaning, next });

const blind = 'Sidetone can neither see nor pause the recording now. Do not take the card number.';
const notPaused = 'The call is still being recorded. Do not take the card number.';
const notProven = 'It is not certain that the recording is paused. Do not take the card number.';
const stillPaused = 'The recording may still be paused.';
const notStarted = 'The call is not being recorded.';
const mayGoOn = 'The recording may still be running.';
const notSent = 'The recording is still only on this computer.';
const tellAdministrator = 'Tell your administrator.';
const tryAgain = 'Try again in a moment.';
const retryThenTell = 'Try again in a moment. If it stays so, tell your administrator.';
const listOutOfDate = 'The list may be out of date.';
const bug = 'Report it to whoever looks after Sidetone.';

/** Words used where a value that a sentence names is missing. */
export const fallbackValues: Readonly<Record<string, string>> = {
  host: 'the server',
  target: 'another address',
  device: 'this phone',
  username: 'the user of this call',
  extension: 'this line',
  folder: 'the folder',
  file: 'a file',
};

/** By code; `{name}` stands for a value of the problem. */
export const problemTexts: Readonly<Record<string, ProblemText>> = {
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
  'server-unreachable': text('{host} cannot be reached.', blind, 'Check your network or VPN. Sidetone keeps trying.'),
  'server-name-unknown': text(
    'No server is known by the name {host}.',
    blind,
    'Check the address, your network and your VPN.',
  ),
  'server-timeout': text('{host} did not answer in time.', blind, 'Wait a moment. Sidetone keeps trying.'),
  'server-connection-lost': text('The connection to {host} was lost.', blind, 'Wait a moment. Sidetone keeps trying.'),
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
    blind,
    'Check the address and its port, then ask your administrator.',
  ),
  'server-redirected': text(
    '{host} sends Sidetone on to {target}.',
    'Your password was not sent there, and nothing was done.',
    'Ask your administrator which address is right, and sign in with that one.',
  ),
  'server-answer-unreadable': text(
    '{host} gave an answer that Sidetone cannot read.',
    'What the recorder is doing is not known. Do not take the card number.',
    'Check the address. If it is right, tell your administrator.',
  ),
  'server-answer-too-large': text(
    '{host} gave an answer that is far too long.',
    'What the recorder is doing is not known. Do not take the card number.',
    tellAdministrator,
  ),
  'server-status-unexpected': text(
    '{host} gave an answer that Sidetone does not know.',
    'What was asked for was probably not done.',
    retryThenTell,
  ),
  'server-path-unknown': text(
    '{host} has no call recording at this address.',
    blind,
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
    'Sidetone can neither see nor pause your recordings until you sign in. Do not take the card number.',
    'Sign in again. Check the keyboard layout and Caps Lock.',
  ),
  'not-allowed': text(
    'Your account may not do this.',
    'Nothing was changed.',
    'Ask your administrator for permission.',
  ),
  'server-fault': text(
    '{host} had a fault.',
    'It is not certain what was done. Do not take the card number.',
    retryThenTell,
  ),
  'service-unavailable': text('The call recording service on {host} is not available.', blind, retryThenTell),

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
  'recorder-did-not-obey': text('The recorder said yes but did not do it.', notPaused, 'Press the button again.'),
  'recorder-state-unknown': text(
    'The recorder did not say clearly whether it is paused.',
    notProven,
    'Wait a moment, or press pause again.',
  ),
  'resumed-elsewhere': text(
    'The recording went on again, and not by Sidetone.',
    notPaused,
    'Press pause again before any card number.',
  ),
  'nothing-recorded': text('Nothing of yours is being recorded.', '', 'Press again once the call is being recorded.'),

  // downloads
  'disk-full': text('There is no room left in {folder}.', 'The file was not saved.', 'Make room, then save it again.'),
  'folder-missing': text(
    'The folder {folder} is not there.',
    'The file was not saved.',
    'Connect the drive or make the folder, then save it again.',
  ),
  'folder-not-writable': text(
    'Sidetone may not write to {folder}.',
    'The file was not saved.',
    'Choose another folder, or ask your administrator.',
  ),
  'file-name-impossible': text(
    'No file of this name can be made in {folder}.',
    'The file was not saved.',
    'Choose another folder, then save it again.',
  ),
  'file-cut-short': text(
    'The recording did not arrive whole.',
    'What had arrived was not kept as a finished file.',
    'Save it again.',
  ),
  'file-hash-mismatch': text(
    'The saved file differs from the fingerprint on the server.',
    'It may be damaged, or the server counts differently.',
    'Play it to check. If in doubt, save it again.',
  ),
  'file-gone': text('The saved file is no longer where it was.', '', 'Save it again.'),

  // this program
  'settings-damaged': text(
    'Some settings were damaged and have been set aside.',
    'Sidetone started with its defaults.',
    'Check your settings.',
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
  internal: text('Sidetone made a mistake.', notProven, 'Try again. If it stays so, restart Sidetone and report it.'),

  // starting
  'start/no-target': text('The server wants to know which phone to record.', notStarted, tellAdministrator),
  'start/line-unknown': text('The server cannot record on {device}.', notStarted, tellAdministrator),
  'start/mode-invalid': text('The server does not know this way of recording.', notStarted, tellAdministrator),
  'start/no-extension': text('Your account has no phone number on the server.', notStarted, tellAdministrator),
  'start/automatic': text(
    'This phone is recorded automatically.',
    'Recording cannot be started by hand here.',
    'Look whether the call is being recorded already.',
  ),
  'start/refused': text('The server refused to start recording.', notStarted, tellAdministrator),
  'start/not-allowed': text(
    'Your account may not start a recording.',
    notStarted,
    'Ask your administrator for permission.',
  ),
  'start/user-not-allowed': text('{username} may not be recorded.', notStarted, tellAdministrator),
  'start/direction-filtered': text(
    'Calls of this direction are not recorded here.',
    notStarted,
    'Ask your administrator if that is wrong.',
  ),
  'start/traffic-filtered': text(
    'Calls of this kind are not recorded here.',
    notStarted,
    'Ask your administrator if that is wrong.',
  ),
  'start/party-blacklisted': text(
    'Calls with this number must not be recorded.',
    notStarted,
    'Ask your administrator if that is wrong.',
  ),
  'start/line-without-user': text(
    'The call is on {extension}, which belongs to nobody.',
    notStarted,
    tellAdministrator,
  ),
  'start/no-call': text('There is no connected call to record.', '', 'Start recording once the call is connected.'),
  'start/starting': text(
    'The recording is just being started.',
    'It is not certain yet.',
    'Wait until Recording is shown.',
  ),
  'start/already': text('The call is being recorded already.', '', 'Nothing more is needed.'),
  'start/server-fault': text('{host} had a fault while starting.', 'The call may not be recorded.', retryThenTell),
  'start/no-licence': text('Call recording has no valid licence on {host}.', notStarted, tellAdministrator),
  'start/no-pilot': text('Call recording is not fully set up on {host}.', notStarted, tellAdministrator),
  'start/pilot-misconfigured': text('Call recording is set up wrongly on {host}.', notStarted, tellAdministrator),
  'start/not-set-up': text('Call recording cannot be used on {host}.', notStarted, tellAdministrator),
  'start/no-channel': text('All recording channels are in use.', notStarted, tryAgain),
  'start/service-unavailable': text('The call recording service is not available.', notStarted, retryThenTell),

  // stopping
  'stop/id-invalid': text('The server did not recognise this recording.', mayGoOn, tryAgain),
  'stop/line-not-monitorable': text('The server cannot control {device}.', mayGoOn, tellAdministrator),
  'stop/automatic': text(
    'This phone is recorded automatically.',
    'The recording goes on until the call ends.',
    'Pause it instead.',
  ),
  'stop/refused': text('The server refused to stop this recording.', mayGoOn, tellAdministrator),
  'stop/no-target': text('The server wants to know which phone to stop recording.', mayGoOn, tellAdministrator),
  'stop/line-refused': text('The server cannot stop recording on this phone.', mayGoOn, tellAdministrator),
  'stop/not-allowed': text(
    'Your account may not stop this recording.',
    'The recording goes on.',
    'Ask your administrator for permission.',
  ),
  'stop/ended': text('This recording has ended already.', '', 'Nothing more is needed.'),
  'stop/nothing-recorded': text('Nothing is being recorded on your line.', '', 'Nothing more is needed.'),
  'stop/server-fault': text('{host} had a fault while stopping.', mayGoOn, retryThenTell),
  'stop/service-unavailable': text('The call recording service is not available.', mayGoOn, retryThenTell),

  // pausing
  'pause/id-invalid': text('The server did not recognise this recording.', notPaused, 'Press pause again.'),
  'pause/number-missing': text('The server wants to know which line to pause.', notPaused, tellAdministrator),
  'pause/not-allowed': text(
    'Your account may not pause this recording.',
    notPaused,
    'Ask your administrator for permission.',
  ),
  'pause/ended': text(
    'This recording has ended.',
    'If the call goes on, another one may run.',
    'Look at the state shown.',
  ),
  'pause/nothing-recorded': text(
    'Nothing is being recorded on this line.',
    'A recording may still begin.',
    'Look at the state shown before any card number.',
  ),
  'pause/already': text(
    'The recorder says it is paused already.',
    'Sidetone checks before it shows Paused.',
    'Wait until Paused is shown.',
  ),
  'pause/server-fault': text('{host} had a fault while pausing.', notProven, 'Press pause again.'),
  'pause/service-unavailable': text('The call recording service is not available.', notProven, 'Press pause again.'),

  // resuming
  'resume/id-invalid': text('The server did not recognise this recording.', stillPaused, 'Press resume again.'),
  'resume/number-missing': text('The server wants to know which line to resume.', stillPaused, tellAdministrator),
  'resume/not-allowed': text(
    'Your account may not resume this recording.',
    stillPaused,
    'Ask your administrator for permission.',
  ),
  'resume/ended': text('This recording has ended.', '', 'Nothing more is needed.'),
  'resume/nothing-recorded': text('Nothing is being recorded on this line.', '', 'Nothing more is needed.'),
  'resume/not-paused': text(
    'The recorder says it was not paused.',
    'The call may be recorded already. Do not take the card number.',
    'Look at the state shown.',
  ),
  'resume/server-fault': text('{host} had a fault while resuming.', stillPaused, 'Press resume again.'),
  'resume/service-unavailable': text(
    'The call recording service is not available.',
    stillPaused,
    'Press resume again.',
  ),

  // following live recordings
  'live/filter-refused': text('The server refused the question for live recordings.', blind, tellAdministrator),
  'live/mine-unknown': text('The server cannot list your own live recordings.', blind, tellAdministrator),
  'live/not-allowed': text(
    'Your account may not see live recordings.',
    'Sidetone cannot tell what is being recorded.',
    'Ask your administrator for permission.',
  ),
  'live/server-fault': text('{host} had a fault while listing live recordings.', blind, retryThenTell),
  'live/service-unavailable': text('The call recording service is not available.', blind, retryThenTell),

  // completed recordings
  'completed/filter-refused': text(
    'The server refused this search.',
    listOutOfDate,
    'Change the filters, or clear them.',
  ),
  'completed/page-refused': text(
    'The server refused this part of the list.',
    listOutOfDate,
    'Go back to the first page.',
  ),
  'completed/refused': text('The server refused this list.', listOutOfDate, 'Clear the filters, then try again.'),
  'completed/not-allowed': text(
    'Your account may not list recordings.',
    'Past calls cannot be shown.',
    'Ask your administrator for permission.',
  ),
  'completed/server-fault': text('{host} had a fault.', 'Past calls cannot be shown now.', retryThenTell),
  'completed/service-unavailable': text(
    'The call recording service is not available.',
    'Past calls cannot be shown or saved now.',
    retryThenTell,
  ),
  'detail/id-invalid': text('The server did not recognise this recording.', '', 'Refresh the list, then try again.'),
  'detail/not-allowed': text('Your account may not see this recording.', '', 'Ask your administrator for permission.'),
  'detail/gone': text('This recording is not on the server.', 'It may have been deleted.', 'Refresh the list.'),
  'media/id-invalid': text('The server did not recognise this recording.', 'Nothing was saved.', 'Refresh the list.'),
  'media/not-allowed': text(
    'Your account may not hear or save this recording.',
    'Nothing was saved.',
    'Ask your administrator for permission.',
  ),
  'media/gone': text(
    'The audio of this recording is not on the server.',
    'It may not be ready yet, or it was deleted.',
    'Refresh the list, then try again.',
  ),
  'media/server-fault': text('{host} had a fault while sending the recording.', 'Nothing was saved.', retryThenTell),

  // uploading
  'upload/request-unreadable': text('The server could not read what was sent.', notSent, retryThenTell),
  'upload/details-invalid': text(
    'The server refused the details of this recording.',
    notSent,
    'Check the date, the length and the numbers.',
  ),
  'upload/audio-invalid': text('The server refused the audio.', notSent, 'Use a WAV or MP3 file.'),
  'upload/refused': text('The server refused this recording.', notSent, tellAdministrator),
  'upload/not-allowed': text('Your account may not add recordings.', notSent, 'Ask your administrator for permission.'),
  'upload/outside-retention': text(
    'This recording is older than the server keeps recordings.',
    notSent,
    'Keep the file, and ask your administrator.',
  ),
  'upload/too-large': text('This recording is too large for the server.', notSent, 'Use a smaller file.'),
  'upload/server-fault': text(
    '{host} had a fault while taking the recording.',
    'It may or may not be there.',
    retryThenTell,
  ),
  'upload/no-licence': text('Call recording has no valid licence on {host}.', notSent, tellAdministrator),
  'upload/service-unavailable': text('The call recording service is not available.', notSent, retryThenTell),
  'upload/source-failed': text(
    'The audio file could not be read to its end.',
    notSent,
    'Check the file, then try again.',
  ),
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
  notProven,
  'Try again. If it stays so, tell your administrator.',
);
