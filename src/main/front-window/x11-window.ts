// The window in front on X11, as the window manager says it on the root window (Extended Window Manager Hints 1.5, "Root Window Properties"
// and "Application Window Properties": https://specifications.freedesktop.org/wm-spec/).
import { readlink } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'x11';
import type { FrontWindow, FrontWindowPort } from '../core/platform/ports.ts';

type Watcher = Parameters<FrontWindowPort['watch']>[0];

/** A sign of life, and a look for what no event told. */
const lookEveryMs = 5_000;
/** Longest property that is read, in units of four bytes: a longer title is cut. */
const longest = 512;
const longestTitle = 1_024;
/** X11 protocol, "Predefined Atoms". */
const atomOf = { anyType: 0, name: 39, class: 67 } as const;
const named = [
  '_NET_SUPPORTING_WM_CHECK',
  '_NET_ACTIVE_WINDOW',
  '_NET_WM_NAME',
  '_NET_WM_PID',
  '_NET_CLIENT_LIST',
] as const;

type Atoms = Readonly<Record<(typeof named)[number], number>>;

type Masks = { readonly PropertyChange: number; readonly StructureNotify: number };
type Parts = {
  readonly client: Client;
  readonly properties: Properties;
  readonly atoms: Atoms;
  readonly root: number;
  readonly masks: Masks;
  readonly watcher: Watcher;
};

/** Properties of windows, asked for one at a time. A window that is gone has none. */
class Properties {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async atoms(): Promise<Atoms> {
    const found = await Promise.all(named.map(async (name) => [name, await this.#atom(name)] as const));
    return Object.fromEntries(found) as Atoms;
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

  get(window: number, name: number): Promise<Buffer | null> {
    return new Promise((resolve) => {
      this.#client.GetProperty(0, window, name, atomOf.anyType, 0, longest, (error, property) => {
        resolve(error || property.type === 0 ? null : property.data);
        return true;
      });
    });
  }

  async number(window: number, name: number): Promise<number | null> {
    const data = await this.get(window, name);
    return data === null || data.length < 4 ? null : data.readUInt32LE(0);
  }

  /** Tells changes of a window's properties. */
  follow(window: number, eventMask: number): void {
    this.#client.ChangeWindowAttributes(window, { eventMask }, () => true);
  }
}

/** Watches over one connection. It is over when the connection is, or when the window manager says nothing. */
export class X11Window {
  readonly #properties: Properties;
  readonly #atoms: Atoms;
  readonly #root: number;
  readonly #masks: Masks;
  readonly #watcher: Watcher;
  #followed = 0;
  /** The window in front with its program, and the last one before it that was of another program; 0: none. */
  #window = 0;
  #program = '';
  #before = 0;
  #isLooking = false;
  /** Something may have changed since the last look began. */
  #isDue = false;
  /** What is in front is said also where it was said before. */
  #beats = false;
  #isOver = false;
  #said = '';
  readonly #timer: ReturnType<typeof setInterval>;

  static async begin(client: Client, root: number, masks: Masks, watcher: Watcher): Promise<X11Window> {
    // Another server has other numbers for the same names.
    client.atoms = {};
    const properties = new Properties(client);
    const atoms = await properties.atoms();
    return new X11Window({ client, properties, atoms, root, masks, watcher });
  }

