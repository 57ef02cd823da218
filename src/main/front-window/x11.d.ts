// The part of the npm package `x11` that is used (lib/xcore.js, lib/corereqs.js): it has no types of its own.
declare module 'x11' {
  type Reply<T> = (error: Error | null | undefined, value: T) => boolean;
  type Property = { readonly type: number; readonly format: number; readonly data: Buffer };

  export type Client = {
    /** What it has asked before, by name: one object for all connections, unless each is given its own. */
    atoms: Record<string, number>;
    InternAtom(onlyIfExists: boolean, name: string, reply: Reply<number>): void;
    ChangeWindowAttributes(window: number, values: { readonly eventMask: number }, reply: Reply<undefined>): void;
    /** `length` is in units of four bytes. */
    GetProperty(
      remove: 0,
      window: number,
      name: number,
      type: number,
      offset: number,
      length: number,
      reply: Reply<Property>,
    ): void;
    on(event: 'event', listener: (event: { name?: string; wid?: number; atom?: number }) => void): void;
    on(event: 'error', listener: (error: Error & { readonly error?: number }) => void): void;
    on(event: 'end', listener: () => void): void;
    readonly stream?: { destroy(): void };
    // What tests do in the place of programs and of the window manager.
    AllocID(): number;
    CreateWindow(window: number, parent: number, x: number, y: number, width: number, height: number): void;
    DestroyWindow(window: number): void;
    ChangeProperty(replace: 0, window: number, name: number, type: number, bits: 8 | 32, data: Buffer): void;
    DeleteProperty(window: number, name: number): void;
  };

  export type Display = { readonly client: Client; readonly screen: readonly { readonly root: number }[] };

  const x11: {
    /** Calls back once; throws where the address of the display can't be read. The client is usable after that. */
    createClient(
      options: { readonly display: string; readonly shm: false },
      begun: (error: Error | null | undefined, display: Display | undefined) => void,
    ): Client;
    readonly eventMask: { readonly PropertyChange: number; readonly StructureNotify: number };
  };
  export default x11;
}
