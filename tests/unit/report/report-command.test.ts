// `sidetone report`: its page holds nothing but words, its other files are safe, and what can't be read is said and costs nothing else.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readArguments } from '../../../src/main/command-line/arguments.ts';
import { runCommand } from '../../../src/main/command-line/run-command.ts';
import { journalCsv, journalJson } from '../../../src/main/core/journal/journal-export.ts';
import { escaped } from '../../../src/main/core/journal/report/report-formats.ts';
import { fileOf, JournalMaker, linesOf, newKey } from '../../support/signed-journal.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-report-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (name: string): string => path.join(folder, name);

async function report(...words: readonly string[]): Promise<{ code: number; out: string; problems: string }> {
  let [out, problems] = ['', ''];
  const asked = readArguments(['report', ...words]);
  if (asked.kind === 'app') throw new Error('not asked');
  const code = await runCommand(asked, {
    profileFolder: folder,
    locale: 'en',
    say: (text) => (out += text),
    complain: (text) => (problems += text),
  });
  return { code, out, problems };
}

const hostile = `"><script>alert(1)</script><img src=https://evil.example/x onerror='x'>&`;

function hostileJournal(): JournalMaker {
  const maker = new JournalMaker(newKey());
  const pauseId = `p${hostile}`;
  maker.add({ kind: 'asked', pauseId, trigger: 'hotkey', recordingIds: [hostile, '=1+1'] });
  return maker.add({ kind: 'ended', pauseId, how: 'call-ended', pausedForMs: null, attempts: [] }).checkpoint();
}

test('whatever an entry or a file is called, the page has no script, no element of it and nothing from outside', async () => {
  await writeFile(at('journal'), fileOf(hostileJournal().entries));
  const file = at(`<b>&'.jsonl`);
  await writeFile(file, 'no journal');
  const { code } = await report(
    '--out',
    at('r.html'),
    '--csv',
    at('r.csv'),
    '--json',
    at('r.json'),
    at('journal'),
    file,
  );
  expect(code).toBe(1);
  const page = await readFile(at('r.html'), 'utf8');
  expect(page).not.toMatch(/<script|<img|<b>&'|<link|url\(|@import/iu);
  expect(page).toContain('&lt;script&gt;');
  expect(page).toContain("default-src 'none'");
  const tags = new Set([...page.matchAll(/<([a-z0-9]+)[\s>]/gu)].map((match) => match[1]));
  for (const tag of ['script', 'img', 'iframe', 'object', 'form']) expect(tags).not.toContain(tag);
  // A cell never begins like a formula of anything but text.
  expect(await readFile(at('r.csv'), 'utf8')).not.toMatch(/(?:^|,|"")=1/mu);
  expect(JSON.parse(await readFile(at('r.json'), 'utf8'))).toMatchObject({
    format: 'sidetone-evidence-report',
    exceptions: [{ recordingIds: [hostile, '=1+1'], kinds: ['notConfirmed'] }],
  });
});

test('any text is escaped: no mark of HTML and no control character is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      // oxlint-disable-next-line no-control-regex -- they are what is looked for
      expect(escaped(text)).not.toMatch(/[<>"'\u0000-\u001f\u202a-\u202e]|&(?!(?:amp|lt|gt|quot|#39);)/u);
    }),
  );
});

test('what cannot be read is named, and the rest is reported', async () => {
  const { entries } = new JournalMaker(newKey()).pause().pause();
  await writeFile(at('good.jsonl'), fileOf(entries));
  await writeFile(
    at('damaged.jsonl'),
    fileOf(new JournalMaker(newKey(), 1).pause().entries).replace('"asked"', '"axked"'),
  );
  await writeFile(at('empty.jsonl'), '');
  await mkdir(at('folder'));
  execFileSync('mkfifo', [at('pipe')]);
  const names = ['good.jsonl', 'damaged.jsonl', 'empty.jsonl', 'folder', 'pipe', 'missing.jsonl'].map(at);
  const { code, out, problems } = await report('--out', at('r.html'), ...names);
  expect(code).toBe(1);
  expect(out).toContain('3 pauses');
  for (const name of names.slice(1)) expect(problems).toContain(name);
  const page = await readFile(at('r.html'), 'utf8');
  for (const name of names.slice(1)) expect(page).toContain(path.basename(name));
});

test('months and both exports of one journal count once, whole', async () => {
  const { entries } = new JournalMaker(newKey()).pause().pause().pause();
  const lines = linesOf(entries);
  await writeFile(at('1.jsonl'), fileOf(entries.slice(0, 5)));
  await writeFile(at('2.jsonl'), fileOf(entries.slice(5)).replaceAll('\n', '\r\n'));
  await writeFile(at('e.csv'), journalCsv(lines, entries, ';'));
  await writeFile(at('e.json'), journalJson(lines));
  const { code, out } = await report('--out', at('r.html'), ...['2.jsonl', 'e.csv', '1.jsonl', 'e.json'].map(at));
  expect(out).toContain('3 pauses, 12 entries in 4 files');
  expect(code).toBe(0);
});

