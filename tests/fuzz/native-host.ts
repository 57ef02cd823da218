// The native host of the browser extension as a process: frames of a browser and lines of an app that are right, wrong, cut and broken off.
// What must arrive arrives, whole and in its order; it ends by itself, in time, and as it should, and takes no more memory than it has.
import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Random } from './random.ts';

/** Longest message of a browser and most that an app may say without an end, in bytes (src/native/unix/browser.c). */
const mostFromBrowser = 16_384;
const mostFromApp = 524_288;
/** Kilobytes of address space that the program may have: what it holds itself, and the C library. */
const addressSpaceKb = 16_384;
/** Milliseconds after which a session that doesn't end is taken for one that hangs: far more than a busy machine makes of it. */
const hangMs = 20_000;
const secret = 'ab'.repeat(32);
const opening = `${JSON.stringify({ kind: 'rules', secret })}\n`;

export type Programs = {
  /** As it is shipped, and with the checks of the compiler, which need more memory. */
  readonly plain: string;
  readonly checked: string;
};
type Host = ChildProcessByStdio<Writable, Readable, Readable>;
type Kind = 'steady' | 'wild' | 'file';

const messages = [
  '{"kind":"heartbeat"}',
  '{"kind":"on","rule":"pay","at":1}',
  '{"kind":"hello","id":"a-1","browser":"edge","on":["pay"]}',
];

function payload(random: Random): Buffer {
  const message = Buffer.from(random.of(messages));
  switch (random.below(6)) {
    case 0:
      return random.bytes(1 + random.below(200));
    case 1:
      return random.bytes(random.of([1, mostFromBrowser - 1, mostFromBrowser]));
    case 2:
      message[random.below(message.length)] = random.below(256);
      return message;
    case 3:
      return message.subarray(0, 1 + random.below(message.length));
    default:
      return message;
  }
}

function framed(bytes: Uint8Array, length = bytes.length): Buffer {
  const head = Buffer.alloc(4);
  if (os.endianness() === 'LE') head.writeUInt32LE(length);
  else head.writeUInt32BE(length);
  return Buffer.concat([head, bytes]);
}

/** What the browser sends, what of it the app must hear, and how the host must end. */
function browserSays(random: Random, frames: number): { bytes: Buffer; heard: Buffer; code: number } {
  const parts: Buffer[] = [];
  const heard: Buffer[] = [];
  for (let left = frames; left > 0; left -= 1) {
    const said = payload(random);
    parts.push(framed(said));
    heard.push(Buffer.from(said.map((byte) => (byte < 32 ? 32 : byte))), Buffer.from('\n'));
  }
  const isWrong = random.below(2) === 0;
  const length = random.of([0, mostFromBrowser + 1, 0xff_ff_ff_ff, 0x80_00_00_00]);
  if (isWrong) parts.push(framed(random.bytes(random.below(40_000)), length));
  else parts.push(framed(random.bytes(50)).subarray(0, random.below(54)));
  return { bytes: Buffer.concat(parts), heard: Buffer.concat(heard), code: isWrong ? 1 : 0 };
}

/** What an app says: lines, empty ones among them, or so much without an end that it is left. */
function appSays(random: Random): Buffer {
  const parts: Buffer[] = [];
  for (let left = random.below(20); left > 0; left -= 1) {
    const line = random.bytes(random.below(random.below(10) === 0 ? 60_000 : 300));
    parts.push(Buffer.from(line.filter((byte) => byte !== 10)), Buffer.from('\n'));
  }
  return Buffer.concat(parts);
}

/** A file that says where the app is, as another program may have left it. */
function brokenFile(random: Random, whole: Buffer): Buffer {
  const file = Buffer.from(whole);
  for (let left = random.below(8); left > 0; left -= 1) file[random.below(file.length)] = random.below(256);
  const text = random.of([file, file.subarray(0, random.below(file.length)), random.bytes(random.below(9_000))]);
  return random.below(4) === 0
    ? Buffer.concat([Buffer.from(`{"address":"${'x'.repeat(random.below(5_000))}`), text])
    : text;
}

async function written(to: Writable, bytes: Buffer, random: Random): Promise<void> {
  const gone = once(to, 'close').catch(() => undefined);
  const largest = random.of([40, 500, 70_000, 1_000_000]);
  const isGone = (): boolean => to.destroyed;
  for (let at = 0; at < bytes.length && !isGone();) {
    const end = at + 1 + random.below(largest);
    // It may be gone at any moment.
    if (!to.write(bytes.subarray(at, end)) && !isGone())
      await Promise.race([once(to, 'drain').catch(() => undefined), gone]);
    at = end;
  }
}

/** Messages to the browser; throws where they are none. */
function unframed(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = os.endianness() === 'LE' ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
    assert.ok(length > 0 && length <= mostFromApp && at + 4 + length <= bytes.length);
    found.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return found;
}

const collected = (stream: Readable): Buffer[] => {
  const parts: Buffer[] = [];
  stream.on('data', (part: Buffer) => parts.push(part));
  return parts;
};

class Session {
  readonly #random: Random;
  readonly #kind: Kind;
  readonly #folder: string;
  /** What was said to the host, connection by connection, and what was heard of it. */
  readonly #said: Buffer[] = [];
  readonly #heard: Buffer[][] = [];
  readonly #peers = new Set<Socket>();
  #isReset = false;

