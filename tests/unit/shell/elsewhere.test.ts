// A start on data that Sidetone uses elsewhere: it says where, and takes over only what a person says is over.
import { expect, test } from 'vitest';
import { elsewhereQuestion, takeOrAsk, type ElsewhereChoice } from '../../../src/main/electron/start/elsewhere.ts';
import type { ProfileHolder } from '../../../src/main/profile-lock.ts';
import { err, ok } from '../../../src/shared/domain/result.ts';
import { shellMessagesFor } from '../../../src/shared/messages/shell.ts';

const text = shellMessagesFor(['en']).shell.elsewhere;
const heldBy = (use: string, host = 'desk-7'): ProfileHolder => ({
  file: '/p/in-use.json',
  holder: { program: 'app', pid: 41, host, use },
});

test('the other computer is named, and only then may it be used here', () => {
  const { title, meaning, choices } = elsewhereQuestion(text, heldBy('a').holder, 'desk-8');
  expect(title).toBe('Sidetone is running on desk-7');
  expect(meaning).toContain('desk-7 is using your Sidetone data');
  expect(choices.map(({ choice }) => choice)).toEqual(['again', 'here', 'close']);
  const same = elsewhereQuestion(text, heldBy('a', 'desk-8').holder, 'desk-8');
  expect(same.title).toBe('Sidetone is running in another session');
  expect(same.meaning).toContain("It's process 41.");
  expect(same.choices.map(({ choice }) => choice)).toEqual(['again', 'close']);
  expect(elsewhereQuestion(text, null).choices.map(({ choice }) => choice)).toEqual(['again', 'close']);
});

test('the name of a computer from the file is shown without control characters, and not at any length', () => {
  const { title } = elsewhereQuestion(text, heldBy('a', `a\u202eb\n${'c'.repeat(5_000)}`).holder, 'desk-8');
  // oxlint-disable-next-line no-control-regex -- what must not be shown
  expect(title).not.toMatch(/[\u0000-\u001f\u202e]/u);
  expect(title.length).toBeLessThan(300);
});

/** Everybody in turn has the profile, until none is left who is not said to be over. */
async function started(holders: readonly ProfileHolder[], choices: readonly ElsewhereChoice[]) {
  const asked: (string | undefined)[] = [];
  const use = { release: () => undefined };
  const result = await takeOrAsk(
    (ended) => {
      const left = holders.find(({ holder }) => holder === null || !ended.has(holder.use));
      return Promise.resolve(left === undefined ? ok(use) : err(left));
    },
    (holder) => {
      asked.push(holder?.use);
      return Promise.resolve(choices[asked.length - 1] ?? 'close');
    },
  );
  return { taken: result.ok, error: result.ok ? null : result.error, asked };
}

test('nothing is taken over without a word: each holder is asked about by itself', async () => {
  expect(await started([], [])).toEqual({ taken: true, error: null, asked: [] });
  expect(await started([heldBy('a')], ['close'])).toEqual({ taken: false, error: 'close', asked: ['a'] });
  expect(await started([heldBy('a')], ['again'])).toEqual({ taken: false, error: 'again', asked: ['a'] });
  expect(await started([heldBy('a')], ['here'])).toEqual({ taken: true, error: null, asked: ['a'] });
  expect(await started([heldBy('a'), heldBy('b')], ['here'])).toEqual({
    taken: false,
    error: 'close',
    asked: ['a', 'b'],
  });
  expect(await started([heldBy('a'), heldBy('b')], ['here', 'here'])).toEqual({
    taken: true,
    error: null,
    asked: ['a', 'b'],
  });
});
