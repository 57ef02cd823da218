// The running app's end of the socket: open to the same user alone, deaf to everything that does not know the secret.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import type { Log } from '../core/platform/ports.ts';
import { parseJson } from '../core/platform/json.ts';
import { followRuleSource, type ConnectRules } from './rule-source-peer.ts';
import {
  maxLineBytes,
  requestSchema,
  rulesOpeningSchema,
  type CommandResponse,
  type Command,
  type Endpoint,
} from './wire.ts';

/** Longest path of a Unix socket in bytes that every system takes (sun_path of macOS is 104 with its end). */
const maxSocketPathBytes = 100;
/**
 * A peer that has not said its line by then (milliseconds), or not hung up so long after its answer, is let go, however busy it is: each
 * takes a place from the others.
 */
const lineTimeoutMs = 5_000;
/** More peers at once than anybody has use for; of each kind. */
const maxPeers = 16;

export type CommandServerOptions = {
  readonly profileFolder: string;
  readonly log: Log;
  /** Without it no command is taken. */
  readonly handle?: (asked: Command) => Promise<CommandResponse>;
  /** The extension of a browser connects, to report rules of the automatic pause. */
  readonly connectRules: ConnectRules;
  /** Called when an answer has left, or whoever asked had hung up before: what was confirmed is done anyway. */
  readonly onAnswered?: (asked: Command, answer: CommandResponse) => void;
  readonly platform?: NodeJS.Platform;
};

export type CommandServer = { readonly address: string; close(): Promise<void> };

/** Name of the file in the profile that tells later starts where to speak, and the secret. */
export const endpointFile = 'command.json';
/** The same for browsers, with another secret. */
export const rulesEndpointFile = 'rules.json';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * A place to listen: on Windows a pipe with a name nobody can take before, elsewhere a socket in the profile, which is the user's own. Pipes
 * can be listed by everybody: the secret lets in, not the name.
 */
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

/** Writes where to speak and the secret, for this user's eyes alone. Answers where that is written. */
async function writeEndpoint(folder: string, name: string, address: string, secret: string): Promise<string> {
  const file = path.join(folder, name);
  await rm(file, { force: true });
  const meeting: Endpoint = { address, secret };
  await writeFile(file, `${JSON.stringify(meeting)}\n`, { mode: 0o600, flag: 'wx' });
  return file;
}

/** Starts to listen, and writes where. Rejects with a Node system error when that cannot be. */
export async function startCommandServer(options: CommandServerOptions): Promise<CommandServer> {
  const { profileFolder, log, platform = process.platform } = options;
  await mkdir(profileFolder, { recursive: true });
  const address = await addressFor(profileFolder, platform);
  const secrets: Secrets = { command: randomBytes(32).toString('hex'), rules: randomBytes(32).toString('hex') };
  const peers = new Set<Socket>();
  const server = serverFor(peers, secrets, options);
  server.on('error', (error) => log.error('the command line server failed', error));
  // What a killed run left behind; whoever holds the single-instance lock may take its place.
  if (platform !== 'win32') await rm(address, { force: true });
  await listen(server, address);
  if (platform !== 'win32') await chmod(address, 0o600);
  const files = [
    ...(options.handle === undefined
      ? []
      : [await writeEndpoint(profileFolder, endpointFile, address, secrets.command)]),
    await writeEndpoint(profileFolder, rulesEndpointFile, address, secrets.rules),
  ];
  return {
    address,
    close: async () => {
      await Promise.all(files.map((file) => rm(file, { force: true })));
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const peer of peers) peer.destroy();
      await closed;
      if (!address.startsWith(profileFolder) && platform !== 'win32')
        await rm(path.dirname(address), { recursive: true, force: true });
    },
  };
}

/** Takes peers in as long as there is a place; `peers` holds those that are connected. */
function serverFor(peers: Set<Socket>, secrets: Secrets, options: CommandServerOptions): Server {
  const lasting = new Set<Socket>();
  return createServer((peer) => {
    if (peers.size - lasting.size >= maxPeers) {
      peer.destroy();
      return;
    }
    peers.add(peer);
    peer.once('close', () => {
      peers.delete(peer);
      lasting.delete(peer);
    });
    listenTo(peer, secrets, options, lasting);
  });
}

type Secrets = { readonly command: string; readonly rules: string };

const isSecret = (given: string, secret: string): boolean => timingSafeEqual(digest(given), digest(secret));

/** One line is read from a peer. A command is answered, a browser is followed from then on; anything else ends the conversation. */
function listenTo(peer: Socket, secrets: Secrets, options: CommandServerOptions, lasting: Set<Socket>): void {
  const { log, handle, connectRules } = options;
  let received = Buffer.alloc(0);
  const refuse = (): void => {
    peer.off('data', take);
    log.warn('command refused', { code: 'input-invalid' });
    peer.destroy();
  };
  const limit = setTimeout(refuse, lineTimeoutMs);
  const take = (chunk: Buffer): void => {
    received = Buffer.concat([received, chunk]);
    const end = received.indexOf(10);
    if (end === -1 ? received.length > maxLineBytes : end > maxLineBytes) refuse();
    if (end === -1 || peer.destroyed) return;
    const line = parseJson(received.subarray(0, end).toString('utf8'));
    const opening = v.safeParse(rulesOpeningSchema, line);
    const command = v.safeParse(requestSchema, line);
    if (opening.success && isSecret(opening.output.secret, secrets.rules) && lasting.size < maxPeers) {
      lasting.add(peer);
      followRuleSource(peer, received.subarray(end + 1), log, connectRules);
    } else if (command.success && isSecret(command.output.secret, secrets.command) && handle !== undefined) {
      const { secret: _secret, ...asked } = command.output;
      answer(peer, asked, handle, options);
    } else {
      refuse();
      return;
    }
    peer.off('data', take);
    clearTimeout(limit);
  };
  peer.once('close', () => {
    clearTimeout(limit);
  });
  peer.on('error', () => peer.destroy());
  peer.on('data', take);
}

function answer(
  peer: Socket,
  asked: Command,
  handle: NonNullable<CommandServerOptions['handle']>,
  { log, onAnswered }: CommandServerOptions,
): void {
  // What it says more is read, so that its end is heard, and left.
  peer.resume();
  handle(asked).then(
    (response) => {
      peer.end(`${JSON.stringify(response)}\n`, () => onAnswered?.(asked, response));
      if (peer.destroyed) return;
      const limit = setTimeout(() => peer.destroy(), lineTimeoutMs);
      peer.once('close', () => {
        clearTimeout(limit);
      });
    },
    (error: unknown) => {
      log.error('a command of the command line failed', error);
      peer.destroy();
    },
  );
}
