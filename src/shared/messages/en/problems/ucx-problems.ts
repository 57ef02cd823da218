// What people read about the errors of the vendor's endpoints, in English. The codes are those of ucx-problems.ts.
import {
  text,
  blind,
  notPaused,
  notProven,
  stillPaused,
  notStarted,
  mayGoOn,
  tellAdministrator,
  tryAgain,
  retryThenTell,
  listOutOfDate,
} from './problem-phrases.ts';
import type { ProblemCode } from '../../../domain/problem.ts';
import type { ProblemText } from '../../problem-text.ts';

/** By code; `{name}` stands for a value of the problem. */
export const ucxProblemTexts = {
  // starting
  'start/no-target': text(
    'No phone or line was specified.',
    notStarted,
    'Set a device name or a directory number in Settings.',
  ),
  'start/line-unknown': text("The server can't record on {device}.", notStarted, tellAdministrator),
  'start/mode-invalid': text(
    "The server doesn't support this recording mode.",
    notStarted,
    'Change the recording mode in Settings.',
  ),
  'start/no-extension': text('Your account has no phone number on the server.', notStarted, tellAdministrator),
  'start/automatic': text(
    "This phone is recorded automatically, so you can't start it manually.",
    '',
    'Check whether the call is already being recorded.',
  ),
  'start/refused': text('The server rejected the request to start recording.', notStarted, tellAdministrator),
  'start/not-allowed': text("You don't have permission to start recording.", notStarted, tellAdministrator),
  'start/user-not-allowed': text("Recording isn't allowed for {username}.", notStarted, tellAdministrator),
  'start/direction-filtered': text(
    "Calls in this direction aren't recorded.",
    notStarted,
    "If that's wrong, contact your administrator.",
  ),
  'start/traffic-filtered': text(
    "Calls of this type aren't recorded.",
    notStarted,
    "If that's wrong, contact your administrator.",
  ),
  'start/party-blacklisted': text(
    'Recording is blocked for this number.',
    notStarted,
    "If that's wrong, contact your administrator.",
  ),
  'start/line-without-user': text('The call is on {extension}, which has no user.', notStarted, tellAdministrator),
  'start/no-call': text("There's no connected call to record.", '', 'Start recording once the call is connected.'),
  'start/starting': text('The recording is already starting.', '', 'Wait until Recording is shown.'),
  'start/already': text('The call is already being recorded.', '', 'No action needed.'),
  'start/server-fault': text(
    '{host} reported an error while starting the recording.',
    'The call may not be recorded.',
    retryThenTell,
  ),
  'start/no-licence': text('Call recording has no valid licence on {host}.', notStarted, tellAdministrator),
  'start/no-pilot': text("Call recording isn't fully set up on {host}.", notStarted, tellAdministrator),
  'start/pilot-misconfigured': text("Call recording isn't set up correctly on {host}.", notStarted, tellAdministrator),
  'start/not-set-up': text("Call recording isn't available on {host}.", notStarted, tellAdministrator),
  'start/no-channel': text('All recording channels are in use.', notStarted, tryAgain),
  'start/service-unavailable': text("The call recording service isn't available.", notStarted, retryThenTell),

  // stopping
  'stop/id-invalid': text("The server didn't recognise this recording.", mayGoOn, tryAgain),
  'stop/line-not-monitorable': text("The server can't control {device}.", mayGoOn, tellAdministrator),
  'stop/automatic': text(
    'This phone is recorded automatically until the call ends.',
    '',
    'Pause the recording instead.',
  ),
  'stop/refused': text('The server rejected the request to stop this recording.', mayGoOn, tellAdministrator),
  'stop/no-target': text('No phone or line was specified.', mayGoOn, tellAdministrator),
  'stop/line-refused': text("The server can't stop recording on this phone.", mayGoOn, tellAdministrator),
  'stop/not-allowed': text(
    "You don't have permission to stop this recording.",
    'The call is still being recorded.',
    tellAdministrator,
  ),
  'stop/ended': text('This recording has already ended.', '', 'No action needed.'),
  'stop/nothing-recorded': text('Nothing is being recorded on this line.', '', 'No action needed.'),
  'stop/server-fault': text('{host} reported an error while stopping the recording.', mayGoOn, retryThenTell),
  'stop/service-unavailable': text("The call recording service isn't available.", mayGoOn, retryThenTell),

  // pausing
  'pause/id-invalid': text("The server didn't recognise this recording.", notPaused, 'Press Pause again.'),
  'pause/number-missing': text('No directory number was specified.', notPaused, tellAdministrator),
  'pause/not-allowed': text("You don't have permission to pause this recording.", notPaused, tellAdministrator),
  'pause/ended': text(
    'This recording has ended.',
    'If the call continues, another recording may be active.',
    'Check the state before you take a card number.',
  ),
  'pause/nothing-recorded': text(
    'Nothing is being recorded on this line.',
    'A recording may still start.',
    'Check the state before you take a card number.',
  ),
  'pause/already': text(
    "The recorder reports that it's already paused.",
    '',
    'Wait until Sidetone confirms it and shows Paused.',
  ),
  'pause/server-fault': text('{host} reported an error while pausing.', notProven, 'Press Pause again.'),
  'pause/service-unavailable': text("The call recording service isn't available.", notProven, 'Press Pause again.'),

  // resuming
  'resume/id-invalid': text("The server didn't recognise this recording.", stillPaused, 'Press Resume again.'),
  'resume/number-missing': text('No directory number was specified.', stillPaused, tellAdministrator),
  'resume/not-allowed': text("You don't have permission to resume this recording.", stillPaused, tellAdministrator),
  'resume/ended': text('This recording has ended.', '', 'No action needed.'),
  'resume/nothing-recorded': text('Nothing is being recorded on this line.', '', 'No action needed.'),
  'resume/not-paused': text(
    "The recorder reports that it wasn't paused.",
    'Do not take the card number: it may already be recording.',
    'Check the state.',
  ),
  'resume/server-fault': text('{host} reported an error while resuming.', stillPaused, 'Press Resume again.'),
  'resume/service-unavailable': text("The call recording service isn't available.", stillPaused, 'Press Resume again.'),

  // following live recordings
  'live/filter-refused': text('The server rejected the request for active recordings.', blind, tellAdministrator),
  'live/mine-unknown': text("The server can't list your active recordings.", blind, tellAdministrator),
  'live/not-allowed': text(
    "You don't have permission to see active recordings.",
    "Sidetone can't tell what is being recorded.",
    tellAdministrator,
  ),
  'live/server-fault': text('{host} reported an error while listing active recordings.', blind, retryThenTell),
  'live/service-unavailable': text("The call recording service isn't available.", blind, retryThenTell),

  // completed recordings
  'completed/filter-refused': text('The server rejected this search.', listOutOfDate, 'Change or clear the filters.'),
  'completed/page-refused': text(
    'The server rejected this part of the list.',
    listOutOfDate,
    'Go to the top of the list.',
  ),
  'completed/refused': text(
    'The server rejected the request for this list.',
    listOutOfDate,
    'Clear the filters, then try again.',
  ),
  'completed/not-allowed': text("You don't have permission to see past recordings.", '', tellAdministrator),
  'completed/server-fault': text("{host} reported an error, so past recordings can't be shown.", '', retryThenTell),
  'completed/service-unavailable': text(
    "The call recording service isn't available, so recordings can't be shown or saved.",
    '',
    retryThenTell,
  ),
  'detail/id-invalid': text("The server didn't recognise this recording.", '', 'Refresh the list, then try again.'),
  'detail/not-allowed': text("You don't have permission to see this recording.", '', tellAdministrator),
  'detail/gone': text("This recording isn't on the server; it may have been deleted.", '', 'Refresh the list.'),
  'media/id-invalid': text("The server didn't recognise this recording.", '', 'Refresh the list, then try again.'),
  'media/not-allowed': text("You don't have permission to play or save this recording.", '', tellAdministrator),
  'media/gone': text(
    "The audio isn't on the server: it may not be ready yet, or it was deleted.",
    '',
    'Refresh the list, then try again.',
  ),
  'media/server-fault': text('{host} reported an error while sending the recording.', '', retryThenTell),

  // uploading
  'upload/request-unreadable': text("The server couldn't read the request.", '', retryThenTell),
  'upload/details-invalid': text(
    'The server rejected the details of this recording.',
    '',
    'Check the date, the duration and the numbers.',
  ),
  'upload/audio-invalid': text('The server rejected the audio.', '', 'Use a WAV or MP3 file.'),
  'upload/refused': text('The server rejected this recording.', '', tellAdministrator),
  'upload/not-allowed': text("You don't have permission to add recordings.", '', tellAdministrator),
  'upload/outside-retention': text(
    "This recording is older than the server's retention period.",
    '',
    'Keep the file, and contact your administrator.',
  ),
  'upload/too-large': text('This recording is too large for the server.', '', 'Use a smaller file.'),
  'upload/server-fault': text(
    '{host} reported an error while receiving the recording.',
    '',
    'Check History before you send it again: it may already be there.',
  ),
  'upload/no-licence': text('Call recording has no valid licence on {host}.', '', tellAdministrator),
  'upload/service-unavailable': text(
    "The call recording service didn't respond.",
    '',
    'Check History before you send it again: it may already be there.',
  ),
  'media/text': text('{host} sent a web page or text instead of the recording.', 'Nothing was saved.', retryThenTell),
  'media/packed': text(
    "{host} sent the recording packed in a way that Sidetone can't open.",
    'Nothing was saved.',
    tellAdministrator,
  ),
  'media/part': text('{host} sent only a part of the recording.', 'Nothing was saved.', retryThenTell),
  'upload/source-failed': text("The audio file couldn't be read to the end.", '', 'Check the file, then try again.'),
} satisfies Partial<Record<ProblemCode, ProblemText>>;
