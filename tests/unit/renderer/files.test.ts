// The files of the windows come from one folder and no other, with a policy that lets a page do nothing but draw.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentSecurityPolicy, locate, readRendererFile } from '../../../src/main/renderer-files.ts';

const folder = path.resolve('/app/out/renderer');

test.each([
  '/../../package.json',
  '/..%2f..%2fpackage.json',
  '/%2e%2e/%2e%2e/package.json',
  '/assets/../../main/index.js',
  '/..\\..\\package.json',
  '/%5c..%5cpackage.json',
  '/main.html%00.js',
  '/%E0%A4%A',
  '/',
  '',
  '/assets',
  '/keytar.node',
])('the path %j leads nowhere', (urlPath) => {
  expect(locate(folder, urlPath)).toBeNull();
});

test('the pages and their assets are found', () => {
  expect(locate(folder, '/main.html')).toBe(path.join(folder, 'main.html'));
  expect(locate(folder, '/assets/main-1.js')).toBe(path.join(folder, 'assets', 'main-1.js'));
});

test('no path at all leads outside the folder', () => {
  const part = fc.oneof(fc.constantFrom('..', '.', '%2e%2e', '%2f', '\\', '%5c', 'C:', '~', 'x.js', '//'), fc.string());
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const found = locate(folder, `/${parts.join('/')}.js`);
      if (found !== null) expect(found.startsWith(folder + path.sep)).toBe(true);
    }),
  );
});

test('a file that is not there is no fault, and one that is comes with its type', async () => {
  const own = await mkdtemp(path.join(os.tmpdir(), 'sidetone-test-'));
  try {
    await writeFile(path.join(own, 'a.css'), 'body {}');
    expect(await readRendererFile(own, '/b.css')).toBeNull();
    expect(await readRendererFile(own, '/a.css')).toEqual({
      body: Buffer.from('body {}'),
      contentType: 'text/css; charset=utf-8',
    });
  } finally {
    await rm(own, { recursive: true });
  }
});

test('the policy of a page allows nothing inline, nothing foreign and no network', () => {
  const policy = contentSecurityPolicy("'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:|blob:/u);
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining(["default-src 'none'", "script-src 'self'", "connect-src 'none'", "frame-ancestors 'none'"]),
  );
});
