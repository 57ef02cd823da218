// What people read about a recording that cannot be brought in, in English, where it is not an answer of the server.
import { notSent, retryThenTell, text, tryAgain } from './problem-phrases.ts';
import type { ProblemCode } from '../../domain/problem.ts';
import type { ProblemText } from '../problem-text.ts';

const accepted = 'Sidetone takes WAV (PCM with 8 or 16 bits, A-law, µ-law) and MP3.';
const asWave = 'Save it as WAV with 16-bit PCM, or as MP3, then add it again.';

/** By code; `{name}` stands for a value of the problem. */
export const uploadProblemTexts = {
  'upload/file-unreadable': text(
    'This file cannot be read.',
    notSent,
    'Check that it is still there and that you may open it.',
  ),
  'upload/file-or-folder-unreadable': text(
    'This cannot be read.',
    'It may be a folder, or a file that you may not open.',
    'Add the audio files themselves.',
  ),
  'upload/file-is-folder': text('This is a folder.', '', 'Add the audio files in it.'),
  'upload/file-empty': text('This file is empty.', 'There is nothing in it to send.', 'Look for the right file.'),
  'upload/file-too-large': text(
    'This file has {size}; the server takes at most {largest}.',
    notSent,
    'Save it as MP3, which is much smaller, then add it again.',
  ),
  'upload/file-changed': text(
    'This file has changed since it was added.',
    notSent,
    'Remove it from the list, then add it again.',
  ),
  'upload/not-audio': text('This is not an audio file.', accepted, 'Look for the right file.'),
  'upload/other-audio': text('This file is {format}, which the server does not take.', accepted, asWave),
  'upload/wave-coding': text('The sound in this WAV file is {coding}, which the server does not take.', '', asWave),
  'upload/wave-bits': text('This WAV file has {bits} bits; the server takes 8 or 16.', '', asWave),
  'upload/wave-damaged': text('This WAV file is damaged.', 'What it says about its own sound makes no sense.', asWave),
  'upload/wave-cut-short': text(
    'This WAV file is cut short.',
    'It holds less sound than it says; perhaps it was not copied to its end.',
    'Copy it once more, then add it again.',
  ),
  'upload/mp3-unreadable': text('This MP3 file is damaged.', 'No sound can be found in it.', asWave),
  'upload/no-sound': text('There is no sound in this file.', 'Its length is zero.', 'Look for the right file.'),
  'upload/start-missing': text('The start of the call is missing.', '', 'Fill in day and time.'),
  'upload/start-future': text('This start is in the future.', '', 'Correct day and time.'),
  'upload/local-user-missing': text('The local user is missing.', '', 'Type the user name of whoever took the call.'),
  'upload/local-number-missing': text('The local number is missing.', '', 'Type the number of that user.'),
  'upload/no-files': text('There was no file in what was dropped.', '', 'Drop audio files.'),
  'upload/too-many': text(
    'These are too many files.',
    'At most {most} can wait at once.',
    'Send or remove some, then add the others.',
  ),
  'upload/no-dialog': text('The dialog for files cannot be opened here.', '', 'Drop the files on the window.'),
  'upload/busy': text(
    'This recording is being sent.',
    'Nothing was changed.',
    'Wait until it has ended, or cancel it.',
  ),
  'upload/not-reached': text('{host} cannot be reached.', notSent, 'Check your network or VPN, then try again.'),
  'upload/turned-away': text('{host} takes no recordings now.', notSent, retryThenTell),
  'upload/perhaps-there': text(
    'The connection to {host} ended before the answer came.',
    'The recording may or may not be there.',
    'Look in History before you send it again.',
  ),
  'upload/signed-out': text('Sending ended because you were signed out.', notSent, `Sign in. ${tryAgain}`),
} satisfies Partial<Record<ProblemCode, ProblemText>>;
