// Watches the front window over a connection of its own to the X server.
import type { FrontWindowPort } from '../core/platform/ports.ts';
import { X11Window } from './x11-window.ts';

/** @param display the server, as DISPLAY names it */
export function x11Port(display: string): Omit<FrontWindowPort, 'own'> {
  return {
    sees: 'windows',
    watch: (watcher) => {
      const connection = new X11Connection(watcher);
      void connection.begin(display);
      return () => {
        connection.end();
      };
    },
  };
}

class X11Connection {
  readonly #watcher: Parameters<FrontWindowPort['watch']>[0];
  #isOver = false;
  #destroy: () => void = () => undefined;
  #window: X11Window | null = null;

  constructor(watcher: Parameters<FrontWindowPort['watch']>[0]) {
    this.#watcher = watcher;
  }

  async begin(display: string): Promise<void> {
    try {
      // Loaded where it is used: no other system has it in its package.
      const { default: x11 } = await import('x11');
      if (this.#isOver) return;
      const client = x11.createClient({ display, shm: false }, (error, begun) => {
        const root = begun?.screen[0]?.root;
        if (error || root === undefined) this.#failed();
        else void this.#watch(client, root, x11.eventMask);
      });
      this.#destroy = () => client.stream?.destroy();
      client.on('end', () => {
        this.#failed();
      });
      // A refused request, of a window that was closed meanwhile, has a number.
      client.on('error', ({ error }) => {
        if (typeof error !== 'number') this.#failed();
      });
    } catch {
      this.#failed();
    }
  }

  end(): void {
    this.#isOver = true;
    this.#window?.end();
    this.#destroy();
  }

  async #watch(
    client: Parameters<typeof X11Window.begin>[0],
    root: number,
    masks: Parameters<typeof X11Window.begin>[2],
  ): Promise<void> {
    try {
      const { seen } = this.#watcher;
      const window = await X11Window.begin(client, root, masks, { seen, ended: () => this.#failed() });
      if (this.#isOver) window.end();
      else this.#window = window;
    } catch {
      this.#failed();
    }
  }

  #failed(): void {
    if (this.#isOver) return;
    this.end();
    this.#watcher.ended();
  }
}
