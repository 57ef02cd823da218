// What docs/evidence.md promises a stranger: its Node script, docs/verify_journal.py and its OpenSSL commands agree with `verify-journal`
// on good journals, on every kind of tampering, and on random damage.
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { readArguments } from '../../../src/main/command-line/arguments.ts';
import { runCommand } from '../../../src/main/command-line/run-command.ts';
import { fakeCore, firstId } from '../../support/fake-core.ts';
import { fileOf, JournalMaker, keyFingerprint, newKey } from '../../support/signed-journal.ts';
import { tamperings, type Tampering } from '../../support/tampering.ts';

const documents = path.resolve(import.meta.dirname, '../../../docs');
const canRun = (program: string, ...words: readonly string[]): boolean => spawnSync(program, words).status === 0;
const hasPython = canRun('python3', '-c', 'import sys; sys.exit(sys.version_info < (3, 9))');
const hasOpenssl = canRun('sh', '-c', 'openssl pkeyutl -help 2>&1 | grep -q rawin && sha256sum --version');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-evidence-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The blocks of code in a language of docs/evidence.md. */
async function blocks(language: string): Promise<string[]> {
  const text = await readFile(path.join(documents, 'evidence.md'), 'utf8');
  const found = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gmsu)];
  return found.flatMap(([, of, code = '']) => (of === language ? [code] : []));
}

type Verified = { readonly code: number | null; readonly said: string };
type Case = Pick<Tampering, 'files' | 'witness' | 'key'>;

/** Writes the files of a case into a folder of its own and answers what to check them with. */
async function wordsFor(name: string, { files, witness, key }: Case): Promise<{ flags: string[]; paths: string[] }> {
  const own = path.join(folder, name);
  await mkdir(own, { recursive: true });
  const write = async (file: string, text: string): Promise<string> => {
    await writeFile(path.join(own, file), text);
    return path.join(own, file);
  };
  const paths: string[] = [];
  for (const [file, text] of Object.entries(files)) paths.push(await write(file, text));
  const flags = key === undefined ? [] : ['--key', key];
  if (witness !== undefined) flags.push('--witness', await write('witness', witness));
  return { flags, paths };
}

async function byProduct(words: readonly string[]): Promise<Verified> {
  const asked = readArguments(['verify-journal', ...words]);
  if (asked.kind !== 'verify') throw new Error('not asked');
  let said = '';
  const note = (text: string): void => {
    said += text;
  };
  return { code: await runCommand(asked, { profileFolder: folder, locale: 'en', say: note, complain: note }), said };
}

/** A wrong use has no verdict: 2. */
async function byProductCode(words: readonly string[]): Promise<number | null> {
  return readArguments(['verify-journal', ...words]).kind === 'verify' ? (await byProduct(words)).code : 2;
}

const driver = `
import contextlib, io, json, sys
sys.path.insert(0, sys.argv[1])
import verify_journal
results = []
for words in json.load(sys.stdin):
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = verify_journal.main(words)
    results.append({"code": code, "said": said.getvalue()})
json.dump(results, sys.stdout)
`;

