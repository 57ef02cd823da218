// Whatever is pushed into the log, by whichever way, nothing of a person, a secret or this computer comes out.
import { expect, test } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import { dispatch } from '../../../src/main/core/api/dispatch.ts';
import { logEvents, logFacts } from '../../../src/main/core/platform/logs/log-events.ts';
import type { HotkeyPort, Log, Ports } from '../../../src/main/core/platform/ports.ts';
import { redactingLog } from '../../../src/main/log-facts.ts';
import { logUnexpectedErrors } from '../../../src/main/electron/unexpected-errors.ts';
import { callNames } from '../../../src/shared/ipc/ipc-table.ts';
import { sampleInputs } from '../../support/contract-samples.ts';
import { adaSignIn, firstId } from '../../support/fake-core.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts } from '../../support/fake-ports.ts';
import { FakeRecorder } from '../../support/fake-recorder.ts';

/** What must never be in a log: each is pushed as it is. */
const secrets = [
  'hunter2',
  'Tr0ub4dor',
  'correct horse 1234',
  'Maria Rossi',
  'maria.rossi',
  'ACME-Payroll',
  '+39 055 1104729',
  '0551104729',
  '4111 1111 1111 1111',
  '/home/maria/Documents/call.wav',
  String.raw`C:\Users\maria.rossi\AppData\Local\calls\call.wav`,
  String.raw`\\fileserver\maria\calls`,
  'Basic bWFyaWE6aHVudGVyMg==',
  'eyJhbGciOiJIUzI1NiJ9.e30.ZRrHA1JJJW8opsbCGfG_HACGpVUMN_a9IV7pAx_Zmeo',
  'https://maria:hunter2@ucx.example.com/api?remoteParty=0551104729',
  'ucx.example.com',
  '11111111-1111-4111-8111-111111111111',
  'SEP0011AABBCCDD',
] as const;

/** What of a secret would give it away: itself, and its longer parts. */
const givenAway = secrets.flatMap((secret) => [
  secret,
  ...secret.split(/[\s/\\:@?=.]+/u).filter((part) => part.length > 7),
]);

function keepLines(): { readonly log: Log; readonly text: () => string } {
  const lines: string[] = [];
  return { log: redactingLog((level, line) => void lines.push(`${level} ${line}`)), text: () => lines.join('\n') };
}

function expectNoSecret(text: string): void {
  for (const secret of givenAway) expect(text, secret).not.toContain(secret);
}

/** Everything that a library may throw with a secret in it. */
function thrownWith(secret: string): unknown[] {
  const named = new Error(secret);
  named.name = secret;
  const coded = Object.assign(new Error('x'), {
    code: secret,
    path: secret,
    errno: secret,
    syscall: secret,
    [secret]: 1,
  });
  const lined = new Error(`x\n    at ${secret} (${secret}:1:1)\n    at ${secret}/${secret}.ts:1:1\n    at ${secret}`);
  const staged = Object.assign(new Error(), {
    stack: `${secret}\n    at ${secret} (file:///${secret}:10:10)\n    at ${secret}:1:2`,
  });
  const caused = new Error('x', { cause: new AggregateError([new Error(secret), secret], secret) });
  class Odd extends Error {
    override readonly name = secret;
    override toString(): string {
      return secret;
    }
    toJSON(): string {
      return secret;
    }
  }
  const broken = new Proxy(new Error(secret), {
    get: () => {
      throw new Error(secret);
    },
  });
  return [
    named,
    coded,
    lined,
    staged,
    caused,
    new Odd(secret),
    broken,
    secret,
    [secret],
    { [secret]: secret },
    Symbol(secret),
    null,
  ];
}

test.each(secrets)('%j leaves the logger by no event, no fact and no error', (secret) => {
  const { log, text } = keepLines();
  const untyped = log as unknown as Record<'info' | 'warn' | 'error', (event: string, ...rest: unknown[]) => void>;
  const facts = Object.fromEntries([...Object.keys(logFacts), 'password', secret].map((name) => [name, secret]));
  const inside = Object.fromEntries(Object.keys(logFacts).map((name) => [name, { [secret]: secret, text: [secret] }]));
  for (const event of [...logEvents, secret]) {
    for (const level of ['info', 'warn'] as const) {
      untyped[level](event, facts);
      untyped[level](event, inside);
    }
    for (const thrown of thrownWith(secret)) untyped.error(event, thrown, facts);
  }
  expectNoSecret(text());
  expect(text()).not.toContain('password');
});

test('a number that could be dialled is no number of the program', () => {
  const { log, text } = keepLines();
  const untyped = log as unknown as Record<'info', (event: string, facts: object) => void>;
  for (const number of [551104729, 390551104729, 4111111111111111, -551104729, 5511047.29, Number.NaN])
    untyped.info('request', Object.fromEntries(Object.keys(logFacts).map((name) => [name, number])));
  expect(text()).not.toMatch(/\d{7}/u);
});

test('what nobody caught is logged without its words', () => {
  const { log, text } = keepLines();
  const listeners: ((reason: unknown) => void)[] = [];
  logUnexpectedErrors({ on: (_event, listener) => listeners.push(listener) }, log, () => undefined);
  for (const secret of secrets.slice(0, 2)) for (const thrown of [new Error(secret), secret]) listeners[0]?.(thrown);
  expect(text()).toContain('unexpected');
  expectNoSecret(text());
});

const hotkeys: HotkeyPort = { platform: 'linux', register: () => true, releaseAll: () => undefined };

/** The same port, each of whose functions fails with a secret in every place of the error. */
function failing<T extends object>(port: T, isAsync: boolean): T {
  let turn = 0;
  return new Proxy(port, {
    get: (target, name) => {
      const found: unknown = Reflect.get(target, name);
      if (typeof found !== 'function') return found;
      return (): unknown => {
        turn += 1;
        const thrown = thrownWith(secrets[turn % secrets.length] ?? '');
        const reason = thrown[Math.floor(turn / secrets.length) % thrown.length];
        const fail = (): never => {
          throw reason;
        };
        return isAsync ? Promise.resolve().then(fail) : fail();
      };
    },
  });
}

test('a core whose disk, keychain, desktop and recorder fail with secrets in their errors logs none of them', async () => {
  const { log, text } = keepLines();
  const clock = new FakeClock();
  const recorder = new FakeRecorder(clock);
  const plain = fakePorts(clock);
  const ports: Ports = {
    ...plain,
    log,
    files: failing(plain.files, true),
    keychain: failing(plain.keychain, true),
    desktop: failing({ ...plain.desktop, attention: () => undefined }, false),
    hotkeys: failing(hotkeys, false),
    logFile: '/nowhere/sidetone.log',
  };
  const core = createCore(ports, { createClient: () => recorder.client() });
  const started = core.start();
  await clock.advance(10_000);
  await started;
  const signedIn = core.handlers['session.signIn']({ ...adaSignIn, thisSessionOnly: true });
  await clock.advance(3_000);
  await signedIn;
  recorder.begin(firstId);
  await clock.advance(3_000);
  for (const name of callNames) {
    if (name === 'session.signOut') continue;
    void dispatch(core.handlers, name, sampleInputs[name], { log, checkOutput: false });
    await clock.advance(2_000);
  }
  await clock.advance(20_000);
  await core.dispose().catch(() => undefined);
  expect(text().split('\n').length).toBeGreaterThan(5);
  expectNoSecret(text());
});
