// The words of alerts that are sent to the organisation. They name nobody.
import type { AlertDetail, AlertKind } from '../../domain/alert.ts';

type AlertFacts = { readonly seconds: number | null; readonly detail: AlertDetail | null };

const hotkeys: Partial<Record<AlertDetail, string>> = {
  pause: 'pausing',
  resume: 'resuming',
  toggle: 'pausing and resuming',
};
const journal: Partial<Record<AlertDetail, string>> = {
  'broken-chain': 'Entries of a journal were changed or are missing.',
  torn: 'The last entry of a journal was incomplete: its bytes were set aside.',
  'older-copy': 'A journal is older than what was signed: a backup was restored, or its end was removed.',
  unreadable: "A journal can't be read.",
  'not-written': "A journal can't be written: its newest entries are in memory only.",
};

const texts: Record<AlertKind, (facts: AlertFacts) => string> = {
  'not-confirmed': ({ seconds }) =>
    `A pause hasn't been confirmed for ${String(seconds)} s. The call may still be recorded: ask the agent not to take card data.`,
  'paused-long': ({ seconds }) =>
    `A recording has been paused for ${String(seconds)} s. The call isn't recorded: ask the agent whether to resume.`,
  'ended-paused': () => "A call ended while its recording was paused. The end of the call isn't recorded.",
  'resume-failed': () => "A recording couldn't be resumed. The call may not be recorded: resume it on the Live page.",
  'resumed-elsewhere': () =>
    'A paused recording was resumed outside Sidetone. It may contain card data: check the recording.',
  'sound-found': () =>
    'Sound was found during the pause of a recording. It may contain card data: the journal names the recording.',
  'journal-damaged': ({ detail }) =>
    `${(detail === null ? undefined : journal[detail]) ?? 'A journal is damaged.'} Check it with sidetone verify-journal.`,
  'automatic-not-working': ({ detail }) =>
    `The automatic pause isn't working: nothing watches the ${detail === 'window' ? 'front window' : 'browser'}. The agent must pause by hotkey.`,
  'hotkey-lost': ({ detail }) =>
    `The hotkey for ${(detail === null ? undefined : hotkeys[detail]) ?? 'pausing'} doesn't work. Another app may use it: choose another combination.`,
};

export const alertText = (kind: AlertKind, facts: AlertFacts): string => texts[kind](facts);
