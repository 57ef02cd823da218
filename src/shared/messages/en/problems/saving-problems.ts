// What people read about problems of saving, hearing and opening recordings, in English.
import { text } from './problem-phrases.ts';
import type { ProblemCode } from '../../../domain/problem.ts';
import type { ProblemText } from '../../problem-text.ts';

/** By code; `{name}` stands for a value of the problem. */
export const savingProblemTexts = {
  'disk-full': text("There isn't enough space in {folder}.", '', 'Free up space, then save again.'),
  'folder-missing': text("{folder} doesn't exist.", '', 'Connect the drive or create the folder, then save again.'),
  'folder-not-writable': text(
    "Sidetone can't write to {folder}.",
    '',
    'Choose another folder, or contact your administrator.',
  ),
  'file-name-impossible': text(
    "A file with this name can't be created in {folder}.",
    '',
    'Choose another folder, then save again.',
  ),
  'file-cut-short': text("The recording didn't arrive completely, so it wasn't kept.", '', 'Save it again.'),
  'file-hash-mismatch': text(
    'The checksum (SHA-256) of {file} is {actual}, but the server reported {expected}.',
    '',
    'Play the file to check it, or save it again.',
  ),
  'file-size-mismatch': text(
    '{file} has {actual} bytes, but the server reported {expected}.',
    '',
    'Play the file to check it, or save it again.',
  ),
  'metadata-not-saved': text(
    "The recording was saved, but its details weren't.",
    '',
    'Save it again if you need the details.',
  ),
  'queue-damaged': text(
    'The save queue was damaged and may be incomplete (damaged list: {file}).',
    '',
    'Save any missing recordings again.',
  ),
  'saved-index-damaged': text(
    'Some recordings are no longer marked as saved, but the files are still there (damaged list: {file}).',
    '',
    'Save any missing recordings again.',
  ),
  'found-too-many': text(
    'You can save up to {most} recordings at once, but {count} were found.',
    '',
    'Choose fewer days, then try again.',
  ),
  'pause-not-proven': text(
    'This recording may contain card data: the pause was late or not confirmed.',
    '',
    "Continue only if you're authorised to.",
  ),
  'pauses-unknown': text(
    "Recordings may contain card data: the journal can't be read, so pauses can't be checked.",
    '',
    "Continue only if you're authorised to.",
  ),
  'sound-in-pause': text(
    'This recording may contain card data: sound was found during a pause.',
    '',
    "Continue only if you're authorised to.",
  ),
  'audio-not-playable': text(
    "This recording can't be played here.",
    '',
    'Press Play to try again, or save it and open it in another app.',
  ),
  'audio-cut-short': text("The recording didn't arrive completely.", '', 'Press Play to try again.'),
  'audio-too-long': text(
    'This recording is too long to play here.',
    '',
    'Save it, then play the file here or in another app.',
  ),
  'folder-choice-missing': text("You can't choose a folder from a list here.", '', 'Enter the folder path instead.'),
  'folder-not-whole': text(
    "This isn't a full path, so the folder wasn't changed.",
    '',
    'Enter it in full, like C:\\Recordings or /home/ada/Recordings.',
  ),
  'folder-not-there': text(
    "{folder} doesn't exist, so the folder wasn't changed.",
    '',
    'Create the folder or connect the drive, then try again.',
  ),
  'folder-refuses': text(
    "Sidetone can't write to {folder}, so the folder wasn't changed.",
    '',
    'Choose another folder, or contact your administrator.',
  ),
  'name-pattern-empty': text("The file name pattern can't be empty.", '', 'Enter at least one of the listed fields.'),
  'name-pattern-unknown': text('Unknown field: {fields}.', '', 'Use only the listed fields.'),
  'folder-show-missing': text("A browser can't open the folder.", '', 'Find {file} in {folder}.'),
  'file-open-missing': text("A browser can't open the file in another app.", '', 'Open {file} from {folder}.'),
  'file-not-opened': text(
    'No app on this computer could open {file}.',
    '',
    'Choose a default app for MP3 files, or open the file from its folder.',
  ),
  'file-no-audio': text(
    "{file} isn't a recording that Sidetone saved, so it wasn't opened.",
    '',
    'Save the recording again.',
  ),
  'file-changed': text(
    '{file} has changed since it was saved.',
    'Nothing was deleted.',
    'Check it, then delete it anyway.',
  ),
  'file-gone': text('The saved file was moved or deleted.', '', 'Save it again.'),
} satisfies Partial<Record<ProblemCode, ProblemText>>;
