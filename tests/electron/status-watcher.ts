// As much of a panel as an icon of the tray looks for: the owner of the watcher's name on the session bus, to whom icons report
// (https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/), in the bus's own protocol
// (https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol), little-endian.
import { statSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';

const watcherName = 'org.kde.StatusNotifierWatcher';

/** Kinds of messages. */
const kinds = { call: 1, reply: 2, failure: 3 } as const;
/** Fields of a message's head, by their codes: a path, an interface, a member, the serial it replies to, who it is for and from, what its body is. */
const fields = { path: 1, member: 3, replySerial: 5, destination: 6, sender: 7, signature: 8 } as const;
type Value = readonly [type: 'o' | 's' | 'g' | 'u', value: string | number];

const aligned = (length: number, to: number): number => Math.ceil(length / to) * to;

/** Puts values one behind the other, each at its place. */
class Writer {
  bytes = Buffer.alloc(0);

  align(to: number): this {
    this.bytes = Buffer.concat([this.bytes, Buffer.alloc(aligned(this.bytes.length, to) - this.bytes.length)]);
    return this;
  }

  byte(...values: number[]): this {
    this.bytes = Buffer.concat([this.bytes, Buffer.from(values)]);
    return this;
  }

  uint(value: number): this {
    this.align(4);
    const part = Buffer.alloc(4);
    part.writeUInt32LE(value);
    this.bytes = Buffer.concat([this.bytes, part]);
    return this;
  }

  value([type, value]: Value): this {
    if (typeof value === 'number') return this.uint(value);
    const text = Buffer.from(`${value}\0`);
    if (type === 'g') this.byte(text.length - 1);
    else this.uint(text.length - 1);
    this.bytes = Buffer.concat([this.bytes, text]);
    return this;
  }
}

function message(kind: number, serial: number, head: Readonly<Record<number, Value>>, body: Buffer): Buffer {
  const array = new Writer();
  for (const [code, value] of Object.entries(head))
    array.align(8).byte(Number(code)).value(['g', value[0]]).value(value);
  const whole = new Writer().byte(0x6c, kind, 0, 1).uint(body.length).uint(serial).uint(array.bytes.length);
  // Fields begin at a multiple of eight here too, as in `array`.
  whole.bytes = Buffer.concat([whole.bytes, array.bytes]);
  return Buffer.concat([whole.align(8).bytes, body]);
}

type Received = {
  readonly kind: number;
  readonly serial: number;
  readonly fields: ReadonlyMap<number, string | number>;
};

/** The first message, and its length; null where it isn't whole yet. */
function firstMessage(bytes: Buffer): { readonly message: Received; readonly length: number } | null {
  if (bytes.length < 16) return null;
  const fieldsEnd = 16 + bytes.readUInt32LE(12);
  const length = aligned(fieldsEnd, 8) + bytes.readUInt32LE(4);
  if (bytes.length < length) return null;
  const found = new Map<number, string | number>();
  for (let at = 16; at < fieldsEnd; at = aligned(at, 8)) {
    const code = bytes.readUInt8(at);
    const type = String.fromCodePoint(bytes.readUInt8(at + 2));
    at += 4;
    if (type === 'u') {
      found.set(code, bytes.readUInt32LE(at));
      at += 4;
      continue;
    }
    const textLength = type === 'g' ? bytes.readUInt8(at) : bytes.readUInt32LE(at);
    at += type === 'g' ? 1 : 4;
    found.set(code, bytes.toString('utf8', at, at + textLength));
    at += textLength + 1;
  }
  return { message: { kind: bytes.readUInt8(1), serial: bytes.readUInt32LE(8), fields: found }, length };
}

export class StatusWatcher {
  /** Who has reported an icon, by their names on the bus. */
  readonly icons: string[] = [];
  readonly #socket: Socket;
  #serial = 0;
  #rest = Buffer.alloc(0);
  #begun: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => undefined);
  }

  /** Resolves when the panel is on the bus of that address (`unix:path=…`), which tells everybody. */
  static async start(address: string): Promise<StatusWatcher> {
    const path = address.replace('unix:path=', '');
    const user = statSync(path).uid;
    const own = process.geteuid?.() ?? user;
    // A session bus lets in nobody but its user, root neither; whose a connection is, is settled when it begins.
    process.seteuid?.(user);
    const watcher = new StatusWatcher(createConnection(path));
    process.seteuid?.(own);
    await watcher.#begin(user);
    return watcher;
  }

  /** The panel is gone. */
  end(): void {
    this.#socket.destroy();
  }

  async #begin(user: number): Promise<void> {
    const greeted = new Promise<void>((resolve, reject) => {
      this.#socket.once('close', () => {
        reject(new Error('the bus hung up'));
      });
      this.#socket.once('data', (answer) => {
        if (answer.toString().startsWith('OK ')) resolve();
        else reject(new Error(`the bus says ${answer.toString()}`));
      });
    });
    this.#socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(user)).toString('hex')}\r\n`);
    await greeted;
    const begun = new Promise<void>((resolve) => (this.#begun = resolve));
    this.#socket.on('data', (bytes) => {
      this.#take(bytes);
    });
    this.#socket.write('BEGIN\r\n');
    this.#askBus('Hello', null);
    this.#askBus('RequestName', new Writer().value(['s', watcherName]).uint(0).bytes);
    await begun;
  }

  #askBus(member: string, body: Buffer | null): void {
    const head: Record<number, Value> = {
      [fields.path]: ['o', '/org/freedesktop/DBus'],
      2: ['s', 'org.freedesktop.DBus'],
      [fields.member]: ['s', member],
      [fields.destination]: ['s', 'org.freedesktop.DBus'],
      ...(body === null ? {} : { [fields.signature]: ['g', 'su'] as const }),
    };
    this.#send(kinds.call, head, body ?? Buffer.alloc(0));
  }

  #send(kind: number, head: Readonly<Record<number, Value>>, body: Buffer): void {
    this.#serial += 1;
    this.#socket.write(message(kind, this.#serial, head, body));
  }

  #take(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (let next = firstMessage(this.#rest); next !== null; next = firstMessage(this.#rest)) {
      this.#rest = this.#rest.subarray(next.length);
      // The second question was for the name.
      if (next.message.kind === kinds.reply && next.message.fields.get(fields.replySerial) === 2) this.#begun();
      if (next.message.kind === kinds.call) this.#answer(next.message);
    }
  }

  /** A panel is there to every question about it, and takes every icon. */
  #answer({ serial, fields: asked }: Received): void {
    const sender = String(asked.get(fields.sender));
    const head: Record<number, Value> = { [fields.replySerial]: ['u', serial], [fields.destination]: ['s', sender] };
    const member = asked.get(fields.member);
    if (member === 'RegisterStatusNotifierItem') this.icons.push(sender);
    if (member !== 'Get') {
      this.#send(kinds.reply, head, Buffer.alloc(0));
      return;
    }
    const body = new Writer().value(['g', 'b']).uint(1).bytes;
    this.#send(kinds.reply, { ...head, [fields.signature]: ['g', 'v'] }, body);
  }
}
