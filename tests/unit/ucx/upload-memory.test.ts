// The memory of an upload: parts that the system has taken over are used again, and none before.
import { createHash } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { describe, expect, test } from 'vitest';
import { uploadStream } from '../../../src/main/core/uploads/upload-source.ts';
import { goodTestCertificate } from '../../../src/simulator/certificate.ts';
import { clientFor, id, listen } from './ucx-support.ts';

const length = 24 * 1024 * 1024 + 17;
const metadata = {
  startDateTime: new Date('2018-09-25T13:00:00Z'),
  durationMs: 90_000,
  direction: 'incoming',
  localParty: { username: 'ada', phoneNumber: '101' },
} as const;
const head = 'Content-Type: audio/wav\r\n\r\n';

/** A file in which no two words are the same, and the memories that its parts were read into. */
function numberedFile() {
  const memories = new Set<ArrayBufferLike>();
  let reads = 0;
  const content = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) content.writeUInt32LE(at, at);
  const readPart = (_path: string, from: number, size: number, into?: Uint8Array): Promise<Uint8Array> => {
    const part = into?.subarray(0, size) ?? new Uint8Array(size);
    reads += 1;
    memories.add(part.buffer);
    part.set(content.subarray(from, from + size));
    return Promise.resolve(part);
  };
  return { readPart, memories, content, partsRead: () => reads };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Turns of the event loop in which nothing was read of the file: the connection takes no more. */
const turnsOfRest = 200;
/** Bytes that are taken at once. */
const fitBytes = 1024 * 1024;

/** Takes the body in fits, and nothing in between until the client cannot send any more: then parts of it wait there half sent. */
async function takeInFits(request: IncomingMessage, partsRead: () => number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let taken = fitBytes;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    taken += chunk.length;
    if (taken < fitBytes) continue;
    taken = 0;
    for (let before = -1, rest = 0; rest < turnsOfRest; rest += 1) {
      if (partsRead() !== before) rest = 0;
      before = partsRead();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return Buffer.concat(chunks);
}

describe('the memory of an upload', () => {
  test.each(['http', 'https'])(
    'over %s, a few parts are enough for a large file, and it arrives as it is',
    async (scheme) => {
      const file = numberedFile();
      let arrived = '';
      const listener: RequestListener = (request, response) => {
        void takeInFits(request, file.partsRead).then((body) => {
          const from = body.indexOf(head) + head.length;
          if (request.method === 'POST') arrived = sha256(body.subarray(from, from + length));
          response.writeHead(request.method === 'POST' ? 201 : 200).end(JSON.stringify({ id }));
        });
      };
      const { certificate: cert, key } = goodTestCertificate;
      const isSecure = scheme === 'https';
      const url = await listen(isSecure ? createHttpsServer({ cert, key }, listener) : createHttpServer(listener));
      const source = uploadStream(file, '/calls/a.wav', length, () => undefined);
      const client = clientFor(url.replace('http', scheme), { certificateAuthorities: isSecure ? [cert] : [] });
      const audio = { ...source, length, contentType: 'audio/wav', fileName: 'a.wav' };
      expect(await client.upload(metadata, audio)).toMatchObject({ ok: true });
      expect(arrived).toBe(sha256(file.content));
      expect(file.memories.size).toBeLessThan(12);
    },
  );

  test('a part that nobody has taken over is not overwritten, however much is read', async () => {
    const { readPart, memories, content } = numberedFile();
    const { stream } = uploadStream({ readPart }, '/calls/a.wav', length, () => undefined);
    const kept: Uint8Array[] = [];
    for await (const part of stream as AsyncIterable<Uint8Array>) kept.push(part);
    expect(memories.size).toBe(kept.length);
    expect(sha256(Buffer.concat(kept))).toBe(sha256(content));
  });
});
