// Which entries of the journal are an alert by themselves.
import { expect, test } from 'vitest';
import { AlertWatch, type AlertFound } from '../../../src/main/core/alerts/alert-watch.ts';
import type { AudioFinding } from '../../../src/shared/domain/audio-finding.ts';
import type { JournalFact } from '../../../src/shared/domain/journal.ts';
import { defaultPreferences } from '../../../src/shared/domain/preferences.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const finding: AudioFinding = {
  verdict: 'sound',
  reason: null,
  audioMs: 60_000,
  callMs: 60_000,
  checkedMs: 12_400,
  stretches: [],
};

test.each([
  ['sound', ['sound-found']],
  ['cut', []],
  ['silent', []],
  ['tone', []],
  ['unknown', []],
] as const)('an audio check that says %s: %j', (verdict, expected) => {
  const found: AlertFound[] = [];
  const clock = new FakeClock();
  const watch = new AlertWatch({ clock, preferences: () => defaultPreferences, found: (alert) => found.push(alert) });
  watch.onFact({ kind: 'audio-checked', recordingId: 'a', trigger: 'play', ...finding, verdict });
  expect(found.map(({ kind }) => kind)).toEqual(expected);
  watch.dispose();
});

test.each([
  ['paused to its end', [], ['ended-paused']],
  ['last seen as recorded', ['not-confirmed'], ['resumed-elsewhere']],
  ['paused again before its end', ['not-confirmed', 'confirmed'], ['resumed-elsewhere', 'ended-paused']],
] as const)('a call whose recording was %s: %j, %j', (_what, kinds, expected) => {
  const found: AlertFound[] = [];
  const clock = new FakeClock();
  const watch = new AlertWatch({ clock, preferences: () => defaultPreferences, found: (alert) => found.push(alert) });
  const [pauseId, recordingId] = ['p', 'a'];
  const confirmed: JournalFact = { kind: 'confirmed', pauseId, recordingId, exposureMs: 84, attempts: [] };
  watch.onFact({ kind: 'asked', pauseId, trigger: 'hotkey', recordingIds: [recordingId] });
  watch.onFact(confirmed);
  for (const kind of kinds)
    watch.onFact(
      kind === 'confirmed' ? confirmed : { kind, pauseId, recordingIds: [recordingId], problem: 'resumed-elsewhere' },
    );
  watch.onFact({ kind: 'ended', pauseId, how: 'call-ended', pausedForMs: 5_000, attempts: [] });
  expect(found.map(({ kind }) => kind)).toEqual(expected);
  watch.dispose();
});
