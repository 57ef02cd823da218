#!/usr/bin/env node
// Makes a deb with dpkg-deb from the arguments that electron-builder gives fpm, for computers that can't download fpm. Plain JavaScript and
// executable, because electron-builder starts it (CUSTOM_FPM_PATH).
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const text = /** @type {const} */ ({ type: 'string' });
const list = /** @type {const} */ ({ type: 'string', multiple: true });

/** What electron-builder sets; another option would be one that this doesn't know how to follow, and is refused. */
const options = {
  s: { ...text, short: 's' },
  t: { ...text, short: 't' },
  d: { ...list, short: 'd' },
  force: { type: /** @type {const} */ ('boolean') },
  architecture: text,
  'after-install': text,
  'after-remove': text,
  description: text,
  version: text,
  package: text,
  name: text,
  maintainer: text,
  vendor: text,
  url: text,
  license: text,
  category: text,
  'deb-priority': text,
  'deb-recommends': list,
  'deb-compression': text,
};

/** Size of a folder's files in kibibytes, as dpkg counts: each file rounded up. */
function installedSize(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const file = path.join(folder, entry.name);
    return sum + (entry.isDirectory() ? 1 + installedSize(file) : Math.ceil(lstatSync(file).size / 1024));
  }, 0);
}

/** Everybody may read what is installed, and only root may write it, whatever the umask was at the build. */
function setModes(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) setModes(file);
    else if (!entry.isSymbolicLink()) chmodSync(file, (lstatSync(file).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

/** The description as a control file has it: a first line, and more lines behind a space each. */
function descriptionLines(description) {
  const [first = '', ...more] = description.split('\n').map((line) => line.trim());
  return [first, ...more.filter((line) => line !== '').map((line) => ` ${line}`)].join('\n');
}

function controlFile(values, folder) {
  const fields = {
    Package: values.name,
    Version: values.version,
    Architecture: values.architecture,
    Maintainer: values.maintainer,
    'Installed-Size': String(installedSize(folder)),
    Depends: (values.d ?? []).join(', '),
    Recommends: (values['deb-recommends'] ?? []).join(', '),
    Section: values.category ?? 'net',
    Priority: values['deb-priority'] ?? 'optional',
    Homepage: values.url,
    Description: descriptionLines(values.description ?? ''),
  };
  const lines = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  return `${lines.map(([name, value]) => `${name}: ${value}`).join('\n')}\n`;
}

const { values, positionals } = parseArgs({ options, allowPositionals: true });
if (values.t !== 'deb' || values.package === undefined) throw new Error('Only debs can be made without fpm.');
const staging = mkdtempSync(path.join(os.tmpdir(), 'sidetone-deb-'));
try {
  for (const mapping of positionals) {
    const [from = '', to = ''] = mapping.split('=');
    const target = path.join(staging, to);
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(from, target, { recursive: true, verbatimSymlinks: true });
  }
  setModes(staging);
  const control = controlFile(values, staging);
  const scripts = path.join(staging, 'DEBIAN');
  mkdirSync(scripts, { mode: 0o755 });
  writeFileSync(path.join(scripts, 'control'), control);
  for (const [name, file] of [
    ['postinst', values['after-install']],
    ['postrm', values['after-remove']],
  ]) {
    if (file === undefined) continue;
    cpSync(file, path.join(scripts, name));
    chmodSync(path.join(scripts, name), 0o755);
  }
  const compression = `-Z${values['deb-compression'] === 'gz' ? 'gzip' : 'xz'}`;
  execFileSync('dpkg-deb', ['--root-owner-group', compression, '--build', staging, values.package], {
    stdio: ['ignore', 2, 2],
  });
} finally {
  rmSync(staging, { recursive: true, force: true });
}