  constructor(folder: string, random: Random) {
    this.#folder = folder;
    this.#random = random;
    this.#kind = random.of(['steady', 'steady', 'wild', 'file'] as const);
  }

  /** Answers in how many milliseconds the host ended, once the browser had. */
  async run(program: string, isChecked: boolean, frames: number): Promise<number> {
    const random = this.#random;
    const address = path.join(this.#folder, 's');
    const server = createServer((peer) => {
      this.#follow(peer);
    });
    server.listen(address);
    await once(server, 'listening');
    const file = Buffer.from(`${JSON.stringify({ address, secret })}\n`);
    await writeFile(path.join(this.#folder, 'rules.json'), this.#kind === 'file' ? brokenFile(random, file) : file);
    const connects = this.#kind === 'file' ? null : once(server, 'connection');
    const host = this.#start(program, isChecked);
    const [output, errors, ended] = [collected(host.stdout), collected(host.stderr), once(host, 'close')];
    try {
      await connects;
      const { bytes, heard, code } = browserSays(random, frames);
      await written(host.stdin, bytes, random);
      const since = performance.now();
      host.stdin.end();
      const result: unknown[] = await Promise.race([ended, this.#hangs()]);
      const took = performance.now() - since;
      assert.deepEqual([...result, Buffer.concat(errors).toString('utf8')], [code, null, '']);
      for (const peer of this.#peers) if (!peer.destroyed) await once(peer, 'close');
      this.#check(unframed(Buffer.concat(output)), heard);
      return took;
    } finally {
      host.kill('SIGKILL');
      server.close();
    }
  }

  async #hangs(): Promise<never> {
    await new Promise<void>((resolve) => setTimeout(resolve, hangMs).unref());
    throw new Error('the host hangs');
  }

  #start(program: string, isChecked: boolean): Host {
    const words = isChecked ? [program] : ['sh', '-c', `ulimit -v ${String(addressSpaceKb)}; exec "$0" "$@"`, program];
    const [first, ...rest] = [...words, `--user-data-dir=${this.#folder}`, 'chrome-extension://x/'];
    const host = spawn(first, rest, { stdio: ['pipe', 'pipe', 'pipe'] });
    host.stdin.on('error', () => undefined);
    return host;
  }

  #follow(peer: Socket): void {
    const random = this.#random;
    this.#peers.add(peer);
    peer.on('error', () => {
      this.#isReset = true;
    });
    this.#heard.push(collected(peer));
    if (this.#kind === 'wild' && random.below(3) === 0) {
      peer.end(random.bytes(random.below(2_000)));
      return;
    }
    const said = appSays(random);
    this.#said.push(said);
    const without =
      this.#kind === 'wild' && random.below(3) === 0 ? Buffer.alloc(mostFromApp + 1, 'x') : Buffer.alloc(0);
    void written(peer, Buffer.concat([said, without]), random).catch(() => undefined);
    if (this.#kind === 'wild' && random.below(2) === 0) setImmediate(() => peer.destroy());
  }

  #check(told: readonly Buffer[], heard: Buffer): void {
    const words = told.filter((one) => ['{"kind":"open"}', '{"kind":"closed"}'].includes(one.toString('latin1')));
    for (const [index, word] of words.entries())
      assert.equal(word.toString('latin1'), index % 2 === 0 ? '{"kind":"open"}' : '{"kind":"closed"}');
    if (this.#kind !== 'steady') return;
    assert.equal(words.length, 1);
    const [ofHost = []] = this.#heard;
    const whole = Buffer.concat([Buffer.from(opening), heard]);
    const got = Buffer.concat(ofHost);
    // A socket that ends with bytes that nobody read takes with it what was on its way to the app.
    assert.ok(whole.subarray(0, got.length).equals(got) && (this.#isReset || got.length === whole.length));
    // What the app said last may be on its way when the browser ends.
    const lines = Buffer.concat(this.#said)
      .toString('latin1')
      .split('\n')
      .filter((line) => line !== '');
    const carried = told.slice(1).map((one) => one.toString('latin1'));
    assert.deepEqual(carried, lines.slice(0, carried.length));
  }
}

/** Resolves with how many processes it took and the longest end of one, in milliseconds. Rejects with the number of the session that fails. */
export async function fuzzNativeHost(
  { plain, checked }: Programs,
  frames: number,
  seed: number,
): Promise<{ readonly processes: number; readonly longestEndMs: number }> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'sidetone-fuzz-host-'));
  let [sent, processes, longestEndMs] = [0, 0, 0];
  try {
    while (sent < frames) {
      const random = new Random(seed + processes);
      const count = random.below(400);
      const isChecked = random.below(4) !== 0;
      const folder = await mkdtemp(path.join(root, 's'));
      const took = await new Session(folder, random)
        .run(isChecked ? checked : plain, isChecked, count)
        .catch((error: unknown) => {
          throw new Error(`--seed ${String(seed + processes)}`, { cause: error });
        });
      await rm(folder, { recursive: true });
      longestEndMs = Math.max(longestEndMs, took);
      processes += 1;
      sent += count + 1;
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  return { processes, longestEndMs };
}
