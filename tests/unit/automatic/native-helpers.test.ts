// The helpers in C: small programs of the system alone, and the same bytes whoever builds them.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile, nativeHelpers, whyNoCompiler } from '../../../scripts/packaging/windows-compiler.ts';
import { root } from '../../../scripts/project.ts';

const folder = `test-results/native-${String(process.pid)}`;
const missing = whyNoCompiler();

beforeAll(() => {
  mkdirSync(path.join(root, folder), { recursive: true });
});
afterAll(() => {
  rmSync(path.join(root, folder), { recursive: true, force: true });
});

test('the front window has a helper', () => {
  expect(nativeHelpers().map(({ result }) => result)).toContain('out/native/sidetone-watch.exe');
});

test.for(nativeHelpers().map((helper) => [path.basename(helper.result), helper] as const))(
  '%s is the same at each build, is small, and loads libraries of the system alone',
  { timeout: 60_000 },
  async ([name, helper], context) => {
    context.skip(missing !== null, missing ?? '');
    const build = async (place: string): Promise<Buffer> => {
      const result = `${folder}/${place}/${name}`;
      expect(await compile({ ...helper, result })).toBe(true);
      return readFileSync(path.join(root, result));
    };
    const bytes = await build('one');
    expect(bytes.equals(await build('another place'))).toBe(true);
    expect(bytes.length).toBeLessThan(16_384);
    const libraries = bytes.toString('latin1').match(/[\w-]+\.dll/giu) ?? [];
    expect(libraries.map((library) => library.toLowerCase()).filter((library) => !system.has(library))).toEqual([]);
  },
);

/** Parts of every Windows that can't be replaced from the folder of a program. */
const system = new Set(['kernel32.dll', 'user32.dll', 'advapi32.dll']);
