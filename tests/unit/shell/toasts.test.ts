// Notifications of the system: one at a time, and gone with the state that they tell of.
import { beforeEach, expect, test } from 'vitest';
import { Toasts, type ToastKind } from '../../../src/main/electron/toasts.ts';
import { recordingStates } from '../../../src/shared/domain/recording.ts';

let onScreen: ToastKind[];
let toasts: Toasts;
beforeEach(() => {
  onScreen = [];
  toasts = new Toasts((kind) => ({
    show: () => void onScreen.push(kind),
    close: () => {
      onScreen = onScreen.toSpliced(onScreen.indexOf(kind), 1);
    },
  }));
});

const told = { notConfirmed: 'unconfirmed', stillPaused: 'paused' } as const;
const kinds = ['notConfirmed', 'stillPaused'] as const;

test.each(kinds.flatMap((kind) => recordingStates.map((state) => [kind, state] as const)))(
  '%s is on screen in %s only if it tells of it',
  (kind, state) => {
    toasts.show(kind);
    toasts.follow(told[kind]);
    expect(onScreen).toEqual([kind]);
    toasts.follow(state);
    expect(onScreen).toEqual(state === told[kind] ? [kind] : []);
    toasts.follow(state);
    expect(onScreen).toHaveLength(state === told[kind] ? 1 : 0);
  },
);

test('however often it is reminded, one is on screen', () => {
  for (let time = 0; time < 10; time += 1) toasts.show('stillPaused');
  expect(onScreen).toEqual(['stillPaused']);
  toasts.show('notConfirmed');
  expect(onScreen).toEqual(['notConfirmed']);
  toasts.close();
  expect(onScreen).toEqual([]);
});
