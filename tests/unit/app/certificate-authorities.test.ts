// How many certificate authorities are trusted is logged at each sign-in and told in the diagnostics; an empty store of the system is said.
import tls from 'node:tls';
import { afterEach, expect, test, vi } from 'vitest';
import { goodTestCertificate, wrongHostTestCertificate } from '../../../src/simulator/certificate.ts';
import { adaSignIn, fakeCore, type FakeCore } from '../../support/fake-core.ts';
import { MemoryFiles } from '../../support/memory-files.ts';

let fake: FakeCore;
afterEach(async () => {
  vi.restoreAllMocks();
  await fake.dispose();
});

const [first, second, third] = tls.rootCertificates;
const one = [first ?? ''];
const two = [second ?? '', third ?? ''];

/** A system whose store has these certificates. */
function withStore(system: string[] | null): void {
  vi.spyOn(tls, 'getCACertificates').mockImplementation((type) => {
    if (system === null) throw new Error('no access');
    return type === 'system' ? system : two;
  });
}

async function diagnostics(): Promise<string> {
  const told = await fake.core.handlers['app.diagnostics']({});
  return told.ok ? told.value.text : '';
}

const logged = (event: string): string[] =>
  fake.ports.lines.filter((line) => line.event === event).map(({ facts }) => facts);

test('they are counted by where they come from', async () => {
  withStore(one);
  const files = new MemoryFiles();
  const file = '/authorities.pem';
  files.contents.set(file, Buffer.from(goodTestCertificate.certificate + wrongHostTestCertificate.certificate));
  fake = await fakeCore({ signIn: false, ports: { files } });
  await fake.core.handlers['preferences.set']({ name: 'network.authorityFile', value: file });
  const signedIn = fake.core.handlers['session.signIn'](adaSignIn);
  await fake.clock.advance(100);
  await signedIn;
  expect(logged('authorities')).toEqual([JSON.stringify({ facts: { node: 2, system: 1, file: 2 } })]);
  expect(logged('system-authorities-empty')).toEqual([]);
  expect(await diagnostics()).toContain('Certificate authorities 2 of Node, 1 of the system, 2 of the file');
});

test('an empty store of the system is said', async () => {
  withStore([]);
  fake = await fakeCore();
  expect(logged('system-authorities-empty')).toHaveLength(1);
  expect(await diagnostics()).toContain('2 of Node, 0 of the system (its store is empty), 0 of the file');
});

test('a store that cannot be read and a file that is unusable are said', async () => {
  withStore(null);
  fake = await fakeCore();
  await fake.core.handlers['preferences.set']({ name: 'network.authorityFile', value: '/nowhere/authorities.pem' });
  expect(await diagnostics()).toContain(
    `${String(tls.rootCertificates.length)} of Node, the system's store can't be read, the file is unusable`,
  );
});
