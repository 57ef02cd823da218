// Watches the fields of one frame: which one has the focus, and into which text is put without it. Says what they are called, never what
// they hold.
import { fieldNames, maxNames } from '../field-names.ts';
import type { FrameMessage } from '../frame-messages.ts';

/** While a field has the focus it is looked at so often (milliseconds): a field that is taken out of the page says nothing. */
const lookMs = 250;
/** Leaving a field is told after this (milliseconds), so that a page that moves the focus to and fro tells nothing new. */
const leaveMs = 100;
/** Of one field at most once in so long (milliseconds): far below the time for which text counts. */
const putMs = 1_000;
/** Told at once, so many times a second; more waits for `leaveMs`. */
const burst = 10;
/** So many names of filled fields wait at most: those of a long form. */
const maxFilled = 100;

/** Inputs that hold no text. */
const otherTypes = new Set([
  'button',
  'submit',
  'reset',
  'image',
  'checkbox',
  'radio',
  'file',
  'range',
  'color',
  'hidden',
]);

function isField(target: unknown): target is HTMLElement {
  if (target instanceof HTMLInputElement) return !otherTypes.has(target.type);
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLElement && target.isContentEditable;
}

/** The element with the focus, in open shadow trees too. */
function focused(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** What the field with the focus is called; empty where none has it. */
function focusedNames(): string[] {
  const field = focused();
  return isField(field) ? fieldNames(field) : [];
}

/** The frame itself has the focus, and no frame inside it. */
function hasFocus(): boolean {
  const inner = ['IFRAME', 'FRAME', 'OBJECT', 'EMBED', 'FENCEDFRAME'];
  return document.hasFocus() && !inner.includes(focused()?.tagName ?? '');
}

const watchedEvents = ['focusin', 'focusout', 'input', 'change'] as const;

export class FieldWatch {
  readonly #tell: (message: FrameMessage) => void;
  readonly #stop = new AbortController();
  readonly #roots = new WeakSet<ShadowRoot>();
  /** What was told last, as text. */
  #told = '';
  /** What is told next counts even if it is the same. */
  #mustTell = false;
  #toldAt: number[] = [];
  #putAt = new WeakMap<Element, number>();
  /** The focus went to a frame inside, which in a closed shadow tree is nowhere to be seen, or out of the browser. */
  #isLeft = false;
  /** Names of fields that were filled, and are not told yet. */
  readonly #filled = new Set<string>();
  #gathering: number | null = null;
  #looking: number | null = null;
  #waiting: number | null = null;

  constructor(tell: (message: FrameMessage) => void) {
    this.#tell = tell;
    this.#listen(window);
    const options = { signal: this.#stop.signal, capture: true };
    window.addEventListener('focus', ({ target }) => this.#took(target === window), options);
    window.addEventListener('blur', ({ target }) => (this.#isLeft ||= target === window), options);
    window.addEventListener('pageshow', () => this.#look(), options);
    // A page that waits in the back-forward cache has nothing in use. Its connection ends with it.
    window.addEventListener('pagehide', () => this.#rest(), options);
    if (document.hasFocus()) this.#look();
  }

  /** Another copy takes over, or the extension is gone. */
  stop(): void {
    this.#stop.abort();
    this.#rest();
  }

  /** The connection was lost, and with it what was told. */
  tellAgain(): void {
    const { length } = this.#told;
    this.#told = '';
    if (length > 0) this.#look();
  }

  #listen(target: Window | ShadowRoot): void {
    for (const type of watchedEvents)
      target.addEventListener(type, (event) => this.#happened(event), { signal: this.#stop.signal, capture: true });
  }

  #happened(event: Event): void {
    const path = event.composedPath();
    // What moves inside one shadow tree is heard inside it alone.
    for (const node of path) {
      if (!(node instanceof ShadowRoot) || this.#roots.has(node)) continue;
      this.#roots.add(node);
      this.#listen(node);
    }
    if (event.type === 'focusin' || event.type === 'focusout') this.#look();
    else this.#put(path[0]);
  }

  #put(target: unknown): void {
    if (!isField(target) || (target === focused() && document.hasFocus())) return;
    const now = performance.now();
    if (now - (this.#putAt.get(target) ?? -putMs) < putMs) return;
    this.#putAt.set(target, now);
    const names = fieldNames(target);
    if (names.length === 0) return;
    if (this.#gathering === null && this.#mayTell(now)) this.#tell({ kind: 'put', names });
    else this.#gather(names);
  }

  /** A form that is filled at once has more fields than are told at once: the rest follows, a message every `leaveMs`. */
  #gather(names: readonly string[]): void {
    for (const name of names) if (this.#filled.size < maxFilled) this.#filled.add(name);
    this.#gathering ??= window.setTimeout(() => {
      this.#gathering = null;
      const next = [...this.#filled].slice(0, maxNames);
      for (const name of next) this.#filled.delete(name);
      this.#tell({ kind: 'put', names: next });
      if (this.#filled.size > 0) this.#gather([]);
    }, leaveMs);
  }

  /** The frame has the focus now: what other frames of the tab said is over, and they may have said so of this one since. */
  #took(isFromOutside: boolean): void {
    if (isFromOutside) this.#isLeft = false;
    if (isFromOutside || this.#told === '') this.#mustTell = true;
    this.#look();
  }

  #look(): void {
    const names = focusedNames();
    if (names.length === 0) {
      if (this.#mustTell || (this.#told !== '' && this.#told !== '[]')) this.#later();
      return;
    }
    this.#looking ??= window.setInterval(() => this.#look(), lookMs);
    if (!this.#mustTell && JSON.stringify(names) === this.#told) {
      this.#forgetLater();
      return;
    }
    if (this.#mayTell(performance.now())) this.#say(names);
    else this.#later();
  }

  #mayTell(now: number): boolean {
    this.#toldAt = this.#toldAt.filter((at) => now - at < 1_000);
    if (this.#toldAt.length >= burst) return false;
    this.#toldAt.push(now);
    return true;
  }

  #later(): void {
    this.#waiting ??= window.setTimeout(() => {
      this.#waiting = null;
      const names = focusedNames();
      if (this.#mustTell || JSON.stringify(names) !== this.#told) this.#say(names);
    }, leaveMs);
  }

  #say(names: string[]): void {
    this.#forgetLater();
    this.#told = JSON.stringify(names);
    this.#mustTell = false;
    if (names.length === 0) this.#stopLooking();
    this.#tell({ kind: 'focus', names, has: !this.#isLeft && hasFocus(), at: Date.now() });
  }

  #forgetLater(): void {
    if (this.#waiting !== null) window.clearTimeout(this.#waiting);
    this.#waiting = null;
  }

  #stopLooking(): void {
    if (this.#looking !== null) window.clearInterval(this.#looking);
    this.#looking = null;
  }

  #rest(): void {
    this.#forgetLater();
    this.#stopLooking();
    if (this.#gathering !== null) window.clearTimeout(this.#gathering);
    this.#gathering = null;
    this.#filled.clear();
    this.#told = '';
    this.#mustTell = false;
    this.#isLeft = false;
  }
}
