// The log holds facts of the program. That it holds nothing else is in log-secrets.test.ts.
import { expect, test } from 'vitest';
import { loggableError, loggableFacts, redactingLog } from '../../../src/main/log-facts.ts';

test('facts of the list are kept, all others are left out', () => {
  const facts = { endpoint: 'listMine', status: 200, ms: 12, reason: null, password: 'demo', remoteNumber: '+1555' };
  expect(loggableFacts(facts)).toEqual({ endpoint: 'listMine', status: 200, ms: 12, reason: null });
});

test('a value that its fact may not have is hidden, so that one sees that there was one', () => {
  expect(loggableFacts({ endpoint: 'ada.agent', status: 200 })).toEqual({ endpoint: '(hidden)', status: 200 });
});

test('an error is told by its kind and by where in the program it was thrown, without the folders of this computer', () => {
  const error = Object.assign(new TypeError('request to https://host failed'), { code: 'ECONNRESET' });
  error.stack = [
    'TypeError: request to https://host failed',
    String.raw`    at read (C:\Users\maria\AppData\Local\Sidetone\resources\app.asar\out\main\index.js:120:7)`,
    '    at async Poller.#read (file:///home/maria/sidetone/src/main/core/platform/poll-loop.ts:101:20)',
    '    at draw (sidetone-app://app/assets/widget-Bx_4-yZ1.js:1:2)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
    '    at JSON.parse (<anonymous>)',
  ].join('\n');
  expect(loggableError(error)).toEqual({
    name: 'TypeError',
    code: 'ECONNRESET',
    at: [
      'out/main/index.js:120:7',
      'src/main/core/platform/poll-loop.ts:101:20',
      'assets/widget-Bx_4-yZ1.js:1:2',
      'node:internal/process/task_queues:105:5',
    ].join(' < '),
  });
});

test('an event has one line, with its error and its facts', () => {
  const lines: string[] = [];
  const log = redactingLog((level, line) => void lines.push(`${level} ${line}`));
  log.info('start', { version: '0.1.0' });
  log.error('call failed', null, { call: 'live.pause' });
  expect(lines).toEqual(['info start {"version":"0.1.0"}', 'error call failed {"name":"object","call":"live.pause"}']);
});
