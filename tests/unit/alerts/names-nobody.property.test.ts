// Whatever names, numbers and texts the journal and the windows hold, nothing of them is in a message that waits to be sent.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Alerts } from '../../../src/main/core/alerts/alerts.ts';
import type { Shown } from '../../../src/main/core/alerts/alert-watch.ts';
import { pauseEnds, type JournalEntry } from '../../../src/shared/domain/journal.ts';
import { defaultPreferences } from '../../../src/shared/domain/preferences.ts';
import { forbiddenIn } from '../../support/allowed-alert.ts';
import { fakePorts } from '../../support/fake-ports.ts';
import { MemoryFiles } from '../../support/memory-files.ts';

const kinds = ['asked', 'confirmed', 'not-confirmed', 'ended', 'resume-failed', 'found-after-restart', 'audio-checked'];
const others = ['torn', 'older-copy', 'started', 'not-signed', 'rule-overridden', 'hand-ended'];

/** A name, a number or an address that no message may hold; long enough to be found nowhere by chance. */
const told = fc
  .tuple(fc.constantFrom('Zoë ', '+39055', 'sip:', 'Ó'), fc.stringMatching(/^[A-Za-z0-9]{8,20}$/u))
  .map(([head, rest]) => `${head}Q${rest}`);

/** An entry whose every text is one that was told, whatever its kind has room for: a file may have been written by anybody. */
const fact = (text: fc.Arbitrary<string>): fc.Arbitrary<JournalEntry['fact']> =>
  fc
    .record({
      kind: fc.constantFrom(...kinds, ...others),
      pauseId: text,
      recordingId: text,
      recordingIds: fc.array(text, { maxLength: 2 }),
      ruleIds: fc.array(text, { maxLength: 2 }),
      trigger: text,
      keptAs: text,
      reason: text,
      problem: fc.oneof(text, fc.constant('resumed-elsewhere')),
      how: fc.constantFrom(...pauseEnds),
      pausedForMs: fc.option(fc.nat(90_000)),
      verdict: fc.constantFrom('sound', 'silent'),
      stretches: fc.constant([]),
    })
    // The test plants what the schema of the journal would not take.
    .map((made) => made as unknown as JournalEntry['fact']);

const shown = (text: fc.Arbitrary<string>): fc.Arbitrary<Shown> =>
  fc
    .record({
      live: fc.record({
        state: fc.constantFrom('paused', 'pausing', 'unconfirmed', 'offline', 'recording'),
        pauseAtRisk: fc.boolean(),
        pausedForMs: fc.nat(700_000),
        pausedElsewhere: fc.boolean(),
        recordings: fc.array(fc.record({ id: text, remoteNumber: text, remoteName: text }), { maxLength: 2 }),
      }),
      automatic: fc.record({
        notWorking: fc.array(fc.record({ kind: fc.constantFrom('window', 'browser'), rule: text }), { maxLength: 2 }),
      }),
      hotkeys: fc.array(
        fc.record({
          name: fc.constantFrom('pause', 'resume', 'toggle', 'show'),
          problem: fc.record({ code: fc.constant('hotkey-taken'), params: fc.record({ combination: text }) }),
        }),
        { maxLength: 3 },
      ),
      journalProblem: fc.option(fc.record({ code: text, params: fc.record({ file: text }) })),
      notices: fc.array(
        fc.record({ code: fc.constantFrom('journal-unreadable', 'x'), params: fc.record({ file: text }) }),
      ),
    })
    .map((made) => made as unknown as Shown);

const scene = fc.array(told, { minLength: 1, maxLength: 5 }).chain((texts) => {
  const text = fc.constantFrom(...texts);
  const step = fc.oneof(
    fact(text).map((made) => ({ fact: made })),
    shown(text).map((made) => ({ shown: made })),
    fc.nat(700_000).map((ms) => ({ ms })),
  );
  return fc.record({ texts: fc.constant(texts), steps: fc.array(step, { minLength: 1, maxLength: 25 }) });
});

test('no name, no number and no other text of a call, a rule, a file or a server', async () => {
  let messages = 0;
  await fc.assert(
    fc.asyncProperty(scene, async ({ texts, steps }) => {
      const files = new MemoryFiles();
      const ports = { ...fakePorts(), files };
      const preferences = {
        ...defaultPreferences,
        // Nobody is there: what was found waits on the disk.
        'alerts.webhook': 'https://127.0.0.1:1/',
        'alerts.notConfirmedAfter': 1,
        'alerts.pausedAfter': 60,
      };
      const alerts = new Alerts({ ports, preferences: () => preferences, username: () => texts[0] ?? null });
      alerts.preferencesChanged();
      for (const step of steps) {
        if ('fact' in step) alerts.onEntry({ fact: step.fact } as JournalEntry);
        else if ('shown' in step) alerts.onShown(step.shown);
        else await ports.clock.advance(step.ms);
      }
      await ports.clock.advance(1);
      await alerts.dispose();
      const queue = [...files.contents].map(([, bytes]) => Buffer.from(bytes).toString('utf8')).join('');
      for (const text of texts) expect(queue).not.toContain(text);
      const lines = queue.split('\n').filter((line) => line !== '');
      messages += lines.length;
      for (const line of lines) expect(forbiddenIn(JSON.parse(line) as Record<string, unknown>)).toEqual([]);
    }),
    { numRuns: 60 },
  );
  expect(messages).toBeGreaterThan(60);
});
