// Which entries of the journal are an alert by themselves.
import { expect, test } from 'vitest';
import { AlertWatch, type AlertFound } from '../../../src/main/core/alerts/alert-watch.ts';
import type { AudioFinding } from '../../../src/shared/domain/audio-finding.ts';
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
