// The faults that `npm run mutation` plants are kept up with the code: each text that is replaced stands in its file, once.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { planted } from '../../mutation/planted/planted.ts';

const root = path.resolve(import.meta.dirname, '../../..');

test.each(planted)('$area: each fault can be planted, and is one', async ({ folder, faults }) => {
  for (const [what, name, text, instead] of faults) {
    const code = await readFile(path.join(root, folder, name), 'utf8');
    expect(code.split(text).length - 1, what).toBe(1);
    expect(instead, what).not.toBe(text);
  }
});
