// Model C1 of the vendor's contract: a live recording as the server shows it, in each form that the quirks ask for.
import type { Call, Calls, LiveRecording } from '../calls/calls.ts';
import { dateTime, guidText, isoDuration } from '../formats.ts';
import type { Quirks } from '../faults/quirks.ts';

function remoteParty(quirks: Quirks, call: Call): object {
  const { remoteFirstName: firstName, remoteLastName: lastName, remoteNumber: phoneNumber } = call;
  const party = { firstName, lastName, phoneNumber };
  const form = quirks['remote-party-blank'];
  if (form === 'empty') return { remoteParty: party };
  const known = Object.entries(party).filter(([, value]) => value !== '');
  if (form === 'no-party' && firstName === '' && lastName === '') return {};
  const blanks = Object.entries(party).map(([key, value]): [string, string | null] => [
    key,
    value === '' ? null : value,
  ]);
  return { remoteParty: Object.fromEntries(form === 'null' ? blanks : known) };
}

function paused(quirks: Quirks, recording: LiveRecording): object {
  const isPaused = recording.pausedSince !== null;
  const form = quirks['is-paused-form'];
  if (form === 'missing') return {};
  if (form === 'null') return { isPaused: null };
  return { isPaused: form === 'string' ? String(isPaused) : form === 'number' ? Number(isPaused) : isPaused };
}

/** Model C1. */
export function liveModel(calls: Calls, quirks: Quirks, recording: LiveRecording): object {
  const elapsed = calls.elapsedMs(recording);
  const duration = quirks['pause-duration'] === 'stops' ? elapsed - calls.pausedMs(recording) : elapsed;
  return {
    id: guidText(recording.id, quirks['guid-case']),
    duration: isoDuration(duration, quirks['duration-form']),
    startedAt: dateTime(recording.startedAt, quirks['started-at-zone'], quirks['date-fraction-digits']),
    localParty: { username: recording.call.line.user?.username ?? '' },
    ...remoteParty(quirks, recording.call),
    ...paused(quirks, recording),
  };
}
