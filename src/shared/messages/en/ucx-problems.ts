// What people read about the errors of the vendor's endpoints, in English. The codes are those of ucx-problems.ts.
import {
  text,
  blind,
  notPaused,
  notProven,
  stillPaused,
  notStarted,
  mayGoOn,
  notSent,
  tellAdministrator,
  tryAgain,
  retryThenTell,
  listOutOfDate,
} from './problem-phrases.ts';
import type { ProblemCode } from '../../domain/problem.ts';
import type { ProblemText } from '../problem-text.ts';

/** By code; `{name}` stands for a value of the problem. */
export const ucxProblemTexts = {
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
  'stop/nothing-recorded': text('Nothing is being recorded on this line.', '', 'Nothing more is needed.'),
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
    'The recording may or may not be there.',
    'Look in History before you send it again. If it stays so, tell your administrator.',
  ),
  'upload/no-licence': text('Call recording has no valid licence on {host}.', notSent, tellAdministrator),
  'upload/service-unavailable': text(
    'The call recording service did not answer.',
    'The recording may or may not be there.',
    'Look in History before you send it again.',
  ),
  'upload/source-failed': text(
    'The audio file could not be read to its end.',
    notSent,
    'Check the file, then try again.',
  ),
} satisfies Partial<Record<ProblemCode, ProblemText>>;
