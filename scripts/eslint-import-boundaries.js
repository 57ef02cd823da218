// The import boundaries of ARCHITECTURE.md as a lint rule: which part of src/ may import which, by whatever form of import.
import path from 'node:path';

function isElectron(specifier) {
  return specifier === 'electron' || specifier.startsWith('electron/');
}

/** Name of the package of a bare specifier: `svelte/store` is of `svelte`. */
function packageOf(specifier) {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

const rendererPackages = new Set(['svelte', 'libphonenumber-js']);

/** True for a path inside a folder; both are relative to the project, with forward slashes. */
function isUnder(file, folder) {
  return file === folder || file.startsWith(`${folder}/`);
}

const mayImportElectron = (file) => isUnder(file, 'src/main/electron') || file === 'src/main/preload.ts';

/** The first file of the app, and the composition root that comes after it. */
const composes = (file) => file === 'src/main/index.ts' || file === 'src/main/make-core.ts';

/** The folders of src/main/core, lowest first: a folder imports only itself and folders before it. Files beside them compose all of it. */
const coreFolders = [
  'platform',
  'ucx',
  'settings',
  'session',
  'journal',
  'alerts',
  'live',
  'automatic',
  'board',
  'playback',
  'audio-check',
  'downloads',
  'history',
  'uploads',
  'updates',
  'api',
];

/** Place of a file among the folders of core; files of core itself are above all of them. -1: not in core. */
function coreLevel(file) {
  const [folder, rest] = file.startsWith('src/main/core/') ? file.slice('src/main/core/'.length).split('/', 2) : [];
  if (folder === undefined) return -1;
  return rest === undefined ? coreFolders.length : coreFolders.indexOf(folder);
}

/** The page that a file of the main window belongs to, or null. */
function pageOf(file) {
  return /^src\/renderer\/main\/([^/]+)\//u.exec(file)?.[1] ?? null;
}

/**
 * Each boundary: for which files it holds, and whether an import breaches it.
 * `target` is the imported file relative to the project for a relative import, else null; `specifier` is what was written.
 */
const boundaries = [
  {
    id: 'shared',
    holds: (file) => isUnder(file, 'src/shared'),
    breached: (specifier, target) =>
      target === null ? packageOf(specifier) !== 'valibot' : !isUnder(target, 'src/shared'),
    message: 'Import boundary 1: src/shared imports only valibot, so that every process can import it.',
  },
  {
    id: 'core',
    holds: (file) => isUnder(file, 'src/main/core'),
    breached: (specifier, target) =>
      target === null ? isElectron(specifier) : !isUnder(target, 'src/main/core') && !isUnder(target, 'src/shared'),
    message: 'Import boundary 2: src/main/core is plain Node; everything else comes through ports.ts.',
  },
  {
    id: 'electron',
    holds: (file) => !mayImportElectron(file),
    breached: (specifier, target, file) =>
      target === null
        ? isElectron(specifier)
        : isUnder(target, 'src/main/electron') && !composes(file) && !isUnder(file, 'tests'),
    message: 'Import boundary 3: only src/main/electron and src/main/preload.ts import electron.',
  },
  {
    id: 'renderer',
    holds: (file) => isUnder(file, 'src/renderer'),
    breached: (specifier, target) =>
      target === null
        ? !rendererPackages.has(packageOf(specifier))
        : !isUnder(target, 'src/renderer') && !isUnder(target, 'src/shared'),
    message: 'Import boundary 4: src/renderer imports src/shared only, nothing from the main process or Node.',
  },
  {
    id: 'extension',
    holds: (file) => isUnder(file, 'src/extension'),
    breached: (specifier, target) =>
      target === null
        ? packageOf(specifier) !== 'valibot'
        : !isUnder(target, 'src/extension') && !isUnder(target, 'src/shared'),
    message: 'Import boundary 8: src/extension runs in other people’s pages; it imports src/shared and valibot only.',
  },
  {
    id: 'packaged',
    holds: (file) => isUnder(file, 'src/main') || isUnder(file, 'src/renderer') || isUnder(file, 'src/shared'),
    breached: (_specifier, target) =>
      target !== null &&
      (isUnder(target, 'src/simulator') || isUnder(target, 'src/preview') || isUnder(target, 'tests')),
    message: 'Import boundary 5: the packaged app contains neither the simulator nor the preview.',
  },
  {
    id: 'simulator',
    holds: (file) => isUnder(file, 'src/simulator'),
    breached: (specifier, target) =>
      target === null
        ? isElectron(specifier)
        : isUnder(target, 'src/main') || isUnder(target, 'src/renderer') || isUnder(target, 'src/preview'),
    message: 'Import boundary 5: the simulator imports nothing from the core, so that the two can disagree.',
  },
  {
    id: 'core-folders',
    holds: (file) => isUnder(file, 'src/main/core'),
    breached: (_specifier, target, file) => target !== null && coreLevel(target) > coreLevel(file),
    message: `Import boundary 6: inside src/main/core a folder imports only folders before it: ${coreFolders.join(', ')}.`,
  },
  {
    id: 'unknown-core-folder',
    holds: (file) => isUnder(file, 'src/main/core') && coreLevel(file) === -1,
    breached: () => true,
    message: 'Import boundary 6: a new folder of src/main/core must be given its place in coreFolders.',
  },
  {
    id: 'pages',
    holds: (file) => pageOf(file) !== null,
    breached: (_specifier, target, file) => target !== null && ![null, pageOf(file)].includes(pageOf(target)),
    message: 'Import boundary 7: a page never imports another page; what both use is in src/renderer/lib.',
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
    docs: { description: 'which part of the code may import which' },
    schema: [],
    messages: {
      breach: '{{message}}',
      unknowable: 'An import in src/ must have a literal specifier, so that import boundaries can be checked.',
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
      for (const boundary of boundaries) {
        if (!boundary.holds(file) || !boundary.breached(specifier, target, file)) continue;
        context.report({ node, messageId: 'breach', data: { message: boundary.message } });
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

export default { meta: { name: 'sidetone' }, rules: { 'import-boundaries': rule } };
