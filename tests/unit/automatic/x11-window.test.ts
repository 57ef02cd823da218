// The front window of X11, against a real X server: what is told of windows, of their changes and of their end.
import { readlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { FrontWindow } from '../../../src/main/core/platform/ports.ts';
import { x11Port } from '../../../src/main/front-window/x11-port.ts';
import { waitFor } from '../../support/wait-for.ts';
import { FakeDesktop, startXServer, whyNoXServer, type XServer } from '../../support/x-server.ts';

const missing = whyNoXServer();
const own = { pid: process.pid, program: missing === null ? path.basename(readlinkSync('/proc/self/exe')) : '' };

/** What a watcher was told, and a wait for the next of it that fits. */
class Seen {
  readonly all: FrontWindow[] = [];
  ends = 0;
  readonly stop: () => void;

  constructor(display: string) {
    this.stop = x11Port(display).watch({
      seen: (front) => this.all.push(front),
      ended: () => (this.ends += 1),
    });
    onTestFinished(this.stop);
  }

  /** Resolves once this is what is in front. */
  async front(program: string, title: string): Promise<void> {
    await waitFor(() => expect(this.all.at(-1)).toEqual({ program, title }));
  }

  async ended(): Promise<void> {
    await waitFor(() => expect(this.ends).toBe(1));
  }
}

describe.skipIf(missing !== null)(`a real X server (${missing ?? 'Xvfb'})`, () => {
  let server: XServer;
  let desktop: FakeDesktop;

  beforeEach(async () => {
    server = await startXServer();
    desktop = await FakeDesktop.begin(server.display);
  });
  afterEach(async () => {
    desktop.end();
    await server.end();
  });

  test('tells the window in front by program and title, each change of both, and its end', async () => {
    const till = await desktop.open({ title: 'Virtual POS – Zoë', pid: process.pid, classes: 'till\0Till\0' });
    const mail = await desktop.open({ title: 'Inbox', classes: 'mail\0Mail\0' });
    const seen = new Seen(server.display);
    await seen.front('', '');
    await desktop.bringToFront(till);
    await seen.front(own.program, 'Virtual POS – Zoë');
    await desktop.bringToFront(mail);
    await seen.front('Mail', 'Inbox');
    await desktop.rename(till, 'Behind');
    await desktop.rename(mail, 'Inbox (1)');
    await seen.front('Mail', 'Inbox (1)');
    desktop.close(mail);
    await seen.front('', '');
    expect(JSON.stringify(seen.all)).not.toContain('Behind');
    expect(seen.ends).toBe(0);
  });

  test('tells that the window before is closed, of another program alone and where there is a list of windows', async () => {
    const till = await desktop.open({ title: 'POS', classes: 'till\0Till\0' });
    const receipt = await desktop.open({ title: 'Receipt', classes: 'till\0Till\0' });
    const mail = await desktop.open({ title: 'Inbox', classes: 'mail\0Mail\0' });
    const seen = new Seen(server.display);
    const isGone = (): Promise<void> =>
      waitFor(() => expect(seen.all.at(-1)).toEqual({ program: 'Mail', title: 'Inbox', beforeIsGone: true }));
    await desktop.bringToFront(till);
    await seen.front('Till', 'POS');
    await desktop.bringToFront(receipt);
    await seen.front('Till', 'Receipt');
    await desktop.bringToFront(mail);
    await seen.front('Mail', 'Inbox');
    await desktop.list([till, mail]);
    await isGone();
    await desktop.list([till, receipt, mail]);
    await seen.front('Mail', 'Inbox');
  });

  test('tells a title that never rests', async () => {
    const window = await desktop.open({ title: 'x', classes: 'till\0Till\0' });
    await desktop.bringToFront(window);
    const seen = new Seen(server.display);
    await seen.front('Till', 'x');
    const over = new AbortController();
    const restless = (async () => {
      for (let at = 0; !over.signal.aborted; at += 1) await desktop.rename(window, `${String(at)} %`);
    })();
    await waitFor(() => expect(seen.all.length).toBeGreaterThan(5));
    over.abort();
    await restless;
  });

  const titles: readonly (readonly [string, Buffer, string])[] = [
    ['in Latin 1', Buffer.from('Zo\xeb', 'latin1'), 'Zoë'],
    ['in UTF-8 where it should not be', Buffer.from('Zoë'), 'Zoë'],
    ['of no character', Buffer.alloc(0), ''],
    ['of a megabyte', Buffer.alloc(100_000, 'a'), 'a'.repeat(1_024)],
  ];
  test.each(titles)('reads an old title %s', async (_what, oldTitle, title) => {
    const window = await desktop.open({ oldTitle, classes: 'only' });
    await desktop.bringToFront(window);
    await new Seen(server.display).front('only', title);
  });

  test('is over when the window manager or the server goes: what nobody says is never taken for left', async () => {
    const first = new Seen(server.display);
    await first.front('', '');
    await desktop.stopManaging();
    await first.ended();
    await new Seen(server.display).ended();
    const other = await FakeDesktop.begin(server.display);
    const second = new Seen(server.display);
    await second.front('', '');
    server.process.kill('SIGKILL');
    await second.ended();
    other.end();
    await new Seen(server.display).ended();
  });

  test('tells nothing once it was stopped', async () => {
    const seen = new Seen(server.display);
    await seen.front('', '');
    const told = seen.all.length;
    seen.stop();
    const window = await desktop.open({ title: 'x', classes: 'Till' });
    await desktop.bringToFront(window);
    await new Seen(server.display).front('Till', 'x');
    expect([seen.all.length, seen.ends]).toEqual([told, 0]);
  });
});

test.each(['', 'no display', 'nowhere.invalid:0', ':4093'])(
  'a display that is not there is an end: %j',
  async (display) => {
    await new Seen(display === '' ? ':4094' : display).ended();
  },
);
