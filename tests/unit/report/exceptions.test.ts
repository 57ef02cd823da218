// Every pause that needs attention is a row of the report: each is brought about in a whole core, and read from the journal that it wrote.
import { afterEach, expect, test } from 'vitest';
import type { Evidence } from '../../../src/main/core/journal/report/evidence.ts';
import { collectEvidence } from '../../../src/main/core/journal/report/collect-evidence.ts';
import { reportPage } from '../../../src/main/core/journal/report/report-page.ts';
import { reportCsv } from '../../../src/main/core/journal/report/report-tables.ts';
import { linesSource } from '../../../src/main/core/journal/report/sources.ts';
import { report as words } from '../../../src/shared/messages/en/report.ts';
import { alertingCore, onCall, pausedCall, type AlertingCore } from '../../support/alerting-core.ts';
import { firstId } from '../../support/fake-core.ts';

const cores: AlertingCore[] = [];
afterEach(async () => {
  for (const { core } of cores.splice(0)) await core.dispose();
});

const begin = async (): Promise<AlertingCore> => {
  const made = await alertingCore(null);
  cores.push(made);
  return made;
};

/** The report of what this core has written so far. */
async function reportOf({ core, files, clock }: AlertingCore, isOver = true): Promise<Evidence> {
  if (isOver) await core.dispose();
  else await clock.advance(2_000);
  const months = [...files.contents].filter(([path]) => path.startsWith('/profile/journal/'));
  const lines = months.flatMap(([, bytes]) => Buffer.from(bytes).toString('utf8').split('\n').slice(0, -1));
  return collectEvidence([linesSource('journal', () => Promise.resolve(lines))], {
    period: { from: null, to: null, zone: 'UTC' },
    lateMs: 1_500,
    now: clock.now(),
    appVersion: '0.1.0',
    witness: null,
    why: (reason) => reason,
    crashed: (error) => {
      throw error;
    },
  });
}

const resumed = async (made: AlertingCore): Promise<void> => {
  void made.core.handlers['live.resume']({});
  await made.clock.advance(8_000);
};

test('a pause that was confirmed and resumed needs none', async () => {
  const made = await pausedCall(await begin());
  await resumed(made);
  const { exceptions, pauses } = await reportOf(made);
  expect([exceptions, pauses.confirmed]).toEqual([[], 1]);
});

const scenarios: readonly (readonly [kinds: readonly string[], () => Promise<Evidence>])[] = [
  [
    ['resumeFailed'],
    async () => {
      const made = await pausedCall(await begin());
      made.recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
      await resumed(made);
      return reportOf(made);
    },
  ],
  [
    ['notConfirmed', 'resumedElsewhere'],
    async () => {
      const made = await pausedCall(await begin());
      made.recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
      made.recorder.setPaused(firstId, false);
      await made.clock.advance(8_000);
      made.recorder.end(firstId);
      await made.clock.advance(8_000);
      return reportOf(made);
    },
  ],
  [
    ['notResumed'],
    async () => {
      const made = await pausedCall(await begin());
      made.recorder.end(firstId);
      await made.clock.advance(8_000);
      return reportOf(made);
    },
  ],
  [
    ['notFollowed'],
    async () => {
      const made = await pausedCall(await begin());
      void made.core.handlers['session.signOut']({});
      await made.clock.advance(2_000);
      return reportOf(made);
    },
  ],
  [['noEnd'], async () => reportOf(await pausedCall(await begin()), false)],
  [
    ['resumeFailed'],
    async () => {
      const made = await onCall(await begin());
      made.recorder.setPaused(firstId, true);
      await made.clock.advance(3_000);
      made.recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
      await resumed(made);
      return reportOf(made);
    },
  ],
];

test.each(scenarios)('%j is a row with its recording, in the page and in the table', async (kinds, make) => {
  const evidence = await make();
  expect(evidence.exceptions).toMatchObject([{ kinds, recordingIds: [firstId] }]);
  const page = [...reportPage(evidence)].join('');
  const named: Readonly<Record<string, string>> = words.kinds;
  for (const kind of kinds) expect(page).toContain(`>${named[kind] ?? '?'}</span>`);
  expect(page).toContain(firstId);
  expect(reportCsv(evidence, ',')).toContain(`${kinds.join(' ')},${firstId}`);
  const { resumes } = evidence;
  expect(resumes.callEnded + resumes.failed + resumes.elsewhere + resumes.notFollowed + resumes.noEnd).toBe(1);
});

test('a resume that failed of a recording that Sidetone had not paused has no pause, and is named all the same', async () => {
  const evidence = await scenarios.at(-1)?.[1]();
  expect(evidence?.exceptions).toMatchObject([{ pauseId: null, trigger: 'button' }]);
  expect(evidence?.pauses.requested).toBe(0);
});
