// What a server sends as audio is looked at before it is taken: what is saved is what it is, and what is no recording is refused in words.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { wave } from '../../support/audio-files.ts';
import { clientFor, id, serve } from './ucx-support.ts';

const mp3 = readFileSync(join(import.meta.dirname, '..', '..', 'support', 'audio', 'vbr-no-head.mp3'));

async function mediaOf(body: Buffer, headers: Record<string, string> = {}, status = 200) {
  const seen = await serve((_request, response) => {
    const length = { 'Content-Length': String(body.length) };
    response.writeHead(status, { 'Content-Type': 'audio/mpeg', ...length, ...headers });
    response.end(body);
  });
  const media = await clientFor(seen.url).media(id);
  if (!media.ok) return { code: media.error.problem.code };
  const { stream, format, length } = media.value;
  const parts: Buffer[] = [];
  try {
    for await (const part of stream as AsyncIterable<Buffer>) parts.push(part);
  } catch {
    return { code: 'cut' };
  }
  return { format, length, bytes: Buffer.concat(parts) };
}

const named = (start: string): Buffer => Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(50_000, 7)]);

describe('audio', () => {
  test.each([
    ['an MP3', mp3, 'mp3'],
    ['a short MP3', mp3.subarray(0, 1_500), 'mp3'],
    ['an MP3 behind zeros', Buffer.concat([Buffer.alloc(4_096), mp3]), 'mp3'],
    ['an MP3 from the middle of a frame on', mp3.subarray(99), 'mp3'],
    ['an MP3 with a picture in its tag', named('ID3\x04\0\0\x00\x7f\x7f\x7f'), 'mp3'],
    ['WAV', wave(), 'wav'],
    ['WAV for more than four gigabytes', named('RF64....WAVEds64'), 'wav'],
    ['Sony Wave64', named('riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\0\0'), 'w64'],
    ['Ogg', named('OggS\0\x02'), 'ogg'],
    ['FLAC', named('fLaC\0\0\0\x22'), 'flac'],
    ['M4A', named('\0\0\0\x20ftypM4A '), 'm4a'],
    ['AAC', named('\xff\xf1\x50\x80'), 'aac'],
    ['FLAC behind an ID3 tag', named('ID3\x04\0\0\0\0\0\x01\0fLaC\0\0'), 'flac'],
    ['nothing that is known', named('\x01\x02\x03'), 'bin'],
  ])('%s is named by its own bytes, and every byte arrives', async (_what, body, format) => {
    const got = await mediaOf(body);
    expect({ ...got, bytes: null }).toEqual({ format, length: body.length, bytes: null });
    expect(got.bytes?.equals(body)).toBe(true);
  });

  test.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('sent in %s is decoded, and is cut where the coded bytes are', async (coding, encode) => {
    const headers = { 'Content-Encoding': coding };
    const got = await mediaOf(encode(mp3), headers);
    expect(got.bytes?.equals(mp3)).toBe(true);
    expect(got).toMatchObject({ format: 'mp3', length: null });
    expect(await mediaOf(encode(mp3).subarray(0, -100), headers)).toEqual({ code: 'cut' });
  });
});

describe('what is no recording is refused', () => {
  const page = '<!DOCTYPE html><html><body>Please sign in</body></html>';
  test.each([
    ['a page that is called audio', Buffer.from(page), {}],
    ['a long page', Buffer.from(page.repeat(2_000)), {}],
    ['a page in Latin-1', Buffer.from('<html>Bitte best\xe4tigen</html>', 'latin1'), {}],
    ['a page in UTF-16', Buffer.from(`\ufeff${page}`, 'utf16le'), {}],
    ['JSON', Buffer.from('{"reason":3}'), {}],
    ['words', Buffer.from('Service temporarily unavailable'), {}],
    ['a page in gzip', gzipSync(page), { 'Content-Encoding': 'gzip' }],
    ['what is called a page', mp3, { 'Content-Type': 'text/html; charset=utf-8' }],
    ['what is called JSON', mp3, { 'Content-Type': 'application/problem+json' }],
  ])('%s', async (_what, body, headers) => {
    expect(await mediaOf(body, headers)).toEqual({ code: 'media/text' });
  });

  test.each([
    ['packed bytes without a word about it', gzipSync(mp3), {}],
    ['a coding that is not known', mp3, { 'Content-Encoding': 'zstd' }],
    ['two codings', gzipSync(mp3), { 'Content-Encoding': 'gzip, br' }],
  ])('%s', async (_what, body, headers) => {
    expect(await mediaOf(body, headers)).toEqual({ code: 'media/packed' });
  });

  test('a part, by its status and by its range', async () => {
    const range = { 'Content-Range': `bytes 0-${String(mp3.length - 1)}/${String(mp3.length * 2)}` };
    expect(await mediaOf(mp3, range)).toEqual({ code: 'media/part' });
    expect(await mediaOf(mp3, range, 206)).toEqual({ code: 'media/part' });
    expect(await mediaOf(mp3, {}, 206)).toEqual({ code: 'media/part' });
  });

  test('bytes of a length and in chunks at once', async () => {
    expect(await mediaOf(mp3, { 'Transfer-Encoding': 'chunked', 'Content-Length': '10' })).not.toHaveProperty('bytes');
  });
});
