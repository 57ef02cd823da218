// Uploads: the exact body, back-pressure, and what stops one.
import net from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { headerSafeFileName, multipartBody, uploadJson } from '../../../src/main/core/ucx/upload.ts';
import { clientFor, listen, serve } from './ucx-support.ts';

describe('uploads', () => {
  const metadata = {
    startDateTime: new Date('2018-09-25T13:00:00Z'),
    durationMs: 90_000,
    direction: 'incoming',
    localParty: { username: 'mario_rossi', phoneNumber: '346' },
  } as const;

  test("the metadata is written as in the vendor's example", () => {
    expect(
      JSON.parse(
        uploadJson({
          ...metadata,
          remoteParty: { phoneNumber: '1' },
          notes: 'n',
          preserved: true,
          pbxInfo: { type: 'generic' },
        }),
      ),
    ).toEqual({
      startDateTime: '2018-09-25T13:00:00.0000000Z',
      duration: 'PT1M30S',
      direction: 1,
      localParty: { username: 'mario_rossi', phoneNumber: '346' },
      remoteParty: { phoneNumber: '1' },
      notes: 'n',
      preserved: true,
      pbxInfo: { type: 'generic' },
    });
  });

  test.each([
    ['call.wav', 'call.wav'],
    ['C:\\recordings\\call.wav', 'call.wav'],
    ['../../etc/passwd', 'passwd'],
    ['a"b\r\nX: y.wav', 'a_b__X_ y.wav'],
    ['Größe.mp3', 'Gr__e.mp3'],
    ['', 'recording'],
    ['...', 'recording'],
    [`${'x'.repeat(300)}.wav`, `${'x'.repeat(96)}.wav`],
  ])('the file name %j goes into the header as %j', (name, safe) => {
    expect(headerSafeFileName(name)).toBe(safe);
  });

  test('the body has exactly the length it announces', async () => {
    const audio = {
      stream: Readable.from([Buffer.alloc(10), Buffer.alloc(5)]),
      length: 15,
      contentType: 'audio/wav\r\nX: y',
      fileName: 'ä.wav',
    };
    const body = multipartBody('{"notes":"ä"}', audio, new Error('source'), 'b');
    let length = 0;
    let text = '';
    for await (const chunk of body.stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      text += String(chunk);
    }
    expect(length).toBe(body.length);
    expect(text).toContain('Content-Type: application/octet-stream\r\n\r\n');
    expect(text.endsWith('\r\n--b--\r\n')).toBe(true);
  });

  /** A source that counts what was read of it. */
  function counted(length: number): { stream: Readable; read: () => number } {
    let given = 0;
    const stream = new Readable({
      highWaterMark: 65_536,
      read() {
        const size = Math.min(65_536, length - given);
        given += size;
        this.push(size === 0 ? null : Buffer.alloc(size));
      },
    });
    return { stream, read: () => given };
  }

  test('audio is read only as quickly as the server takes it, and a server that takes nothing is a time-out', async () => {
    const length = 64 * 1024 * 1024;
    const server = net.createServer((socket) => {
      socket.once('data', (data) => {
        if (String(data).startsWith('GET')) socket.write('HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n');
        else socket.pause();
      });
      socket.on('error', () => undefined);
    });
    const source = counted(length);
    const audio = { stream: source.stream, length, contentType: 'audio/wav', fileName: 'x.wav' };
    const answer = await clientFor(await listen(server), { limits: { idleBodyMs: 400 } }).upload(metadata, audio);
    expect(answer).toMatchObject({
      ok: false,
      error: { outcome: 'unknown', problem: { code: 'server-timeout', values: { step: 'body' } } },
    });
    expect(source.read()).toBeLessThan(length / 2);
    expect(source.stream.destroyed).toBe(true);
  });

  test('a refusal in the middle of an upload is told as such, and the rest is not sent', async () => {
    const length = 64 * 1024 * 1024;
    const seen = await serve((request, response) => {
      if (request.method === 'GET') response.writeHead(403).end();
      else request.once('data', () => response.writeHead(403).end('{}'));
    });
    const source = counted(length);
    const audio = { stream: source.stream, length, contentType: 'audio/wav', fileName: 'x.wav' };
    expect(await clientFor(seen.url).upload(metadata, audio)).toMatchObject({
      ok: false,
      error: { outcome: 'forbidden', status: 403, problem: { code: 'upload/not-allowed' } },
    });
    expect(source.read()).toBeLessThan(length);
    expect(source.stream.destroyed).toBe(true);
  });

  test('a file that cannot be read is told as such', async () => {
    const seen = await serve((request, response) => {
      if (request.method === 'GET') response.writeHead(403).end();
      else request.on('error', () => undefined).resume();
    });
    const stream = new Readable({
      read() {
        this.destroy(new Error('disk'));
      },
    });
    const audio = { stream, length: 100, contentType: 'audio/wav', fileName: 'x.wav' };
    expect(await clientFor(seen.url, { limits: { answerMs: 5000 } }).upload(metadata, audio)).toMatchObject({
      ok: false,
      error: { problem: { code: 'upload/source-failed' } },
    });
  });
});
