// Whoever builds the same sources gets the same archive, whatever the folder, the times of the files, the mask and the time zone are, signed or
// not; and what is signed is signed whole.
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, utimes } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'playwright/test';
import { archivePath, hashOf } from '../../scripts/packaging/archive.ts';
import { findProgram } from '../../scripts/packaging/signing.ts';
import { archivedFiles } from './archive.ts';
import { root } from './package.ts';

const run = promisify(execFile);
const elsewhere = path.join(root, 'test-results', 'built elsewhere');
/** What was built or installed: a clone doesn't have it. */
const made = new Set(['node_modules', 'out', 'dist', 'test-results', '.git', '.ci']);

/** The sources of this project in another folder, as somebody else has them: written in another order, at another time. */
async function otherCopy(): Promise<string> {
  const copy = path.join(elsewhere, 'sidetone');
  await rm(elsewhere, { recursive: true, force: true });
  await mkdir(copy, { recursive: true });
  const sources = (await readdir(root)).filter((name) => !made.has(name));
  for (const name of sources.toReversed()) await cp(path.join(root, name), path.join(copy, name), { recursive: true });
  // The packages are the same files: what npm installs is what the lock file says.
  await run('cp', ['-al', path.join(root, 'node_modules'), path.join(copy, 'node_modules')]);
  const files = await readdir(path.join(copy, 'src'), { recursive: true, withFileTypes: true });
  const long = new Date('2001-02-03T04:05:06Z');
  for (const file of files) await utimes(path.join(file.parentPath, file.name), long, long);
  return copy;
}

/** A certificate that nobody trusts, as a release has one that everybody does: what signs, and with what, is the same. */
async function testCertificate(): Promise<Record<string, string>> {
  const file = (name: string): string => path.join(elsewhere, name);
  const [key, certificate, both] = [file('key.pem'), file('certificate.pem'), file('certificate.p12')];
  const usage = ['-addext', 'extendedKeyUsage=codeSigning', '-addext', 'keyUsage=digitalSignature'];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2'];
  await run('openssl', [...made, '-subj', '/CN=Sidetone test/O=Sidetone test', ...usage]);
  const packed = ['pkcs12', '-export', '-inkey', key, '-in', certificate, '-out', both, '-passout', 'pass:of the test'];
  await run('openssl', packed);
  return { CSC_LINK: both, CSC_KEY_PASSWORD: 'of the test', ELECTRON_BUILDER_OFFLINE: 'true' };
}

/** What osslsigncode says of a file. It ends with 1: nobody trusts the certificate of this test. */
const verified = (file: string): Promise<{ stdout: string }> =>
  new Promise((resolve) => {
    execFile('osslsigncode', ['verify', '-in', file], (_error, stdout) => {
      resolve({ stdout });
    });
  });

const canSign = ['openssl', 'osslsigncode'].every((name) => findProgram(name) !== null);

/** What the other build said. */
let said = '';
let copy = '';
test.beforeAll(async () => {
  test.setTimeout(600_000);
  const dist = path.join(path.dirname(process.env['ELECTRON_EXECUTABLE'] ?? ''), 'dist');
  const version = (await readFile(path.join(dist, 'version'), 'utf8')).trim().replace(/^v/u, '');
  copy = await otherCopy();
  const build = 'umask 077; exec "$0" scripts/run.mjs dist --platform win --arch x64 --dir';
  const { stderr } = await run('sh', ['-c', build, process.execPath], {
    cwd: copy,
    env: {
      ...process.env,
      ...(canSign ? await testCertificate() : {}),
      ELECTRON_DIST: dist,
      ELECTRON_DIST_VERSION: version,
      TZ: 'Asia/Tokyo',
      LC_ALL: 'C',
    },
    maxBuffer: 16 * 1024 * 1024,
  });
  said = stderr;
});
test.afterAll(() => rm(elsewhere, { recursive: true, force: true }));

test('two builds of the same sources make the same archive', async () => {
  const [own, other] = [archivePath('win', 'x64'), archivePath('win', 'x64', copy)];
  const names = async (file: string): Promise<string[]> => archivedFiles(await readFile(file)).map(({ name }) => name);
  expect(await names(other)).toEqual(await names(own));
  const hash = await hashOf(own);
  expect(await hashOf(other)).toBe(hash);
  expect(said).toContain(`SHA-256 of dist/win-unpacked/resources/app.asar: ${hash}`);
});

test('every program, library and add-on of a signed build is signed, with SHA-256 alone', async ({}, info) => {
  info.skip(!canSign, 'openssl or osslsigncode is missing');
  expect(said).toContain('Signed without a time stamp');
  const folder = path.join(copy, 'dist', 'win-unpacked');
  const files = await readdir(folder, { recursive: true });
  const code = files.filter((name) => /\.(?:exe|dll|node)$/u.test(name));
  expect(code.length).toBeGreaterThan(8);
  for (const name of code) {
    const { stdout } = await verified(path.join(folder, name));
    // Told of the signature and of what it signs.
    const digests = [...stdout.matchAll(/^Message digest algorithm\s*: (\S+)/gmu)].map(([, digest]) => digest);
    expect([...new Set(digests)], name).toEqual(['SHA256']);
    expect(stdout, name).toContain('CN=Sidetone test');
  }
});
