// The end of the session of Windows: what must not stay is gone when the listeners of the windows return.
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { onSessionEnd, removeAtOnce, type WindowSource } from '../../../src/main/electron/desktop/session-end.ts';
import { quietLog } from '../../support/quiet-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sidetone-end-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each(['query-session-end', 'session-end'])(
  'cached audio is gone as soon as any window was told of %s',
  (event) => {
    const cache = path.join(folder, 'audio-cache');
    mkdirSync(cache);
    for (const name of ['a', 'b']) writeFileSync(path.join(cache, name), 'audio');
    const app = new EventEmitter();
    onSessionEnd(app satisfies WindowSource, () => removeAtOnce(cache, quietLog()));
    const windows = [new EventEmitter(), new EventEmitter()];
    for (const window of windows) app.emit('browser-window-created', {}, window);
    windows[1]?.emit(event);
    expect(existsSync(cache)).toBe(false);
    // The next window is told too, and what is gone already is no fault.
    windows[0]?.emit(event);
  },
);

test('what cannot be deleted is logged and ends nothing', () => {
  const log = quietLog();
  removeAtOnce('a\0b', log);
  expect(log.entries).toMatchObject([{ level: 'error' }]);
});

test('what must stay where the end is taken back is let go of only when the session ends', () => {
  const app = new EventEmitter();
  const done: string[] = [];
  onSessionEnd(app satisfies WindowSource, () => done.push('released'), 'session-end');
  const window = new EventEmitter();
  app.emit('browser-window-created', {}, window);
  window.emit('query-session-end');
  expect(done).toEqual([]);
  window.emit('session-end');
  expect(done).toEqual(['released']);
});
