// What people read about problems of saving, hearing and opening recordings, in English.
import { text } from './problem-phrases.ts';
import type { ProblemCode } from '../../domain/problem.ts';
import type { ProblemText } from '../problem-text.ts';

/** By code; `{name}` stands for a value of the problem. */
export const savingProblemTexts = {
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
    'The fingerprint (SHA-256) of the saved file is {actual}, the server says {expected}.',
    'It may be damaged, or the server counts differently. It was kept as {file}.',
    'Play it to check. If in doubt, save it again.',
  ),
  'file-size-mismatch': text(
    'The saved file has {actual} bytes, the server says {expected}.',
    'It may be damaged, or the server counts differently. It was kept as {file}.',
    'Play it to check. If in doubt, save it again.',
  ),
  'metadata-not-saved': text(
    'The details beside the recording could not be written.',
    'The recording itself is whole.',
    'Save it again if you need the details.',
  ),
  'queue-damaged': text(
    'The list of recordings that were to be saved is damaged in part.',
    'Sidetone goes on with what it could read. The damaged list was kept as {file}.',
    'Save again what you miss.',
  ),
  'saved-index-damaged': text(
    'The list of what is saved on this computer is damaged in part.',
    'The recordings are where they were; some are no longer marked as saved. The damaged list was kept as {file}.',
    'Save again what you miss in the list.',
  ),
  'found-too-many': text(
    '{count} recordings are too many to save at once.',
    'Nothing was begun. At most {most} can be saved together.',
    'Choose fewer days, then try again.',
  ),
  'pause-not-proven': text(
    'The pause of this recording was late or not confirmed.',
    'What should not be heard may be in it.',
    'Go on only if you may hear or keep it.',
  ),
  'pauses-unknown': text(
    'The journal on this computer cannot be read, so Sidetone does not know whether a pause was late or not confirmed.',
    'What should not be heard may be in the recording.',
    'Go on only if you may hear or keep it, and tell your administrator.',
  ),
  'audio-not-playable': text(
    'This recording cannot be played here.',
    'It may have been cut on the way.',
    'Press play to try again, or save it and open it in another player.',
  ),
  'audio-too-long': text(
    'This recording is too long to be played here.',
    '',
    'Save it and play the copy, here or in another player.',
  ),
  'folder-choice-missing': text('A folder cannot be chosen from a list here.', '', 'Type the folder instead.'),
  'folder-not-whole': text(
    'This is not the whole path of a folder.',
    'Recordings are saved where they were.',
    'Type it from its beginning, like C:\\Recordings or /home/ada/Recordings.',
  ),
  'folder-not-there': text(
    'The folder {folder} is not there.',
    'Recordings are saved where they were.',
    'Make the folder or connect its drive, then try again.',
  ),
  'folder-refuses': text(
    'Sidetone may not write to {folder}.',
    'Recordings are saved where they were.',
    'Choose another folder, or ask your administrator.',
  ),
  'name-pattern-empty': text(
    'Without a pattern the files would have no names.',
    'Files are named as before.',
    'Type at least one of the fields that are listed at the box.',
  ),
  'name-pattern-unknown': text(
    'No such field: {fields}.',
    'Files are named as before.',
    'Use the fields that are listed at the box.',
  ),
  'folder-show-missing': text('A browser cannot open the folder.', '', 'The file {file} is in {folder}.'),
  'file-open-missing': text(
    'A browser cannot open a file with another program.',
    '',
    'Open {file} from the folder {folder}.',
  ),
  'file-not-opened': text(
    'No program of this computer opened {file}.',
    'The file is where it was.',
    'Choose a program for MP3 files in the settings of this computer, or open it from its folder.',
  ),
  'file-no-audio': text(
    'The file {file} is no recording that Sidetone saved.',
    'It was not opened.',
    'Save the recording again.',
  ),
  'file-gone': text('The saved file is no longer where it was.', '', 'Save it again.'),
} satisfies Partial<Record<ProblemCode, ProblemText>>;
