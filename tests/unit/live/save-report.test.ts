// The evidence report from the app: each form is a new file of the days that were asked for; what can't be printed is said, and leaves nothing.
import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal } from '../../../src/main/core/journal/journal.ts';
import {
  personIn,
  saveReport,
  type SaveReportDependencies,
} from '../../../src/main/core/journal/report/save-report.ts';
import { reportFormats } from '../../../src/shared/ipc/journal-page.ts';
import { problemText } from '../../../src/shared/messages/problems.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../../support/fake-ports.ts';

let ports: FakePorts<FakeClock>;
let journal: Journal;
let printed: { html: string; paper: string }[] = [];
beforeEach(async () => {
  ports = fakePorts();
  printed = [];
  journal = new Journal({
    ports: { ...ports, version: '1.2.3' },
    folder: join(ports.profileFolder, 'journal'),
    serverNow: () => null,
    onChange: () => undefined,
  });
  await journal.open();
  ports.clock.jump(new Date(2026, 10, 22, 12).getTime() - ports.clock.now());
  for (const pauseId of ['p22', 'p23']) {
    journal.add({ kind: 'asked', pauseId, trigger: 'hotkey', recordingIds: ['a'] });
    if (pauseId === 'p23') journal.add({ kind: 'confirmed', pauseId, recordingId: 'a', exposureMs: 84, attempts: [] });
    ports.clock.jump(24 * 3_600_000);
  }
});
afterEach(async () => {
  await journal.close();
  await rm(dirname(ports.profileFolder), { recursive: true, force: true });
});

const dependencies = (over: Partial<SaveReportDependencies> = {}): SaveReportDependencies => ({
  journal,
  files: ports.files,
  folder: () => ({ folder: ports.downloadFolder, makeFolder: true }),
  clock: ports.clock,
  log: ports.log,
  printPdf: (html, paper) => {
    printed.push({ html, paper });
    return Promise.resolve(Buffer.from('%PDF-1.4'));
  },
  separator: () => Promise.resolve(';'),
  lateMs: () => 1_500,
  appVersion: '1.2.3',
  person: () => personIn({ username: 'ada.agent', server: 'https://ucx.example.com' }),
  ...over,
});
const asked = { paper: 'Letter', from: '2026-11-23', to: '2026-11-23' } as const;

test.each(reportFormats)('as %s it is a new file each time, of the days that were asked for', async (format) => {
  const first = await saveReport(dependencies(), { ...asked, format });
  const second = await saveReport(dependencies(), { ...asked, format });
  expect([first, second]).toMatchObject([
    { value: { fileName: `sidetone-evidence-2026-11-24.${format}`, entries: 3 } },
    { value: { fileName: `sidetone-evidence-2026-11-24-2.${format}` } },
  ]);
  const text = await readFile(join(ports.downloadFolder, `sidetone-evidence-2026-11-24.${format}`), 'utf8');
  const page = format === 'pdf' ? printed[0]?.html : text;
  if (format === 'pdf') expect([text, printed[0]?.paper]).toEqual(['%PDF-1.4', 'Letter']);
  if (format === 'json') expect(JSON.parse(text)).toMatchObject({ pauses: { requested: 1 } });
  else if (format === 'csv') expect(text).toContain('at;kinds;');
  else expect(page).toMatch(/ada\.agent.*ucx\.example\.com.*<b>1<\/b><span class="m">pauses requested/su);
});

test.each([
  ['report-not-printed', () => Promise.reject(new Error('the printer crashed'))],
  ['report-no-printer', undefined],
] as const)('%s: a PDF that cannot be made is said in words, and no file is left', async (code, printPdf) => {
  const answer = await saveReport(dependencies({ printPdf }), { ...asked, format: 'pdf' });
  if (answer.ok) throw new Error('written');
  expect(answer.error.code).toBe(code);
  const { what, next } = problemText(answer.error);
  expect(what).toContain('PDF');
  expect(next).toContain('HTML');
  expect(next).not.toContain('crashed');
  await expect(readdir(ports.downloadFolder)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('an error of the program is none of the disk: it goes to the log, and the page says so', async () => {
  const mistake = new TypeError('a mistake in the program');
  const monthFiles = (): Promise<never> => Promise.reject(mistake);
  const broken = { flushed: () => Promise.resolve(), monthFiles };
  await expect(saveReport(dependencies({ journal: broken }), { ...asked, format: 'json' })).rejects.toBe(mistake);

  const logged: unknown[] = [];
  const log = { ...ports.log, error: (...told: readonly unknown[]) => logged.push(told) };
  const readPart = (): Promise<never> => Promise.reject(mistake);
  await saveReport(dependencies({ log, files: { ...ports.files, readPart } }), { ...asked, format: 'json' });
  expect(logged).toEqual([['report-file-crashed', mistake]]);
  const text = await readFile(join(ports.downloadFolder, 'sidetone-evidence-2026-11-24.json'), 'utf8');
  expect(text).toContain("2026-11.jsonl wasn't evaluated, or not all of it: an error in Sidetone");
});
