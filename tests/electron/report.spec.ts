// The evidence report as a PDF from the real app: on the paper that is asked for, by a window that can do nothing else and is gone afterwards.
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileOf, JournalMaker, newKey } from '../support/signed-journal.ts';
import { expect, test } from './fixtures.ts';
import { startAgain, type Sidetone } from './sidetone.ts';

/** Width and height of each paper in points. */
const papers = { A4: [595.3, 841.9], Letter: [612, 792] } as const;

/** The paper of the first page, as the PDF names its size: to a point or two, since Chromium counts in whole pixels. */
function paperOf(pdf: Buffer): string | undefined {
  const [, box = ''] = /\/MediaBox ?\[([\d. ]+)\]/u.exec(pdf.toString('latin1')) ?? [];
  const sides = box.trim().split(/ +/u).slice(2).map(Number);
  return (['A4', 'Letter'] as const).find((paper) =>
    papers[paper].every((side, at) => Math.abs(side - (sides[at] ?? 0)) < 2),
  );
}

async function pdfOf(sidetone: Sidetone, paper: 'A4' | 'Letter'): Promise<Buffer> {
  const folder = path.join(sidetone.profile, 'reports');
  await mkdir(folder, { recursive: true });
  // The app may run as another user.
  await chmod(folder, 0o777);
  await sidetone.call('preferences.set', { name: 'download.folder', value: folder });
  const answer = await sidetone.call('journal.report', { format: 'pdf', paper, from: null, to: null });
  if (!answer.ok) throw new Error(answer.error.code);
  return readFile(path.join(folder, answer.value.fileName));
}

test('is printed on A4 or Letter, and its window is gone', { tag: '@everywhere' }, async ({ sidetone }) => {
  const windows = (): Promise<number> =>
    sidetone.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  const before = await windows();
  const a4 = await pdfOf(sidetone, 'A4');
  expect(a4.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  expect(paperOf(a4)).toBe('A4');
  expect(paperOf(await pdfOf(sidetone, 'Letter'))).toBe('Letter');
  expect(await windows()).toBe(before);
});

test('the window that prints is hidden, runs no script, and reaches no network and no file', async ({
  sidetone,
  simulator,
}) => {
  await sidetone.electron.evaluate(({ app }) => {
    // Electron has it, and its types don't.
    const preferencesOf = (contents: object): object =>
      (Reflect.get(contents, 'getLastWebPreferences') as () => object).call(contents);
    app.once('browser-window-created', (_event, window) => {
      const [visible, preferences] = [window.isVisible(), preferencesOf(window.webContents)];
      Reflect.set(globalThis, 'printing', { visible, ...preferences });
    });
  });
  await pdfOf(sidetone, 'A4');
  expect(await sidetone.electron.evaluate((): unknown => Reflect.get(globalThis, 'printing'))).toMatchObject({
    visible: false,
    javascript: false,
    sandbox: true,
    nodeIntegration: false,
    contextIsolation: true,
  });
  const addresses = [simulator.url, 'file:///etc/hostname', 'https://example.com/'];
  const reached = await sidetone.electron.evaluate(({ BrowserWindow }, urls) => {
    const loaded = urls.map(async (url) => {
      const window = new BrowserWindow({ show: false, webPreferences: { partition: 'paper', sandbox: true } });
      const end = await window.loadURL(url).then(
        () => url,
        () => 'refused',
      );
      window.destroy();
      return end;
    });
    return Promise.all(loaded);
  }, addresses);
  expect(reached).toEqual(addresses.map(() => 'refused'));
});

test('the command line prints a PDF too, and leaves nothing else', async ({ profile }) => {
  const [journal, out] = [path.join(profile, '2026-11.jsonl'), path.join(profile, 'report.pdf')];
  await writeFile(journal, fileOf(new JournalMaker(newKey()).pause().entries));
  const { code, out: said } = await startAgain(profile, 'report', '--paper', 'Letter', '--out', out, journal);
  expect(said).toContain('Report written to');
  expect(code).toBe(0);
  expect(paperOf(await readFile(out))).toBe('Letter');
  expect((await readdir(profile)).toSorted()).toEqual(['2026-11.jsonl', 'report.pdf']);
});
