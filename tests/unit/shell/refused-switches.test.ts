// With which switches the released app does not start.
import { expect, test } from 'vitest';
import { refusedSwitch } from '../../../src/main/electron/start/refused-switches.ts';

test.each([
  '--remote-debugging-port=9222',
  '-remote-debugging-port=0',
  '--remote-debugging-pipe',
  '--inspect',
  '--inspect-brk=0.0.0.0:9229',
  '--js-flags=--expose-gc',
  '--gpu-launcher=other',
])('%s is refused', (word) => {
  expect(refusedSwitch(['status', word], 'linux')).toBe(word.split('=')[0]);
});

test('on Windows a slash and capitals are a switch too, elsewhere a path and another name', () => {
  expect(refusedSwitch(['/Remote-Debugging-Port=9222'], 'win32')).toBe('/Remote-Debugging-Port');
  expect(refusedSwitch(['/remote-debugging-port'], 'linux')).toBeNull();
});

test('what people and systems start Sidetone with is not refused', () => {
  const words = [
    '--user-data-dir=/home/inspect/debug',
    '--disable-gpu',
    '--ozone-platform=wayland',
    '--lang=it',
    'verify-journal',
    'inspect.jsonl',
    'sidetone://pause',
  ];
  expect(refusedSwitch(words, 'linux')).toBeNull();
  expect(refusedSwitch(words, 'win32')).toBeNull();
});

test('after two dashes alone nothing is a switch', () => {
  expect(refusedSwitch(['--', '--inspect'], 'linux')).toBeNull();
});
