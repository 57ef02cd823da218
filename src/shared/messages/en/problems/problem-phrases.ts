// Sentences that the words of several problems share, in English.
import type { ProblemText } from '../../problem-text.ts';

export const text = (what: string, meaning: string, next: string): ProblemText => ({ what, meaning, next });

/** For problems that may be met anywhere: signing in, looking for past calls, pausing. The widget adds what they mean for a card. */
export const unreached = "You can't see or pause recordings until it works again.";
/** For problems of following a live recording. */
export const blind = "Do not take the card number: Sidetone can't see or pause the recording.";
export const perhapsNotDone = 'Your request may not have been completed.';
export const notPaused = 'Do not take the card number: the call is still being recorded.';
export const notProven = "Do not take the card number: the pause isn't confirmed.";
export const stillPaused = 'The recording may still be paused.';
export const notStarted = "The call isn't being recorded.";
export const mayGoOn = 'The recording may still be running.';
export const tellAdministrator = 'Contact your administrator.';
export const tryAgain = 'Try again in a moment.';
export const retryThenTell = 'Try again, or contact your administrator if the problem continues.';
export const listOutOfDate = 'The list may be out of date.';
export const bug = 'Restart Sidetone, or contact your administrator if the problem continues.';
