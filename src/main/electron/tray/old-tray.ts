// Asks the X server who owns the old tray (freedesktop.org, System Tray Protocol: the selection _NET_SYSTEM_TRAY_Sn), in the X11 protocol
// itself: no program that is everywhere can be asked instead.
import { readFile } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';

const answerLimitMs = 1_000;
const cookieName = 'MIT-MAGIC-COOKIE-1';

const padded = (length: number): number => Math.ceil(length / 4) * 4;

/** The cookie for a display in the text of an Xauthority file (Xau): counted fields, big-endian. Empty where there is none. */
export function cookieOf(file: Buffer, display: string): Buffer {
  for (let at = 0; at + 2 <= file.length;) {
    at += 2;
    const fields: Buffer[] = [];
    for (let field = 0; field < 4 && at + 2 <= file.length; field += 1) {
      const length = file.readUInt16BE(at);
      fields.push(file.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
    const [, number, name, data] = fields;
    const isOurs = number?.toString() === display || number?.length === 0;
    if (isOurs && name?.toString() === cookieName && data !== undefined) return data;
  }
  return Buffer.alloc(0);
}

/** The first words to the server (X11 protocol, Connection Setup), little-endian. */
function greeting(cookie: Buffer): Buffer {
  const name = cookie.length === 0 ? '' : cookieName;
  const bytes = Buffer.alloc(12 + padded(name.length) + padded(cookie.length));
  bytes.write('l', 0);
  bytes.writeUInt16LE(11, 2);
  bytes.writeUInt16LE(name.length, 6);
  bytes.writeUInt16LE(cookie.length, 8);
  bytes.write(name, 12);
  cookie.copy(bytes, 12 + padded(name.length));
  return bytes;
}

/** InternAtom, only if it exists. */
function askAtom(name: string): Buffer {
  const bytes = Buffer.alloc(8 + padded(name.length));
  bytes.writeUInt8(16, 0);
  bytes.writeUInt8(1, 1);
  bytes.writeUInt16LE(bytes.length / 4, 2);
  bytes.writeUInt16LE(name.length, 4);
  bytes.write(name, 8);
  return bytes;
}

/** GetSelectionOwner. */
function askOwner(atom: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt8(23, 0);
  bytes.writeUInt16LE(2, 2);
  bytes.writeUInt32LE(atom, 4);
  return bytes;
}

/** Takes exact numbers of bytes from a socket. Rejects when it ends. */
function readerOf(socket: Socket): (length: number) => Promise<Buffer> {
  const parts = socket[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  return async (length) => {
    while (held.length < length) {
      const next: IteratorResult<unknown> = await parts.next();
      if (next.done === true || !(next.value instanceof Uint8Array)) throw new Error('The X server hung up');
      held = Buffer.concat([held, next.value]);
    }
    const taken = held.subarray(0, length);
    held = held.subarray(length);
    return taken;
  };
}

/** The window that owns the selection, by the answers of the server; 0 for none. */
async function ownerOf(socket: Socket, cookie: Buffer, selection: string): Promise<number> {
  const read = readerOf(socket);
  socket.write(greeting(cookie));
  const head = await read(8);
  if (head.readUInt8(0) !== 1) throw new Error('The X server refused');
  await read(head.readUInt16LE(6) * 4);
  socket.write(askAtom(selection));
  const atom = (await read(32)).readUInt32LE(8);
  if (atom === 0) return 0;
  socket.write(askOwner(atom));
  return (await read(32)).readUInt32LE(8);
}

/** Whether a panel holds the old tray of this display. False too where no X server can be asked. Never rejects. */
export async function hasOldTray(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<boolean> {
  const [, display, screen = '0'] = /^(?:unix)?:(\d+)(?:\.(\d+))?$/u.exec(environment['DISPLAY'] ?? '') ?? [];
  if (display === undefined) return false;
  const file = environment['XAUTHORITY'] ?? path.join(os.homedir(), '.Xauthority');
  const cookie = cookieOf(await readFile(file).catch(() => Buffer.alloc(0)), display);
  const socket = createConnection({ path: `/tmp/.X11-unix/X${display}` });
  socket.setTimeout(answerLimitMs, () => socket.destroy());
  socket.on('error', () => undefined);
  try {
    return (await ownerOf(socket, cookie, `_NET_SYSTEM_TRAY_S${screen}`)) !== 0;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
