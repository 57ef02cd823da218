// The place for tray icons on a Linux desktop: a panel that starts late, ends, or is of the old kind.
import { mkdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cookieOf, hasOldTray } from '../../../src/main/electron/tray/old-tray.ts';
import { TrayHostWatch, trayHostOf, watchTrayHost, type TrayHost } from '../../../src/main/electron/tray/tray-host.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const name = 'org.kde.StatusNotifierWatcher';
const owned = `The name ${name} is owned by :1.7`;
const nobody = `The name ${name} does not have an owner`;

test.each([
  [owned, 'present'],
  [nobody, 'absent'],
  ['Monitoring signals from all objects owned by org.kde.StatusNotifierWatcher', null],
  [`/StatusNotifierWatcher: ${name}.StatusNotifierItemRegistered (':1.2/Item',)`, null],
  ['', null],
] as const)('the line %j of the bus means %s', (line, host) => {
  expect(trayHostOf(line)).toBe(host);
});

describe('the watch', () => {
  let clock: FakeClock;
  let say: (line: string) => void;
  let end: () => void;
  let old: boolean;
  let looks: number;
  let watch: TrayHostWatch;
  let told: TrayHost[];

  beforeEach(async () => {
    clock = new FakeClock();
    old = false;
    looks = 0;
    told = [];
    watch = new TrayHostWatch(clock, {
      follow: (onLine, onEnd) => {
        say = onLine;
        end = onEnd;
        return () => undefined;
      },
      hasOldTray: () => {
        looks += 1;
        return Promise.resolve(old);
      },
    });
    say(nobody);
    await watch.first;
    watch.onChange((host) => told.push(host));
  });
  afterEach(() => {
    watch.dispose();
    expect(clock.pending).toBe(0);
  });

  test('sees a panel that starts later, ends, and starts again', async () => {
    expect(watch.current).toBe('absent');
    await clock.advance(3_000);
    say(owned);
    say(owned);
    say(nobody);
    await clock.settle();
    say(owned);
    expect(told).toEqual(['present', 'absent', 'present']);
  });

  test('sees a panel of the old kind, on which nothing may rely, and its end', async () => {
    old = true;
    await clock.advance(3_000);
    expect(told).toEqual(['unknown']);
    old = false;
    await clock.advance(3_000);
    expect(told).toEqual(['unknown', 'absent']);
    say(owned);
    await clock.advance(9_000);
    expect(told).toEqual(['unknown', 'absent', 'present']);
  });

  test('looks for the old kind seldom once none has come for a minute, and often again after a change', async () => {
    await clock.advance(60_000);
    const inFirstMinute = looks;
    await clock.advance(600_000);
    expect(looks - inFirstMinute).toBeLessThan(inFirstMinute * 3);
    old = true;
    await clock.advance(15_000);
    expect(told).toEqual(['unknown']);
    old = false;
    await clock.advance(3_000);
    expect(told).toEqual(['unknown', 'absent']);
  });

  test('knows nothing where nobody can be asked', () => {
    end();
    expect(told).toEqual(['unknown']);
  });

  test('does not wait for ever for the first answer', async () => {
    const silent = new TrayHostWatch(clock, {
      follow: () => () => undefined,
      hasOldTray: () => Promise.resolve(false),
    });
    const first = silent.first;
    await clock.advance(1_500);
    await first;
    expect(silent.current).toBe('unknown');
    silent.dispose();
  });

  test.each(['win32', 'darwin'] as const)('is not needed on %s', async (platform) => {
    const always = watchTrayHost(clock, platform);
    await always.first;
    expect(always.current).toBe('present');
    always.dispose();
  });
});

describe.skipIf(process.platform === 'win32')('the old tray', () => {
  const cookie = Buffer.from('0123456789abcdef');
  /** A display number that no server of this machine has. */
  const display = String(40_000 + (process.pid % 10_000));
  let server: Server;
  let owner: number;
  let sockets: number;

  /** As much of an X server as is asked, which tells each answer byte by byte. */
  beforeEach(async () => {
    owner = 0;
    sockets = 0;
    await mkdir('/tmp/.X11-unix', { recursive: true });
    server = createServer((peer) => {
      sockets += 1;
      peer.on('error', () => undefined);
      peer.on('data', (asked) => {
        const answer = Buffer.alloc(asked[0] === 0x6c ? 16 : 32);
        answer.writeUInt8(1, 0);
        if (asked[0] === 0x6c) answer.writeUInt16LE(2, 6);
        else answer.writeUInt32LE(asked[0] === 16 ? 77 : owner, 8);
        for (const byte of answer) peer.write(Buffer.from([byte]));
      });
    });
    await new Promise<void>((resolve) => server.listen(`/tmp/.X11-unix/X${display}`, resolve));
  });
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(`/tmp/.X11-unix/X${display}`, { force: true });
  });

  test('is there when a window owns its selection, and not otherwise', async () => {
    expect(await hasOldTray({ DISPLAY: `:${display}`, XAUTHORITY: '/none' })).toBe(false);
    owner = 0x1_400_002;
    expect(await hasOldTray({ DISPLAY: `:${display}.0`, XAUTHORITY: '/none' })).toBe(true);
    expect(sockets).toBe(2);
  });

  test.each([[undefined], [''], ['elsewhere:0'], [':39999'], ['nonsense']])(
    'is not there where DISPLAY is %j',
    async (other) => {
      expect(await hasOldTray({ DISPLAY: other, XAUTHORITY: '/none' })).toBe(false);
    },
  );

  test('is asked for with the cookie of its own display', () => {
    const counted = (field: Buffer | string): Buffer => {
      const bytes = Buffer.from(field);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(bytes.length);
      return Buffer.concat([length, bytes]);
    };
    const entry = (number: string, kind: string, data: Buffer): Buffer =>
      Buffer.concat([Buffer.from([1, 0]), ...['host', number, kind, data].map(counted)]);
    const other = Buffer.alloc(16, 1);
    const file = Buffer.concat([
      entry('1', 'MIT-MAGIC-COOKIE-1', other),
      entry('7', 'XDM-AUTHORIZATION-1', other),
      entry('7', 'MIT-MAGIC-COOKIE-1', cookie),
    ]);
    expect(cookieOf(file, '7')).toEqual(cookie);
    expect(cookieOf(file, '8')).toHaveLength(0);
    for (let cut = 0; cut < file.length; cut += 1) expect(cookieOf(file.subarray(0, cut), '9')).toHaveLength(0);
  });
});