  private constructor(parts: Parts) {
    const { client, properties, atoms, root, masks, watcher } = parts;
    this.#properties = properties;
    this.#atoms = atoms;
    this.#root = root;
    this.#masks = masks;
    this.#watcher = watcher;
    client.on('event', ({ name, wid, atom }) => {
      const isProperty = name === 'PropertyNotify';
      const { _NET_SUPPORTING_WM_CHECK: manager, _NET_ACTIVE_WINDOW: active, _NET_CLIENT_LIST: list } = atoms;
      const isOfRoot = atom === active || atom === manager || atom === list;
      const isOther = isProperty && wid === root && isOfRoot;
      const isRenamed = isProperty && (atom === atoms._NET_WM_NAME || atom === atomOf.name);
      const isClosed = name === 'DestroyNotify';
      if (isOther || (wid === this.#followed && (isRenamed || isClosed))) void this.#look(false);
    });
    properties.follow(root, masks.PropertyChange);
    this.#timer = setInterval(() => void this.#look(true), lookEveryMs);
    void this.#look(true);
  }

  end(): void {
    this.#isOver = true;
    clearInterval(this.#timer);
  }

  /** Whether it has ended while something was awaited. */
  #hasEnded(): boolean {
    return this.#isOver;
  }

  /** One look at a time, and another one after it for what changed meanwhile: a title that never rests is still told. */
  async #look(beats: boolean): Promise<void> {
    this.#isDue = true;
    this.#beats ||= beats;
    if (this.#isLooking) return;
    this.#isLooking = true;
    while (this.#isDue && !this.#isOver) {
      this.#isDue = false;
      const front = await this.#front();
      if (this.#hasEnded()) return;
      // No window manager that says it: nobody knows what is in front.
      if (front === null) this.#watcher.ended();
      else this.#say(front);
    }
    this.#isLooking = false;
  }

  #say(front: FrontWindow): void {
    const said = JSON.stringify(front);
    if (!this.#beats && said === this.#said) return;
    this.#beats = false;
    this.#said = said;
    this.#watcher.seen(front);
  }

  async #front(): Promise<FrontWindow | null> {
    const [manager, active] = await Promise.all([
      this.#properties.number(this.#root, this.#atoms._NET_SUPPORTING_WM_CHECK),
      this.#properties.number(this.#root, this.#atoms._NET_ACTIVE_WINDOW),
    ]);
    if (manager === null) return null;
    // Some say it first when there is one.
    const window = active ?? 0;
    this.#follow(window);
    if (window === 0) return { program: '', title: '' };
    const front = await this.#describe(window);
    if (front.program !== this.#program) this.#before = this.#window;
    this.#window = window;
    this.#program = front.program;
    return (await this.#isGone(this.#before)) ? { ...front, beforeIsGone: true } : front;
  }

  #follow(window: number): void {
    if (window === this.#followed) return;
    if (this.#followed !== 0) this.#properties.follow(this.#followed, 0);
    this.#followed = window;
    if (window !== 0) this.#properties.follow(window, this.#masks.PropertyChange | this.#masks.StructureNotify);
  }

  /** It is in the list of all windows no more. Of a list that is too long or isn't there nothing is known. */
  async #isGone(window: number): Promise<boolean> {
    if (window === 0) return false;
    const list = await this.#properties.get(this.#root, this.#atoms._NET_CLIENT_LIST);
    if (list === null || list.length >= longest * 4) return false;
    return !Array.from({ length: Math.floor(list.length / 4) }, (_, at) => list.readUInt32LE(at * 4)).includes(window);
  }

  async #describe(window: number): Promise<FrontWindow> {
    const properties = this.#properties;
    const [title, oldTitle, pid, classes] = await Promise.all([
      properties.get(window, this.#atoms._NET_WM_NAME),
      properties.get(window, atomOf.name),
      properties.number(window, this.#atoms._NET_WM_PID),
      properties.get(window, atomOf.class),
    ]);
    const program = (pid === null ? null : await programOf(pid)) ?? classOf(classes);
    return { program, title: textOf(title ?? oldTitle).slice(0, longestTitle) };
  }
}

/** The file name of a process; null where the system doesn't tell it: another user's, or one inside a sandbox. */
async function programOf(pid: number): Promise<string | null> {
  try {
    const file = await readlink(`/proc/${String(pid)}/exe`);
    return path.basename(file.replace(/ \(deleted\)$/u, ''));
  } catch {
    return null;
  }
}

/** UTF-8 as nearly everybody writes it, also where it should be Latin 1. */
function textOf(bytes: Buffer | null): string {
  if (bytes === null) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

/** WM_CLASS has two names, each ended by a zero byte (Inter-Client Communication Conventions Manual 4.1.2.5); the second is the program's. */
function classOf(classes: Buffer | null): string {
  const [instance = '', name = ''] = textOf(classes).split('\0');
  return name === '' ? instance : name;
}
