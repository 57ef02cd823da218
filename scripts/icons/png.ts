// Writes pictures as PNG, and several PNG as one .ico or .icns file. As much of the formats as our own icons need.
import { crc32, deflateSync } from 'node:zlib';

/** A picture: rows from the top, four bytes a pixel, red, green, blue, alpha (not premultiplied). */
export type Picture = { readonly size: number; readonly rgba: Uint8Array };

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, sum]);
}

/** PNG with 8 bits a channel and alpha (the PNG specification, third edition, chapters 5 and 11). */
export function encodePng({ size, rgba }: Picture): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits, colour with alpha, deflate, adaptive filters, no interlace.
  header.set([8, 6, 0, 0, 0], 8);
  const stride = size * 4;
  const rows = Buffer.alloc((stride + 1) * size);
  for (let y = 0; y < size; y += 1) {
    // Filter 2 (up): flat shapes repeat the row above.
    rows[y * (stride + 1)] = 2;
    for (let x = 0; x < stride; x += 1) {
      const above = y === 0 ? 0 : (rgba[(y - 1) * stride + x] ?? 0);
      rows[y * (stride + 1) + 1 + x] = ((rgba[y * stride + x] ?? 0) - above) & 255;
    }
  }
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
}

type Part = { readonly size: number; readonly png: Uint8Array };

/** A Windows icon of PNG pictures, which Windows reads since Vista. Sizes up to 256. */
export function encodeIco(parts: readonly Part[]): Buffer {
  const head = Buffer.alloc(6 + 16 * parts.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(parts.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of parts.entries()) {
    const at = 6 + 16 * index;
    // 256 is written as 0.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...parts.map(({ png }) => png)]);
}

/** Types of the entries of an Apple icon by the size of their PNG. */
const icnsTypes = new Map<number, readonly string[]>([
  [32, ['ic11']],
  [64, ['ic12']],
  [128, ['ic07']],
  [256, ['ic08', 'ic13']],
  [512, ['ic09', 'ic14']],
  [1024, ['ic10']],
]);

/** An Apple icon of PNG pictures; sizes it has no place for are left out. */
export function encodeIcns(parts: readonly Part[]): Buffer {
  const entries = parts.flatMap(({ size, png }) =>
    (icnsTypes.get(size) ?? []).map((type) => {
      const head = Buffer.alloc(8);
      head.write(type, 'latin1');
      head.writeUInt32BE(png.length + 8, 4);
      return Buffer.concat([head, png]);
    }),
  );
  const body = Buffer.concat(entries);
  const head = Buffer.alloc(8);
  head.write('icns', 'latin1');
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
}
