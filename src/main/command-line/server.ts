// The running app's end of the socket: open to the same user alone, deaf to everything that does not know the secret.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import type { Log } from '../core/platform/ports.ts';
import { parseJson } from '../core/platform/json.ts';
import { maxLineBytes, requestSchema, type CommandResponse, type Command, type Endpoint } from './wire.ts';

/** Longest path of a Unix socket in bytes that every system takes (sun_path of macOS is 104 with its end). */
const maxSocketPathBytes = 100;
/**
 * A peer that has not said its line by then (milliseconds), or not hung up so long after its answer, is let go, however busy it is: each
 * takes a place from the others.
 */
const lineTimeoutMs = 5_000;
/** More peers at once than anybody has use for. */
const maxPeers = 16;

export type CommandServerOptions = {
  readonly profileFolder: string;
  readonly log: Log;
  readonly handle: (asked: Command) => Promise<CommandResponse>;
  /** Called when an answer has left, or whoever asked had hung up before: what was confirmed is done anyway. */
  readonly onAnswered?: (asked: Command, answer: CommandResponse) => void;
  readonly platform?: NodeJS.Platform;
};

export type CommandServer = { readonly address: string; close(): Promise<void> };

/** Name of the file in the profile that tells later starts where to speak, and the secret. */
export const endpointFile = 'command.json';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A place to listen: a pipe with a name nobody can guess on Windows, elsewhere a socket in the profile, which is the user's own. */
async function addressFor(folder: string, platform: NodeJS.Platform): Promise<string> {
  if (platform === 'win32') return `\\\\.\\pipe\\sidetone-${randomBytes(16).toString('hex')}`;
  const inProfile = path.join(folder, 'command.sock');
  if (Buffer.byteLength(inProfile) <= maxSocketPathBytes) return inProfile;
  // mkdtemp makes a folder that only this user can enter.
  return path.join(await mkdtemp(path.join(os.tmpdir(), 'sidetone-')), 'command.sock');
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path: address }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Starts to listen, and writes where. Rejects with a Node system error when that cannot be. */
export async function startCommandServer(options: CommandServerOptions): Promise<CommandServer> {
  const { profileFolder, log, platform = process.platform } = options;
  await mkdir(profileFolder, { recursive: true });
  const address = await addressFor(profileFolder, platform);
  const secret = randomBytes(32).toString('hex');
  const peers = new Set<Socket>();
  const server = createServer((peer) => {
    if (peers.size >= maxPeers) {
      peer.destroy();
      return;
    }
    peers.add(peer);
    peer.once('close', () => peers.delete(peer));
    listenTo(peer, secret, options);
  });
  server.on('error', (error) => log.error('the command line cannot be heard', error));
  // What a killed run left behind; whoever holds the single-instance lock may take its place.
  if (platform !== 'win32') await rm(address, { force: true });
  await listen(server, address);
  if (platform !== 'win32') await chmod(address, 0o600);
  const file = path.join(profileFolder, endpointFile);
  await rm(file, { force: true });
  const meeting: Endpoint = { address, secret };
  await writeFile(file, `${JSON.stringify(meeting)}\n`, { mode: 0o600, flag: 'wx' });
  return {
    address,
    close: async () => {
      await rm(file, { force: true });
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const peer of peers) peer.destroy();
      await closed;
      if (!address.startsWith(profileFolder) && platform !== 'win32')
        await rm(path.dirname(address), { recursive: true, force: true });
    },
  };
}

/** One line is read from a peer and answered; anything else ends the conversation. */
function listenTo(peer: Socket, secret: string, options: CommandServerOptions): void {
  const { log, handle } = options;
  let received = Buffer.alloc(0);
  let done = false;
  const refuse = (): void => {
    done = true;
    log.warn('command refused', { code: 'input-invalid' });
    peer.destroy();
  };
  let limit = setTimeout(refuse, lineTimeoutMs);
  peer.once('close', () => {
    clearTimeout(limit);
  });
  peer.on('error', () => peer.destroy());
  peer.on('data', (chunk) => {
    if (done) return;
    received = Buffer.concat([received, chunk]);
    const end = received.indexOf(10);
    if (end === -1 ? received.length > maxLineBytes : end > maxLineBytes) {
      refuse();
      return;
    }
    if (end === -1) return;
    const parsed = v.safeParse(requestSchema, parseJson(received.subarray(0, end).toString('utf8')));
    if (!parsed.success || !timingSafeEqual(digest(parsed.output.secret), digest(secret))) {
      refuse();
      return;
    }
    done = true;
    clearTimeout(limit);
    const { secret: _secret, ...asked } = parsed.output;
    handle(asked).then(
      (answer) => {
        peer.end(`${JSON.stringify(answer)}\n`, () => options.onAnswered?.(asked, answer));
        if (!peer.destroyed) limit = setTimeout(() => peer.destroy(), lineTimeoutMs);
      },
      (error: unknown) => {
        log.error('a command of the command line failed', error);
        peer.destroy();
      },
    );
  });
}
