// Notifications of the system: one at a time, and gone with the state that they tell of.
import { beforeEach, expect, test } from 'vitest';
import { Toasts, type ToastKind } from '../../../src/main/electron/desktop/toasts.ts';
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

const states = [
  ...recordingStates.map((state) => ({ state, pauseAtRisk: false, rulesNotWorking: false })),
  { state: 'offline', pauseAtRisk: true, rulesNotWorking: false } as const,
  { state: 'idle', pauseAtRisk: false, rulesNotWorking: true } as const,
];
const tells: Record<ToastKind, (now: (typeof states)[number]) => boolean> = {
  notConfirmed: ({ state }) => state === 'unconfirmed',
  connectionLost: ({ pauseAtRisk }) => pauseAtRisk,
  stillPaused: ({ state }) => state === 'paused',
  rulesNotWorking: ({ rulesNotWorking }) => rulesNotWorking,
};
const kinds = ['notConfirmed', 'connectionLost', 'stillPaused', 'rulesNotWorking'] as const;

test.each(kinds.flatMap((kind) => states.map((now) => [kind, now.state, now.pauseAtRisk, now] as const)))(
  '%s is on screen in %s (at risk: %s) only if it tells of it',
  (kind, _state, _atRisk, now) => {
    const isTold = tells[kind](now);
    toasts.show(kind);
    toasts.follow(now);
    expect(onScreen).toEqual(isTold ? [kind] : []);
    toasts.follow(now);
    expect(onScreen).toHaveLength(isTold ? 1 : 0);
  },
);

test('what tells of no recording never takes the place of a notification that does', () => {
  toasts.show('notConfirmed');
  toasts.show('rulesNotWorking');
  expect(onScreen).toEqual(['notConfirmed']);
  toasts.close();
  toasts.show('rulesNotWorking');
  toasts.show('connectionLost');
  expect(onScreen).toEqual(['connectionLost']);
});

test('however often it is reminded, one is on screen', () => {
  for (let time = 0; time < 10; time += 1) toasts.show('stillPaused');
  expect(onScreen).toEqual(['stillPaused']);
  toasts.show('notConfirmed');
  expect(onScreen).toEqual(['notConfirmed']);
  toasts.close();
  expect(onScreen).toEqual([]);
});
