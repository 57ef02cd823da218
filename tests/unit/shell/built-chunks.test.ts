// Every file that is built for the main process can be read by Node: one that is loaded late would fail in front of a person, not at the start.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { configOf } from '../../../scripts/build.ts';

test('every chunk of the main process is a program, and its start loads no second client', async () => {
  vi.stubEnv('NODE_ENV', 'production');
  const folder = mkdtempSync(path.join(tmpdir(), 'sidetone-chunks-'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  const config = await configOf('main');
  const results = await build({ ...config, logLevel: 'silent', build: { ...config.build, write: false } });
  const outputs = [results].flat().flatMap((result) => ('output' in result ? result.output : []));
  const chunks = outputs.flatMap((output) => (output.type === 'chunk' ? [output] : []));
  expect(chunks.length).toBeGreaterThan(2);
  const broken = chunks.flatMap(({ fileName, code }) => {
    const file = path.join(folder, fileName.replace(/\.js$/u, '.mjs'));
    writeFileSync(file, code);
    const { status, stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });
    return status === 0 ? [] : [`${fileName}: ${stderr}`];
  });
  expect(broken).toEqual([]);
  // What checks for updates comes late, and not at every start.
  const atStart = chunks.filter(({ fileName }) => /^(?:index|shell|make-core)\.js$/u.test(fileName));
  expect(atStart.length).toBe(3);
  expect(atStart.filter(({ code }) => code.includes('(import.meta.url)("node:http")')).length).toBe(1);
  const secondClient = atStart.filter(({ code }) => /^import .*"(?:node:)?http";$/mu.test(code));
  expect(secondClient.map(({ fileName }) => fileName)).toEqual([]);
});
