// The templates for Group Policy and the reference in the guide are those of the table of preferences, and what they write is understood.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { languages, outdated, policyFiles } from '../../../scripts/policy-templates.ts';
import { policyTable } from '../../../scripts/policy/policy-table.ts';
import { readPolicy } from '../../../src/main/core/settings/policy.ts';
import {
  defaultsKey,
  policyKey,
  RegistrySource,
  type RegistryValue,
} from '../../../src/main/policy/registry-source.ts';
import { isPolicyOnly, preferenceNames } from '../../../src/shared/domain/preferences.ts';
import { quietLog } from '../../support/quiet-log.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const admx = policyFiles().get('build/policy/Sidetone.admx') ?? '';
const tags = Object.keys(languages);
const admlOf = (tag: string): string => policyFiles().get(`build/policy/${tag}/Sidetone.adml`) ?? '';

/** Each policy of the template: its text by its name. */
const policies = new Map(
  [...admx.matchAll(/<policy name="(\w+)"[\s\S]*?<\/policy>/gu)].map(([text, name = '']) => [name, text]),
);

/** Throws where the tags of a text don't fit each other. */
function checkTags(xml: string): void {
  const open: string[] = [];
  for (const [, end = '', name = '', own = ''] of xml.matchAll(
    /<(\/?)([A-Za-z]\w*)(?:\s+[\w:]+="[^"<]*")*\s*(\/?)>/gu,
  )) {
    if (end !== '' && open.pop() !== name) throw new Error(`</${name}>`);
    if (end === '' && own === '') open.push(name);
  }
  if (open.length > 0) throw new Error(`<${open.join('><')}>`);
  const left = xml.replaceAll(/<[^<>]*>/gu, '');
  if (/[<>]|&(?!amp;|lt;|gt;|quot;)/u.test(left)) throw new Error('a character that stands for markup');
}

test('every file is current', () => {
  // When it fails: node scripts/policy-templates.ts
  expect(outdated()).toEqual([]);
});

test('every setting can be locked, and have a default unless the organisation alone decides it', () => {
  const expected = preferenceNames.flatMap((name) => {
    const id = name.replaceAll('.', '_');
    return isPolicyOnly(name) ? [`Locked_${id}`] : [`Locked_${id}`, `Default_${id}`];
  });
  expect([...policies.keys()]).toEqual(expected);
  for (const [name, text] of policies) {
    expect(text).toContain(` key="${name.startsWith('Locked_') ? policyKey : defaultsKey}"`);
    expect(text).toContain('class="Both"');
  }
});

test('the guide names every setting with its values and its default', async () => {
  const guide = await readFile(path.join(root, 'docs/admin-guide.md'), 'utf8');
  for (const name of preferenceNames)
    expect(guide).toMatch(new RegExp(`^\\| \`${name}\` \\| [^|]+ \\| [^|]+ \\| [^|]+ \\|$`, 'mu'));
});

describe.each(tags)('the words in %s', (tag) => {
  const adml = admlOf(tag);
  const referred = (kind: string, text: string): string[] =>
    [...text.matchAll(new RegExp(String.raw`\$\(${kind}\.(\w+)\)`, 'gu'))].map(([, id = '']) => id);
  const defined = (element: string): string[] =>
    [...adml.matchAll(new RegExp(`<${element} id="(\\w+)"`, 'gu'))].map(([, id = '']) => id);

  test('are all that the template refers to, each once and none more', () => {
    checkTags(adml);
    for (const [kind, element] of [
      ['string', 'string'],
      ['presentation', 'presentation'],
    ] as const) {
      expect(defined(element).toSorted()).toEqual([...new Set(referred(kind, admx))].toSorted());
    }
  });

  test('are words of that language, and no two settings have the same name', () => {
    const names = Object.values(languages[tag as keyof typeof languages].settings).map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    if (tag !== 'en-US') {
      const english = Object.values(languages['en-US'].settings).map(([name]) => name);
      expect(names.filter((name, index) => name === english[index])).toEqual([]);
    }
  });
});

describe('what the template writes', () => {
  const decode = (value: string): RegistryValue => {
    const number = /<decimal value="(\d+)"/u.exec(value)?.[1];
    return number === undefined ? (/<string>(.*?)<\/string>/u.exec(value)?.[1] ?? null) : Number(number);
  };
  /** Everything that a policy may put into the registry for its setting. */
  function valuesOf(text: string): RegistryValue[] {
    const fixed = [...text.matchAll(/<value>(.*?)<\/value>|<(?:enabled|disabled)Value>(.*?)<\//gu)].map(([whole]) =>
      decode(whole),
    );
    const [, min, max] = /minValue="(\d+)" maxValue="(\d+)"/u.exec(text) ?? [];
    const limits = min === undefined || max === undefined ? [] : [Number(min), Number(max)];
    return [...fixed, ...limits, ...(text.includes('<multiText') ? [['ucx.example.com']] : [])];
  }
  const read = (name: string, value: RegistryValue) => {
    const registry = (_hive: string, key: string) =>
      Promise.resolve(key === policyKey ? new Map([[name, value]]) : null);
    return readPolicy([new RegistrySource('HKLM', registry, quietLog())]);
  };

  test('is well formed', () => {
    checkTags(admx);
    expect(() => {
      checkTags(admx.replace('</policies>', ''));
    }).toThrow('policyDefinitions');
  });

  test.each(policyTable.map((row) => [row.name, row] as const))(
    '%s is understood, and a number beyond its limits is not',
    async (name, row) => {
      const text = policies.get(`Locked_${name.replaceAll('.', '_')}`) ?? '';
      expect(text).toContain(`valueName="${name}"`);
      const values = valuesOf(text);
      if (row.kind !== 'text' && !(row.kind === 'number' && !row.isWhole)) expect(values.length).toBeGreaterThan(0);
      for (const value of values) {
        const { locked, problems } = await read(name, value);
        expect([value, problems, Object.keys(locked)]).toEqual([value, [], [name]]);
      }
      if (row.isNullable) expect((await read(name, 'null')).locked).toEqual({ [name]: null });
      if (row.kind === 'number') expect((await read(name, row.max + 1)).problems).toHaveLength(1);
      if (row.kind === 'text') expect((await read(name, 'x'.repeat(row.maxLength + 1))).problems).toHaveLength(1);
    },
  );
});