test('nothing is overwritten, and nothing is written where there is no entry', async () => {
  await writeFile(at('good.jsonl'), fileOf(new JournalMaker(newKey()).pause().entries));
  await writeFile(at('r.html'), 'mine');
  expect(await report('--out', at('r.html'), at('good.jsonl'))).toMatchObject({ code: 2, out: '' });
  expect(await readFile(at('r.html'), 'utf8')).toBe('mine');
  expect(await report('--out', at('s.html'), at('nothing'))).toMatchObject({ code: 2, out: '' });
  expect(await report('--out', at('no/s.html'), at('good.jsonl'))).toMatchObject({ code: 2, out: '' });
  await expect(readFile(at('s.html'))).rejects.toThrow();
});

test.each([
  [['report'], { code: 'reportNeedsFile' }],
  [['report', '--from', '2026-02-30', 'a'], { code: 'notADay', word: '2026-02-30' }],
  [['report', '--from=2026-11-02', '--to=2026-11-01', 'a'], { code: 'periodBackwards' }],
  [['report', 'a', '--out'], { code: 'needsValue', word: '--out' }],
  [['report', 'a', '--all'], { code: 'unknownFlag', word: '--all' }],
])('%j is refused', (words, why) => {
  expect(readArguments(words)).toEqual({ kind: 'wrong', why });
});

test('on paper no heading stands alone, no row and no chart is cut, and a table that goes on has its heads again', async () => {
  const maker = new JournalMaker(newKey()).pause();
  for (let pause = 0; pause < 20; pause += 1) {
    const pauseId = `late-${String(pause)}`;
    maker.add({ kind: 'asked', pauseId, trigger: 'hotkey', recordingIds: ['r'] });
    maker.add({ kind: 'ended', pauseId, how: 'call-ended', pausedForMs: null, attempts: [] });
  }
  await writeFile(at('many'), fileOf(maker.checkpoint().entries));
  await writeFile(at('damaged'), fileOf(new JournalMaker(newKey(), 1).pause().entries).replace('"asked"', '"axked"'));
  await report('--out', at('r.html'), at('many'), at('damaged'), at('missing'));
  const page = await readFile(at('r.html'), 'utf8');
  const headings = [...page.matchAll(/(?:<[^<>]*>)?<h2[^>]*>([^<]*)/gu)];
  expect(headings.length).toBeGreaterThan(6);
  // Each is in a block that is never cut, or is tied to what follows it.
  for (const [before, name] of headings) expect(before, name).toMatch(/class="(?:keep|lead)"|<div><h2/u);
  const [, style = ''] = /<style>(.*)<\/style>/su.exec(page) ?? [];
  for (const [block, rule] of [
    ['tr', 'break-inside: avoid'],
    ['.keep', 'break-inside: avoid'],
    ['.lead', 'break-inside: avoid'],
    ['.lead', 'break-after: avoid'],
    ['thead', 'break-after: avoid'],
    ['thead', 'display: table-header-group'],
    ['.two', 'break-inside: avoid'],
  ] as const) {
    const found = [...style.matchAll(/([^{}]+)\{([^{}]*)\}/gu)].some(
      ([, names = '', rules = '']) => names.split(',').some((one) => one.trim() === block) && rules.includes(rule),
    );
    expect(found, `${block} ${rule}`).toBe(true);
  }
});

test.each([
  ['--out r.PDF', 'en-US', 'Letter'],
  ['--out r.PDF', 'it-IT', 'A4'],
  ['--paper a4 --out r.PDF', 'en-US', 'A4'],
  ['--paper=Letter --out r.PDF', 'it-IT', 'Letter'],
])('%s in %s is printed on %s', async (words, locale, paper) => {
  await writeFile(at('journal'), fileOf(new JournalMaker(newKey()).pause().entries));
  const printed: string[] = [];
  const asked = readArguments(['report', ...words.replace('r.PDF', at('r.PDF')).split(' '), at('journal')]);
  if (asked.kind === 'app') throw new Error('not asked');
  const say = (): void => undefined;
  const printPdf = (html: string, chosen: string): Promise<Uint8Array> => {
    printed.push(html.slice(0, 15), chosen);
    return Promise.resolve(Buffer.from('%PDF-1.4'));
  };
  expect(await runCommand(asked, { profileFolder: folder, locale, say, complain: say, printPdf })).toBe(0);
  expect(printed).toEqual(['<!doctype html>', paper]);
  expect(await readFile(at('r.PDF'), 'utf8')).toBe('%PDF-1.4');
});

test('a PDF where nothing prints, a printer that fails and a paper that is none are said in a sentence, and no file is left', async () => {
  await writeFile(at('journal'), fileOf(new JournalMaker(newKey()).pause().entries));
  const none = await report('--out', at('r.pdf'), at('journal'));
  expect(none).toMatchObject({
    code: 2,
    out: '',
    problems: expect.stringContaining('needs the Sidetone app') as string,
  });
  expect((await report('--paper', 'A5', '--out', at('r.html'), at('journal'))).problems).toContain('"A5"');
  const asked = readArguments(['report', '--out', at('r.pdf'), at('journal')]);
  if (asked.kind === 'app') throw new Error('not asked');
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  const printPdf = (): Promise<Uint8Array> => Promise.reject(new Error('crashed'));
  expect(await runCommand(asked, { profileFolder: folder, locale: 'en', say, complain: say, printPdf })).toBe(2);
  expect(said.join('')).toMatch(/couldn't be made.*HTML/u);
  await expect(readFile(at('r.pdf'))).rejects.toMatchObject({ code: 'ENOENT' });
});
