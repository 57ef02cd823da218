// The five walls of the house as a lint rule: which part of src/ may import what, by whatever form of import.
import { builtinModules } from 'node:module';
import path from 'node:path';

const builtins = new Set(builtinModules);

function isBuiltin(specifier) {
  return specifier.startsWith('node:') || builtins.has(specifier);
}

function isElectron(specifier) {
  return specifier === 'electron' || specifier.startsWith('electron/');
}

/** Name of the package of a bare specifier: `svelte/store` is of `svelte`. */
function packageOf(specifier) {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

const rendererPackages = new Set(['svelte', 'virtua', 'wavesurfer.js']);

/** True for a path inside a folder; both are relative to the project, with forward slashes. */
function isUnder(file, folder) {
  return file === folder || file.startsWith(`${folder}/`);
}

const mayImportElectron = (file) => isUnder(file, 'src/main/electron') || file === 'src/main/preload.ts';

/**
 * Each wall: for which files it stands, and whether an import breaches it.
 * `target` is the imported file relative to the project for a relative import, else null; `specifier` is what was written.
 */
const walls = [
  {
    id: 'shared',
    stands: (file) => isUnder(file, 'src/shared'),
    breached: (specifier, target) =>
      target === null ? packageOf(specifier) !== 'valibot' : !isUnder(target, 'src/shared'),
    message: 'Wall 1: shared imports nobody (but valibot), so that both ends can import it.',
  },
  {
    id: 'core',
    stands: (file) => isUnder(file, 'src/main/core'),
    breached: (specifier, target) =>
      target === null ? isElectron(specifier) : !isUnder(target, 'src/main/core') && !isUnder(target, 'src/shared'),
    message: 'Wall 2: the core is plain Node; everything from outside comes through ports.ts.',
  },
  {
    id: 'electron',
    stands: (file) => !mayImportElectron(file),
    breached: (specifier, target, file) =>
      target === null
        ? isElectron(specifier)
        : isUnder(target, 'src/main/electron') && file !== 'src/main/index.ts' && !isUnder(file, 'tests'),
    message: 'Wall 3: electron is imported under src/main/electron and in src/main/preload.ts alone.',
  },
  {
    id: 'renderer',
    stands: (file) => isUnder(file, 'src/renderer'),
    breached: (specifier, target) =>
      target === null
        ? isBuiltin(specifier) || !rendererPackages.has(packageOf(specifier))
        : !isUnder(target, 'src/renderer') && !isUnder(target, 'src/shared'),
    message: 'Wall 4: the renderer only draws: it imports shared, and nothing of the main process or of Node.',
  },
  {
    id: 'packaged',
    stands: (file) => isUnder(file, 'src/main') || isUnder(file, 'src/renderer') || isUnder(file, 'src/shared'),
    breached: (_specifier, target) =>
      target !== null &&
      (isUnder(target, 'src/simulator') || isUnder(target, 'src/preview') || isUnder(target, 'tests')),
    message: 'Wall 5: simulator and preview are not in the packaged app.',
  },
  {
    id: 'simulator',
    stands: (file) => isUnder(file, 'src/simulator'),
    breached: (specifier, target) =>
      target === null
        ? isElectron(specifier)
        : isUnder(target, 'src/main') || isUnder(target, 'src/renderer') || isUnder(target, 'src/preview'),
    message:
      "Wall 5: the simulator is written from the vendor's contract and imports nothing of the core, so that the two can disagree.",
  },
];

/** The text of a specifier that is fixed when the code is written, or null. */
function fixedText(node) {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return null;
}

function isRequire(callee) {
  if (callee.type === 'Identifier') return callee.name === 'require';
  if (callee.type === 'MemberExpression')
    return callee.object.type === 'Identifier' && callee.object.name === 'require';
  return (
    callee.type === 'CallExpression' && callee.callee.type === 'Identifier' && callee.callee.name === 'createRequire'
  );
}

const rule = {
  meta: {
    type: 'problem',
    docs: { description: 'which part of the house may import what' },
    schema: [],
    messages: {
      breach: '{{wall}}',
      unknowable: 'Walls: an import inside src/ must name what it imports, so that the walls can be seen to stand.',
    },
  },
  create(context) {
    const toProject = (file) => path.relative(context.cwd, file).split(path.sep).join('/');
    const file = toProject(context.filename);

    const check = (node, source) => {
      const specifier = fixedText(source);
      if (specifier === null) {
        if (isUnder(file, 'src')) context.report({ node, messageId: 'unknowable' });
        return;
      }
      const isPath = /^(?:\.{1,2}(?:\/|$)|\/|file:)/u.test(specifier);
      const target = isPath ? toProject(path.resolve(path.dirname(context.filename), specifier)) : null;
      for (const wall of walls) {
        if (!wall.stands(file) || !wall.breached(specifier, target, file)) continue;
        context.report({ node, messageId: 'breach', data: { wall: wall.message } });
        return;
      }
    };

    const declared = (node) => {
      if (node.source) check(node, node.source);
    };
    return {
      ImportDeclaration: declared,
      ExportNamedDeclaration: declared,
      ExportAllDeclaration: declared,
      ImportExpression: declared,
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal ?? node.argument),
      TSExternalModuleReference: (node) => check(node, node.expression),
      CallExpression: (node) => {
        if (isRequire(node.callee)) check(node, node.arguments[0]);
      },
    };
  },
};

export default { meta: { name: 'sidetone-house' }, rules: { walls: rule } };
