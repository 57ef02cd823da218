// Bringing a recording in with the real app: the system's own dialog, and no way for a page to name a file.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { wave } from '../support/audio-files.ts';
import { expect, test } from './fixtures.ts';
import { answerDialogs } from './shared-app.ts';

// An Electron before 29 has no `webUtils`, which tells the path of a file that the user chose.
test(
  'files chosen in the dialog of the system are sent, and a file that a script made up is not taken',
  { tag: '@windows' },
  async ({ sidetone, simulator }) => {
    const page = await sidetone.window('main.html');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Add recordings' }).click();

    const made = await page.evaluate(() => window.sidetone?.addFiles([new File(['RIFF'], '/etc/passwd')]));
    expect(made).toEqual({ ok: false, error: { code: 'upload/no-files' } });

    const file = path.join(sidetone.profile, 'memo.wav');
    await writeFile(file, wave());
    await answerDialogs(sidetone.electron, { files: [file] });
    await page.getByRole('button', { name: 'Choose files…' }).click();
    await page.getByRole('textbox', { name: 'Local number' }).fill('101');
    await page.getByRole('checkbox', { name: 'The start is right' }).check();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Show in History' })).toBeVisible();
    expect(simulator.uploads).toMatchObject([{ bytes: wave().length, contentType: 'audio/wav' }]);
  },
);
