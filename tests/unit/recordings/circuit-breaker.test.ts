// What meets all files alike holds the queue; what meets one is tried again by itself; and nobody's pause outlives its order.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CircuitBreaker } from '../../../src/main/core/downloads/circuit-breaker.ts';
import { problem, type Problem } from '../../../src/shared/domain/problem.ts';
import { cut, id, many, SavingWorld, short, stuck } from '../../support/saving-world.ts';

let world: SavingWorld;
beforeEach(() => {
  world = new SavingWorld();
  world.media = short;
});
afterEach(() => world.dispose());

const saving = () => world.downloads.saving();

describe('a queue that somebody paused', () => {
  test('begins nothing more, and says how many are still on their way', async () => {
    world.media = stuck;
    world.downloads.startMany(many(5));
    await world.running();
    world.downloads.hold(true);
    expect(saving()).toMatchObject({ held: true, heldBecause: null, running: 3, total: 5 });
  });

  test('is not paused any more when all of it has ended: the next recording is saved at once', async () => {
    world.media = stuck;
    world.downloads.startMany(many(1));
    await world.running();
    world.downloads.hold(true);
    const [view] = world.downloads.views();
    world.downloads.cancel(view?.downloadId ?? '');
    await world.until(() => !saving().held);
    world.media = short;
    world.start(2, 'B');
    expect(await world.finished()).toMatchObject([{ phase: 'saved' }]);
  });

  test('with nothing in it is no queue: there is nothing to pause', async () => {
    world.downloads.hold(true);
    world.start(1, 'A');
    expect(await world.finished()).toMatchObject([{ phase: 'saved' }]);
  });

  test('is paused still after a restart', async () => {
    world.media = stuck;
    world.downloads.startMany(many(2));
    await world.running();
    world.downloads.hold(true);
    await world.downloads.dispose();
    await world.startAgain();
    expect(saving()).toMatchObject({ held: true, running: 0, total: 2 });
  });
});

test.each(['disk-full', 'credentials-refused', 'server-unreachable', 'server-timeout'] as const)(
  'what is still on its way and fails (%s) takes the place of nobody who paused the queue',
  (code) => {
    const { clock, random } = world.ports;
    const breaker = new CircuitBreaker({ clock, random, onTrialDue: () => undefined });
    breaker.openByPerson();
    for (const file of [id(1), id(2)]) breaker.onFailure(problem(code), file, true);
    breaker.onSuccess();
    breaker.onSignIn();
    expect([breaker.isOpen, breaker.isOpenedByPerson, breaker.reason]).toEqual([true, true, null]);
  },
);

/** All that the server is not there for: each file would meet it. */
const away = [
  'server-unreachable',
  'server-name-unknown',
  'server-tls-failed',
  'server-certificate-untrusted',
  'server-certificate-name',
  'server-certificate-expired',
  'proxy-sign-in',
  'proxy-sign-in-method',
  'proxy-unreachable',
  'proxy-refused',
  'proxy-unusable',
  'proxy-unknown',
  'service-unavailable',
  'completed/service-unavailable',
] as const;

