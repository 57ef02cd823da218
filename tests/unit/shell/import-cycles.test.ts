// Import boundary 6: the files of the core form no import cycle, type imports included. A cycle that is planted is found.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/** Files by their path relative to one folder, each with the files that it imports. */
type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** Every module that a text imports, by whatever form: import, import type, export from, import(), and types of import(). */
function importsOf(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const from =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
            ? node.argument.literal
            : undefined;
    if (from !== undefined && ts.isStringLiteralLike(from)) found.push(from.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest));
  return found;
}

/** The files that a text imports, as paths like that of `file`. */
const targetsOf = (file: string, text: string): string[] =>
  importsOf(text)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => posix.join(posix.dirname(file), specifier));

/** The first cycle as its files in order, the first of them once more at the end; null when there is none. */
function cycleIn(graph: ImportGraph): readonly string[] | null {
  const done = new Set<string>();
  const search = (file: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const target of graph.get(file) ?? []) {
      const cycle = search(target, [...path, file]);
      if (cycle !== null) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of graph.keys()) {
    const cycle = search(file, []);
    if (cycle !== null) return cycle;
  }
  return null;
}

const core = resolve(import.meta.dirname, '../../../src/main/core');
const coreGraph: ImportGraph = new Map(
  readdirSync(core, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [name.split(sep).join('/'), readFileSync(join(core, name), 'utf8')] as const)
    .map(([file, text]) => [file, targetsOf(file, text)]),
);

test('no file of the core imports itself by way of others', () => {
  expect(coreGraph.size).toBeGreaterThan(80);
  // The graph has edges: the file that builds the core imports from the lowest folder.
  expect(coreGraph.get('core.ts')).toContain('platform/ports.ts');
  expect(cycleIn(coreGraph)).toBeNull();
});

describe('a planted cycle is found', () => {
  test.each([
    ['import', `import { Journal } from './journal.ts';`],
    ['a type alone', `import type { Journal } from './journal.ts';`],
    ['a type inline', `export type Planted = import('./journal.ts').Journal;`],
    ['export from', `export type { Journal } from './journal.ts';`],
    ['a module that is loaded later', `export const planted = () => import('./journal.ts');`],
  ])('by %s', (_form, line) => {
    const file = 'journal/journal-file.ts';
    const planted = new Map(coreGraph).set(file, [...(coreGraph.get(file) ?? []), ...targetsOf(file, line)]);
    expect(new Set(cycleIn(planted))).toEqual(new Set([file, 'journal/journal.ts']));
  });

  test('over three files of two folders', () => {
    const graph = new Map([
      ['one/a.ts', targetsOf('one/a.ts', `import '../two/b.ts';`)],
      ['two/b.ts', targetsOf('two/b.ts', `import './c.ts';`)],
      ['two/c.ts', targetsOf('two/c.ts', `import '../one/a.ts';`)],
    ]);
    expect(cycleIn(graph)).toEqual(['one/a.ts', 'two/b.ts', 'two/c.ts', 'one/a.ts']);
  });

  test('and two ways to the same file are no cycle', () => {
    const graph = new Map([
      ['a.ts', ['b.ts', 'c.ts']],
      ['b.ts', ['d.ts']],
      ['c.ts', ['d.ts']],
      ['d.ts', []],
    ]);
    expect(cycleIn(graph)).toBeNull();
  });
});