/** All of them in one run of Python. */
function byPython(cases: readonly (readonly string[])[]): Verified[] {
  const { stdout, stderr, status } = spawnSync('python3', ['-B', '-c', driver, documents], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Verified[];
}

/** What both say in the same words: how far it is signed and by whom. */
const facts = ({ said }: Verified): string[] =>
  [
    ...said.matchAll(
      /^(?:Signed up to entry \d+|Key: \w+|From entry \d+ on, another key signs: \w+|Nothing is signed from entry \d+)/gmu,
    ),
  ].map(([fact]) => fact);

const all = tamperings();

test.each(all.filter(({ witness, files }) => witness === undefined && !('export.json' in files)))(
  'the script for plain Node agrees: $name',
  async (tampering) => {
    const [script = ''] = await blocks('js');
    const file = path.join(folder, 'verify.mjs');
    await writeFile(file, script);
    const key = tampering.key ?? /^Key: (\w+)$/mu.exec((await verified(tampering)).said)?.[1] ?? '0'.repeat(64);
    const { flags, paths } = await wordsFor(`node ${tampering.name}`, { ...tampering, key });
    const product = await byProduct([...flags, ...paths]);
    const { status, stdout } = spawnSync(process.execPath, [file, key, ...paths], { encoding: 'utf8' });
    expect(status, stdout).toBe(product.code);
    if (status === 0) expect(stdout).toMatch(/^Intact from entry \d+ to \d+, signed up to entry \d+\n$/u);
  },
);

const spaced = (key: string): string => key.toUpperCase().replaceAll(/.{4}/gu, '$& ');

/** What may happen to a file, or to what is typed, on its way to a stranger; and the exit code of all that check it. */
const mishaps: readonly (readonly [
  what: string,
  code: 0 | 1 | 2,
  (text: string) => string,
  (key: string) => string,
])[] = [
  ['the fingerprint as it is printed, in capitals', 0, (text) => text, spaced],
  ['no fingerprint but a word', 2, (text) => text, () => 'mine'],
  ['a carriage return at each end of a line', 0, (text) => text.replaceAll('\n', '\r\n'), (key) => key],
  ['a byte order mark', 0, (text) => `\uFEFF${text}`, (key) => key],
  ['an empty line behind all', 1, (text) => `${text}\n`, (key) => key],
  ['a last line that was cut', 1, (text) => text.slice(0, -20), (key) => key],
  ['only its later entries', 0, (text) => text.split('\n').slice(4).join('\n'), (key) => key],
  ['an entry in another order of its members', 1, (text) => text.replace('{"sequence":3,', '{'), (key) => key],
];

test.each(mishaps)('all that check a journal agree on %s', async (what, code, damage, typed) => {
  const [script = ''] = await blocks('js');
  const file = path.join(folder, 'verify.mjs');
  await writeFile(file, script);
  const key = newKey();
  const text = damage(fileOf(new JournalMaker(key).add({ kind: 'started' }).pause().pause().entries));
  const { paths } = await wordsFor(`mishap ${what}`, { files: { '2026-11.jsonl': text } });
  const fingerprint = typed(keyFingerprint(key));
  const node = spawnSync(process.execPath, [file, fingerprint, ...paths], { encoding: 'utf8' });
  expect(node.status, node.stdout + node.stderr).toBe(code);
  expect(await byProductCode(['--key', fingerprint, ...paths])).toBe(code);
  if (!hasPython) return;
  const python = spawnSync(
    'python3',
    ['-B', path.join(documents, 'verify_journal.py'), '--key', fingerprint, ...paths],
    {
      encoding: 'utf8',
    },
  );
  expect(python.status, python.stdout + python.stderr).toBe(code);
  if (what.includes('later entries'))
    expect([node.stdout, python.stdout]).toEqual([
      expect.stringContaining('from entry 5 '),
      expect.stringContaining('begins with entry 5'),
    ]);
});

test.each(['nothing there', 'a folder'])('%s in the place of a journal is said, and is no damage', async (what) => {
  const [script = ''] = await blocks('js');
  const file = path.join(folder, 'verify.mjs');
  await writeFile(file, script);
  const journal = what === 'a folder' ? folder : path.join(folder, 'no such file');
  const key = '0'.repeat(64);
  const python = [path.join(documents, 'verify_journal.py'), '--key', key, journal];
  for (const [program, ...words] of [
    [process.execPath, file, key, journal],
    ...(hasPython ? [['python3', '-B', ...python]] : []),
  ]) {
    const { status, stderr } = spawnSync(program ?? '', words, { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^Can't read /u);
  }
});

async function verified(tampering: Tampering): Promise<Verified> {
  const { flags, paths } = await wordsFor(`product ${tampering.name}`, tampering);
  return byProduct([...flags, ...paths]);
}

function needPython(context: TestContext): void {
  context.skip(!hasPython, 'there is no Python 3.9 or later');
}

describe('verify_journal.py', () => {
  test('agrees on every kind of tampering', async (context) => {
    needPython(context);
    const words: string[][] = [];
    for (const tampering of all) {
      const { flags, paths } = await wordsFor(`python ${tampering.name}`, tampering);
      words.push([...flags, ...paths]);
    }
    const found = byPython(words);
    for (const [index, tampering] of all.entries()) {
      const product = await byProduct(words[index] ?? []);
      expect(found[index]?.code, `${tampering.name}\n${found[index]?.said ?? ''}`).toBe(product.code);
      if (!product.said.includes('Newest valid signature'))
        expect(facts(found[index] ?? { code: null, said: '' }), tampering.name).toEqual(facts(product));
    }
  });

  test('agrees on random damage to a single byte, and on random cuts', async (context) => {
    needPython(context);
    const maker = new JournalMaker(newKey()).add({ kind: 'started' }).pause().pause().checkpoint();
    const good = Buffer.from(fileOf(maker.entries));
    const damages = fc.sample(
      fc.record({ at: fc.nat(good.length - 1), byte: fc.integer({ min: 0, max: 255 }), isCut: fc.boolean() }),
      { numRuns: 300, seed: 20261128 },
    );
    const words: string[][] = [];
    for (const [index, { at, byte, isCut }] of damages.entries()) {
      const damaged = Buffer.from(isCut && index % 4 === 0 ? good.subarray(0, at) : good);
      if (at < damaged.length) damaged[at] = byte;
      const file = path.join(folder, `damaged-${String(index)}.jsonl`);
      await writeFile(file, damaged);
      words.push(['--key', keyFingerprint(maker.key), file]);
    }
    const found = byPython(words);
    let bad = 0;
    for (const [index, damage] of damages.entries()) {
      const product = await byProduct(words[index] ?? []);
      expect(found[index]?.code, `${JSON.stringify(damage)}\n${found[index]?.said ?? ''}${product.said}`).toBe(
        product.code,
      );
      bad += product.code === 1 ? 1 : 0;
    }
    expect(bad).toBeGreaterThan(200);
  });

  test('says what it needs when it is given nothing', (context) => {
    needPython(context);
    const { status, stderr } = spawnSync('python3', ['-B', path.join(documents, 'verify_journal.py')], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([2, expect.stringContaining('usage: verify_journal.py')]);
  });
});

test('all of them find a journal intact that Sidetone itself has written, with the fingerprint that it shows', async (context) => {
  const fake = await fakeCore();
  fake.recorder.serverDate = () => Math.floor(fake.clock.now() / 1_000) * 1_000;
  fake.recorder.begin(firstId);
  await fake.clock.advance(4_000);
  for (const command of ['live.pause', 'live.resume', 'live.pause', 'live.resume'] as const) {
    void fake.core.handlers[command]({});
    await fake.clock.advance(4_000);
  }
  const about = await fake.core.handlers['app.about']({});
  const key = about.ok ? (about.value.journalKey.fingerprint ?? '') : '';
  await fake.core.dispose();
  const text = await readFile(path.join(fake.ports.profileFolder, 'journal', '2026-11.jsonl'), 'utf8');
  const { flags, paths } = await wordsFor('own', { files: { '2026-11.jsonl': text }, key, witness: text });
  const product = await byProduct([...flags, ...paths]);
  expect(product).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^Intact, .*^The witness agrees: 3 /msu) as string,
  });
  const script = path.join(folder, 'own.mjs');
  await writeFile(script, (await blocks('js'))[0] ?? '');
  const byNode = spawnSync(process.execPath, [script, key, ...paths], { encoding: 'utf8' });
  expect(byNode).toMatchObject({ status: 0, stdout: expect.stringContaining('Intact') as string });
  await fake.dispose();
  needPython(context);
  const [python = { code: null, said: '' }] = byPython([[...flags, ...paths]]);
  expect([python.code, facts(python)]).toEqual([0, facts(product)]);
});

test('the commands for OpenSSL verify one checkpoint and print the fingerprint, and find a forged one', async (context) => {
  needPython(context);
  context.skip(!hasOpenssl, 'there is no OpenSSL 3, or no sha256sum');
  const commands = (await blocks('')).find((block) => block.includes('openssl')) ?? '';
  const maker = new JournalMaker(newKey()).add({ kind: 'started' }).pause();
  const own = path.join(folder, 'openssl');
  await mkdir(own, { recursive: true });
  const run = async (text: string): Promise<string> => {
    await writeFile(path.join(own, '2026-11.jsonl'), text);
    return spawnSync('sh', ['-c', commands.replace('57p', '5p')], { cwd: own, encoding: 'utf8' }).stdout;
  };
  const genuine = await run(fileOf(maker.entries));
  expect(genuine).toContain('Signature Verified Successfully');
  expect(genuine).toContain(keyFingerprint(maker.key));
  expect(await run(fileOf(maker.entries).replace('sequence 4', 'sequence 3'))).toContain(
    'Signature Verification Failure',
  );
});

test('the command for one entry prints the hash that is in it', async (context) => {
  context.skip(!hasOpenssl, 'there is no sha256sum');
  const command = (await blocks('')).find((block) => block.startsWith('sed -n 3p')) ?? '';
  const maker = new JournalMaker(newKey()).add({ kind: 'started' }).pause();
  await writeFile(path.join(folder, '2026-11.jsonl'), fileOf(maker.entries));
  const { stdout } = spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
  expect(stdout).toContain(maker.entries[2]?.hash);
});
