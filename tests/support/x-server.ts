// An X server of a test's own, and a client that does what a window manager and programs do: it says which window is in front.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import x11, { type Client, type Display } from 'x11';

/** Why there can be none here; null when there can. */
export function whyNoXServer(): string | null {
  if (process.platform !== 'linux') return 'X servers are for Linux';
  return spawnSync('Xvfb', ['-help'], { stdio: 'ignore' }).error === undefined ? null : "Xvfb isn't installed";
}

export type XServer = { readonly display: string; readonly process: ChildProcess; end(): Promise<void> };

/** Starts one; resolves when it listens. */
export async function startXServer(): Promise<XServer> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '320x240x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = server.stdio[3];
  if (number === null || number === undefined || !('read' in number)) throw new Error('no pipe for the display');
  const display = await new Promise<string>((resolve, reject) => {
    let told = '';
    number.setEncoding('utf8');
    number.on('data', (part: string) => {
      told += part;
      if (told.includes('\n')) resolve(`:${told.trim()}`);
    });
    server.once('exit', () => reject(new Error('the X server ended')));
  });
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
  });
  return {
    display,
    process: server,
    end: async () => {
      server.kill();
      await ended;
    },
  };
}

/** X11 protocol, "Predefined Atoms". */
const types = { cardinal: 6, window: 33, string: 31 } as const;
const numbers = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/** What a program tells of its window. */
export type Told = {
  readonly title?: string;
  readonly oldTitle?: Buffer;
  readonly pid?: number;
  readonly classes?: string;
};

/** The part of a window manager and of programs that anybody else sees. */
export class FakeDesktop {
  readonly #client: Client;
  readonly #root: number;

  private constructor(client: Client, root: number) {
    this.#client = client;
    this.#root = root;
  }

  /** Begins to manage the windows of a server. */
  static async begin(display: string): Promise<FakeDesktop> {
    const begun = await new Promise<Display>((resolve, reject) => {
      x11.createClient({ display, shm: false }, (error, told) => {
        if (told === undefined) reject(error ?? new Error('The X server says nothing'));
        else resolve(told);
      });
    });
    begun.client.atoms = {};
    begun.client.on('error', () => undefined);
    const desktop = new FakeDesktop(begun.client, begun.screen[0]?.root ?? 0);
    await desktop.#set(desktop.#root, '_NET_SUPPORTING_WM_CHECK', types.window, 32, numbers(desktop.#root));
    return desktop;
  }

  async open({ title, oldTitle, pid, classes }: Told): Promise<number> {
    const window = this.#client.AllocID();
    this.#client.CreateWindow(window, this.#root, 0, 0, 10, 10);
    if (title !== undefined) await this.rename(window, title);
    if (oldTitle !== undefined) await this.#set(window, 'WM_NAME', types.string, 8, oldTitle);
    if (pid !== undefined) await this.#set(window, '_NET_WM_PID', types.cardinal, 32, numbers(pid));
    if (classes !== undefined) await this.#set(window, 'WM_CLASS', types.string, 8, Buffer.from(classes));
    return window;
  }

  async rename(window: number, title: string): Promise<void> {
    await this.#set(window, '_NET_WM_NAME', await this.#atom('UTF8_STRING'), 8, Buffer.from(title));
  }

  bringToFront(window: number): Promise<void> {
    return this.#set(this.#root, '_NET_ACTIVE_WINDOW', types.window, 32, numbers(window));
  }

  close(window: number): void {
    this.#client.DestroyWindow(window);
  }

  /** Says which windows there are, as window managers do; a test that doesn't has a manager that tells none. */
  list(windows: readonly number[]): Promise<void> {
    return this.#set(this.#root, '_NET_CLIENT_LIST', types.window, 32, Buffer.concat(windows.map(numbers)));
  }

  /** The window manager goes, and with it what it said. */
  async stopManaging(): Promise<void> {
    for (const name of ['_NET_SUPPORTING_WM_CHECK', '_NET_ACTIVE_WINDOW'])
      this.#client.DeleteProperty(this.#root, await this.#atom(name));
  }

  end(): void {
    this.#client.stream?.destroy();
  }

  async #set(window: number, name: string, type: number, bits: 8 | 32, data: Buffer): Promise<void> {
    this.#client.ChangeProperty(0, window, await this.#atom(name), type, bits, data);
  }

  #atom(name: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#client.InternAtom(false, name, (error, atom) => {
        if (error) reject(error);
        else resolve(atom);
        return true;
      });
    });
  }
}
