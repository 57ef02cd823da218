// A second start: it ends in silence only when the one that runs has heard of it.
import { expect, test } from 'vitest';
import { startMarkOf, wasHeard } from '../../../src/main/electron/start/start-mark.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const mark = '6b98303a-b295-473a-adae-19b78aca468d';
const nothing = (): string => {
  throw new Error('ENOENT');
};

test('the mark of a start is taken from what Electron hands over, and from nothing else', () => {
  expect(startMarkOf({ mark })).toBe(mark);
  for (const data of [null, undefined, 7, 'text', {}, { mark: '../file' }, [mark]])
    expect(startMarkOf(data)).toBeNull();
});

test('a start that the other one wrote down was heard, at once or a little later', async () => {
  const clock = new FakeClock();
  expect(await wasHeard(mark, () => mark, clock)).toBe(true);
  let written = '';
  const later = wasHeard(mark, () => written, clock);
  await clock.advance(2_000);
  written = mark;
  await clock.advance(100);
  expect(await later).toBe(true);
});

test.each([
  ['nothing was written', nothing],
  ['another start was written down', () => 'another'],
])('a start is not heard after five seconds where %s', async (_why, read) => {
  const clock = new FakeClock();
  const heard = wasHeard(mark, read, clock);
  await clock.advance(5_100);
  expect(await heard).toBe(false);
  expect(clock.pending).toBe(0);
});