describe('a server that is away', () => {
  test.each(away)('(%s) holds the queue, no file fails, and all are saved when it is back', async (code) => {
    let isAway = true;
    world.media = () => (isAway ? problem(code) : short());
    world.downloads.startMany(many(40));
    await world.until(() => saving().heldBecause !== null && saving().running === 0);
    expect(saving()).toMatchObject({ held: true, heldBecause: { code }, failed: 0, saved: 0, triesAgain: true });
    expect(world.asked.length).toBeLessThanOrEqual(3);
    await world.ports.clock.advance(30_000);
    expect(saving()).toMatchObject({ held: true, failed: 0 });
    // One at a time, more and more seldom.
    expect(world.asked.length).toBeLessThanOrEqual(7);
    isAway = false;
    await world.passed();
    expect(saving()).toMatchObject({ held: false, heldBecause: null, saved: 40, failed: 0 });
  });

  test.each(['server-timeout', 'server-connection-lost'] as const)(
    'without a word (%s) holds the queue too',
    async (code) => {
      let isAway = true;
      world.media = () => (isAway ? problem(code) : short());
      world.downloads.startMany(many(40));
      await world.until(() => saving().heldBecause !== null);
      isAway = false;
      await world.passed();
      expect(saving()).toMatchObject({ held: false, saved: 40, failed: 0 });
    },
  );

  test('for a moment is not noticed: a file alone is tried again by itself', async () => {
    const answers: (Problem | null)[] = [problem('server-unreachable'), null];
    world.media = () => answers.shift() ?? short();
    world.start(1, 'A');
    await world.until(() => saving().heldBecause !== null);
    expect(await world.passed()).toMatchObject([{ phase: 'saved' }]);
  });

  test('for long fails a file that is alone after three tries, and says why', async () => {
    world.media = () => problem('server-unreachable');
    world.start(1, 'A');
    expect(await world.passed()).toMatchObject([{ phase: 'failed', problem: { code: 'server-unreachable' } }]);
    expect(world.asked).toHaveLength(3);
    await world.until(() => !saving().held);
  });

  test('is tried at once when somebody says so', async () => {
    let isAway = true;
    world.media = () => (isAway ? problem('server-unreachable') : short());
    world.downloads.startMany(many(5));
    await world.until(() => saving().heldBecause !== null && saving().running === 0);
    isAway = false;
    world.downloads.hold(false);
    await world.finished();
    expect(saving()).toMatchObject({ saved: 5, held: false });
  });

  test('does not undo what somebody paused', async () => {
    world.media = stuck;
    world.downloads.startMany(many(5));
    await world.running();
    world.downloads.hold(true);
    world.media = () => problem('server-unreachable');
    await world.ports.clock.advance(120_000);
    expect(saving()).toMatchObject({ held: true, heldBecause: null });
  });
});

describe('one file that cannot be had', () => {
  test.each<[string, () => ReturnType<SavingWorld['media']>]>([
    ['is cut each time', cut],
    ['is never answered for', () => problem('server-timeout')],
  ])('because it %s fails after three tries and holds up no other', async (_what, answer) => {
    world.media = (recordingId) => (recordingId === id(1) ? answer() : short());
    world.downloads.startMany(many(40));
    let wasHeld = false;
    await world.until(() => {
      wasHeld ||= saving().heldBecause !== null;
      return saving().saved === 39;
    });
    expect(wasHeld).toBe(false);
    expect(saving()).toMatchObject({ held: false, failed: 0 });
    await world.passed();
    expect(saving()).toMatchObject({ saved: 39, failed: 1 });
    expect(world.asked.filter((asked) => asked === id(1))).toHaveLength(3);
  });

  test('beside another of its kind holds up the rest for seconds only', async () => {
    world.media = (recordingId) => (recordingId <= id(2) ? problem('server-connection-lost') : short());
    world.downloads.startMany(many(40));
    await world.passed();
    expect(saving()).toMatchObject({ saved: 38, failed: 2, held: false });
  });

  test('is cut once and is whole at the second try', async () => {
    let tries = 0;
    world.media = () => ((tries += 1) === 1 ? cut() : short());
    world.start(1, 'A');
    await world.until(() => tries === 1 && world.phases()[0] === 'queued');
    expect(await world.passed()).toMatchObject([{ phase: 'saved', fileName: 'A.mp3' }]);
    expect(await world.inFolder()).toEqual(['A.mp3']);
  });

  test('can be cancelled while it waits for its next try', async () => {
    world.media = cut;
    world.start(1, 'A');
    await world.until(() => world.asked.length === 1 && world.phases()[0] === 'queued');
    world.downloads.cancelAll();
    await world.ports.clock.advance(60_000);
    expect(world.asked).toHaveLength(1);
    expect(world.phases()).toEqual(['cancelled']);
  });
});

describe('a refused password', () => {
  test('holds the queue until the same user has signed in again', async () => {
    let isRefused = true;
    world.media = () => (isRefused ? problem('credentials-refused') : short());
    world.downloads.startMany(many(5));
    await world.until(() => saving().heldBecause !== null && saving().running === 0);
    // Nothing is tried by itself: some servers lock an account after a few wrong passwords.
    await world.ports.clock.advance(600_000);
    expect(world.asked.length).toBeLessThanOrEqual(3);
    expect(saving()).toMatchObject({ held: true, failed: 0, triesAgain: false });
    isRefused = false;
    world.downloads.signedIn();
    await world.finished();
    expect(saving()).toMatchObject({ held: false, saved: 5 });
  });
});
