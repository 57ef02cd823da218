// What people read about a recording that cannot be brought in, in English, where it is not an answer of the server.
import { retryThenTell, text } from './problem-phrases.ts';
import type { ProblemCode } from '../../../domain/problem.ts';
import type { ProblemText } from '../../problem-text.ts';

const accepted = 'Choose a WAV (8-bit or 16-bit PCM, A-law or µ-law) or MP3 file.';
const asWave = 'Convert it to 16-bit PCM WAV or to MP3, then add it again.';

/** By code; `{name}` stands for a value of the problem. */
export const uploadProblemTexts = {
  'upload/file-unreadable': text(
    "This file can't be read.",
    '',
    "Check that it's still there and that you can open it.",
  ),
  'upload/file-or-folder-unreadable': text(
    "This is a folder, or a file that you can't open.",
    '',
    'Add the audio files themselves.',
  ),
  'upload/file-is-folder': text('This is a folder.', '', 'Add the audio files in it.'),
  'upload/file-empty': text('This file is empty.', '', 'Choose another file.'),
  'upload/file-too-large': text(
    'This file is {size}, but the limit is {largest}.',
    '',
    'Convert it to MP3, which is much smaller, then add it again.',
  ),
  'upload/file-changed': text(
    'This file has changed since it was added.',
    '',
    'Remove it from the list, then add it again.',
  ),
  'upload/not-audio': text("This isn't an audio file.", '', accepted),
  'upload/other-audio': text("This file is {format}, which isn't supported.", '', asWave),
  'upload/wave-coding': text("This WAV file uses {coding}, which isn't supported.", '', asWave),
  'upload/wave-bits': text('This WAV file has {bits} bits per sample, but only 8 and 16 are supported.', '', asWave),
  'upload/wave-damaged': text('This WAV file is damaged.', '', asWave),
  'upload/wave-cut-short': text(
    'This WAV file is incomplete.',
    '',
    'Copy it again from the source, then add it again.',
  ),
  'upload/mp3-cut-short': text(
    'This MP3 file is incomplete: it ends after {found}.',
    '',
    'Copy it again from the source. If the source is the same, convert it to 16-bit PCM WAV, then add it again.',
  ),
  'upload/mp3-unreadable': text('This MP3 file is damaged.', '', asWave),
  'upload/no-sound': text('This file contains no audio.', '', 'Choose another file.'),
  'upload/start-missing': text('The start of the call is missing.', '', 'Enter the start date and time.'),
  'upload/start-future': text('The start of the call is in the future.', '', 'Correct the date or the time.'),
  'upload/start-guessed': text(
    "The start of the call is only the file's date.",
    '',
    "Correct it, or confirm that it's right.",
  ),
  'upload/local-user-missing': text(
    'The local user is missing.',
    '',
    'Enter the username of the person who took the call.',
  ),
  'upload/local-number-missing': text('The local number is missing.', '', "Enter that user's number."),
  'upload/no-files': text('No files were dropped.', '', 'Drop audio files.'),
  'upload/too-many': text('You can add up to {most} files at a time.', '', 'Send or remove some, then add the others.'),
  'upload/no-dialog': text("The file dialog can't be opened here.", '', 'Drop the files in this window instead.'),
  'upload/busy': text(
    'This recording is being sent, so nothing was changed.',
    '',
    "Wait until it's sent, or cancel it.",
  ),
  'upload/not-reached': text("Can't reach {host}.", '', 'Check your network or VPN, then try again.'),
  'upload/turned-away': text("{host} isn't accepting recordings at the moment.", '', retryThenTell),
  'upload/perhaps-there': text(
    'The connection to {host} was lost before the recording was confirmed.',
    '',
    'Check History before you send it again: it may already be there.',
  ),
  'upload/signed-out': text('Sending stopped because you were signed out.', '', 'Sign in, then try again.'),
} satisfies Partial<Record<ProblemCode, ProblemText>>;
