// Sentences that the words of several problems share, in English.
import type { ProblemText } from '../problem-text.ts';

export const text = (what: string, meaning: string, next: string): ProblemText => ({ what, meaning, next });

/** For problems that may be met anywhere: signing in, looking for past calls, pausing. The widget adds what they mean for a card. */
export const unreached = 'Until it answers, Sidetone can neither see nor pause a recording.';
/** For problems of following a live recording. */
export const blind = 'Sidetone can neither see nor pause the recording now. Do not take the card number.';
export const perhapsNotDone = 'It is not certain that what was asked for was done.';
export const notPaused = 'The call is still being recorded. Do not take the card number.';
export const notProven = 'It is not certain that the recording is paused. Do not take the card number.';
export const stillPaused = 'The recording may still be paused.';
export const notStarted = 'The call is not being recorded.';
export const mayGoOn = 'The recording may still be running.';
export const notSent = 'The recording is still only on this computer.';
export const tellAdministrator = 'Tell your administrator.';
export const tryAgain = 'Try again in a moment.';
export const retryThenTell = 'Try again in a moment. If it stays so, tell your administrator.';
export const listOutOfDate = 'The list may be out of date.';
export const bug = 'Report it to whoever looks after Sidetone.';
