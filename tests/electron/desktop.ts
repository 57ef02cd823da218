// The desktop around the app: another program with the keyboard, real keys and clicks, the tray, and pictures of the whole screen.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'playwright/test';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');

/** What a test of real keys and clicks needs, and is not there; null when all is there. */
export function missingForDesktop(): string | null {
  if ((process.env['DISPLAY'] ?? '') === '') return 'there is no X display for real keys';
  const missing = ['xdotool', 'xev'].filter((name) => !existsSync(`/usr/bin/${name}`));
  return missing.length === 0 ? null : `${missing.join(' and ')} not installed`;
}

export async function xdotool(...words: string[]): Promise<string> {
  return (await run('xdotool', words)).stdout.trim();
}

/**
 * Searches the windows on the screen. The search walks a tree that changes under it: a window that closes on the way ends it
 * with "BadWindow", which says nothing of the others, so it is begun again. Any other failure is thrown.
 */
async function searched(...words: string[]): Promise<string> {
  for (;;) {
    try {
      return await xdotool('search', '--onlyvisible', ...words);
    } catch (error) {
      if (!String(error).includes('BadWindow')) throw error;
    }
  }
}

/** Keeps a picture of the whole screen beside the results, for people to look at. */
export async function screenPicture(name: string): Promise<void> {
  if (!existsSync('/usr/bin/import')) return;
  const file = path.join(root, 'test-results', 'pictures', `screen-${name}.png`);
  mkdirSync(path.dirname(file), { recursive: true });
  await run('import', ['-window', 'root', file]);
}

/** Another program with the keyboard: a plain window that tells every letter it is given. */
export class OtherProgram {
  readonly #program: ChildProcess;
  readonly #window: string;
  #told = '';

  private constructor(program: ChildProcess, window: string) {
    this.#program = program;
    this.#window = window;
    program.stdout?.setEncoding('utf8');
    program.stdout?.on('data', (text: string) => (this.#told += text));
  }

  /** Opens it and gives it the keyboard. */
  static async open(): Promise<OtherProgram> {
    const name = `other-program-${String(process.pid)}-${String(Date.now())}`;
    const program = spawn('xev', ['-event', 'keyboard', '-name', name, '-geometry', '320x120+500+20'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [window = ''] = (await searched('--sync', '--name', name)).split('\n');
    const other = new OtherProgram(program, window);
    await other.takeKeyboard();
    return other;
  }

  /** The window manager may refuse it while a window of another program is just opening: it is asked until it has done so. */
  async takeKeyboard(): Promise<void> {
    await expect(async () => {
      await xdotool('windowactivate', this.#window);
      await xdotool('windowfocus', this.#window);
      await expect.poll(() => this.hasKeyboard(), { timeout: 3_000 }).toBe(true);
    }).toPass({ timeout: 60_000 });
  }

  async hasKeyboard(): Promise<boolean> {
    return (await xdotool('getwindowfocus')) === this.#window;
  }

  /** Letters that were pressed in it, in their order. */
  typed(): string {
    const presses = this.#told.split(/\n(?=Key)/u).filter((event) => event.startsWith('KeyPress'));
    return presses.map((event) => /XLookupString gives 1 bytes: \([0-9a-f]+\) "(.)"/u.exec(event)?.[1] ?? '').join('');
  }

  close(): void {
    this.#program.kill();
  }
}

/** Types letters one after the other, as a person does, into whatever has the keyboard. */
export async function type(letters: string): Promise<void> {
  await xdotool('type', '--delay', '40', letters);
}

export type Point = { readonly x: number; readonly y: number };

type Place = Point & { readonly width: number; readonly height: number };

/** Windows on the screen as X tells them, frames and menus included. */
async function places(): Promise<Place[]> {
  const told = await searched('--name', '.*', 'getwindowgeometry', '--shell', '%@');
  return told.split(/^(?=WINDOW=)/mu).map((geometry) => {
    const value = (name: string): number => Number(new RegExp(`^${name}=(-?\\d+)$`, 'mu').exec(geometry)?.[1]);
    return { x: value('X'), y: value('Y'), width: value('WIDTH'), height: value('HEIGHT') };
  });
}

/** The middle of the first icon of the tray that Wine shows as a little window where the desktop has no panel; null elsewhere. */
export async function trayIcon(): Promise<Point | null> {
  const found = (await places()).filter(({ width, height }) => width === 160 && height === 20);
  // The window inside a frame is told with the frame's offset counted twice: the highest one is right.
  const [first] = found.toSorted((one, other) => one.y - other.y);
  return first === undefined ? null : { x: first.x + 10, y: first.y + 10 };
}

/** Whether a menu hangs from the icon. */
async function menuHangs(icon: Point): Promise<boolean> {
  return (await places()).some(
    ({ x, y, width, height }) =>
      Math.abs(x - icon.x) < 60 && Math.abs(y - icon.y) < 60 && width > 200 && width < 500 && height > 250,
  );
}

/** An entry of a menu by what is above it. */
export type MenuPlace = { readonly entriesAbove: number; readonly separatorsAbove: number };

/** Heights of an entry and of a separator in a menu of Chromium, and where the first entry's middle is below the icon's, in pixels. */
const menuLook = { entry: 23, separator: 17, first: 19 };

/**
 * Opens the menu of the icon by a right click and chooses an entry, until that has had its effect. The system swallows a click in
 * the moment after an earlier choice, and a menu that is not drawn yet closes without a choice.
 */
export async function chooseInTray(
  icon: Point,
  { entriesAbove, separatorsAbove }: MenuPlace,
  picture: string,
  isDone: () => Promise<boolean>,
): Promise<void> {
  const below = menuLook.first + menuLook.entry * entriesAbove + menuLook.separator * separatorsAbove;
  await expect(async () => {
    if (await isDone()) return;
    await clickUntil(icon, () => menuHangs(icon), 3);
    await screenPicture(picture);
    await clickUntil({ x: icon.x + 70, y: icon.y + below }, async () => !(await menuHangs(icon)));
    await expect.poll(isDone, { timeout: 10_000 }).toBe(true);
  }).toPass({ timeout: 90_000 });
}

/** Clicks again and again until it has an effect; each click has a few seconds for it. */
export async function clickUntil(place: Point, isDone: () => Promise<boolean>, button: 1 | 3 = 1): Promise<void> {
  await expect(async () => {
    if (await isDone()) return;
    await click(place, button);
    await expect.poll(isDone, { timeout: 5_000 }).toBe(true);
  }).toPass({ timeout: 60_000 });
}

async function click({ x, y }: Point, button: 1 | 3 = 1): Promise<void> {
  // A pointer that is there already never moves there: to wait for that would take long.
  const there = await xdotool('getmouselocation');
  const moves = !there.startsWith(`x:${String(x)} y:${String(y)} `);
  await xdotool('mousemove', ...(moves ? ['--sync'] : []), String(x), String(y), 'click', String(button));
}
