// The answer of a feed of newer versions, by the library that asks for it: every byte that comes back over the connection is the feed's.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Duplex } from 'node:stream';
import { libraryUpdater, type Fetching } from '../../src/main/updates/library-updater.ts';

const feed = 'https://feed.example/sidetone';
const never = new AbortController().signal;
/** What the check and the download may end with. */
const problems = ['update/feed-unreachable', 'update/feed-unusable', 'update/damaged', 'update/not-signed'];

/** A connection that answers the first question with these bytes, and ends. */
class Answering extends Duplex {
  readonly #answer: Uint8Array;
  #isAnswered = false;

  constructor(answer: Uint8Array) {
    super();
    this.#answer = answer;
  }

  setTimeout(): this {
    return this;
  }

  override _read(): void {
    // It speaks when it is spoken to.
  }

  override _write(_chunk: unknown, _encoding: unknown, done: () => void): void {
    done();
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    this.push(this.#answer);
    this.push(null);
  }
}

type World = { readonly folder: string; readonly updater: Fetching; looked: string[] };
let world: World | null = null;

/** One for all inputs, as one run of Sidetone has one: what it kept of each would be seen. */
function theWorld(): World {
  if (world !== null) return world;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-fuzz-feed-'));
  const looked: string[] = [];
  const isSamePublisher = (file: string): Promise<boolean> => {
    looked.push(file);
    return Promise.resolve(false);
  };
  const updater = libraryUpdater({ version: '0.1.0', folder: path.join(folder, 'updates'), isSamePublisher });
  world = { folder, updater, looked };
  return world;
}

/** A whole answer as it stands, or else the text of the feed in one. */
function answerOf(bytes: Uint8Array): Uint8Array {
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') === 'HTTP/') return bytes;
  return Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${String(bytes.length)}\r\n\r\n`), bytes]);
}

/** Finds a newer version or none, or says why not. What it then fetches is from the same bytes, and is never taken without its checksum and signature. */
export async function updateFeed(bytes: Uint8Array): Promise<void> {
  const { folder, updater, looked } = theWorld();
  const answer = answerOf(bytes);
  const asked: string[] = [];
  const connect = (url: URL): Promise<Duplex> => {
    asked.push(url.href);
    return Promise.resolve(new Answering(answer));
  };
  const found = await updater.check(feed, connect, never);
  assert.deepEqual(asked, ['https://feed.example/']);
  if (!found.ok) assert.ok(problems.includes(found.error.code), found.error.code);
  assert.equal(Reflect.get({}, 'version'), undefined);
  if (!found.ok || found.value === null) return;
  assert.match(found.value, /^\d+\.\d+\.\d+/u);
  assert.ok(found.value.length <= 40 && !/^0\.(?:0\.|1\.0)/u.test(found.value));
  const fetched = await updater.download(connect, never);
  assert.ok(!fetched.ok && problems.includes(fetched.error.code));
  assert.ok(asked.every((one) => one.startsWith('https://')));
  for (const file of looked.splice(0)) assert.equal(path.dirname(file), path.join(folder, 'updates/fetched/pending'));
  assert.deepEqual(readdirSync(folder), ['updates']);
}
