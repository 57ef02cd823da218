// A disk in memory for tests that restart the core thousands of times. It keeps what was written, as a real one does after a kill.
import type { Files } from '../../src/main/core/platform/ports.ts';

const failure = (code: string): Error => Object.assign(new Error(code), { code });

export class MemoryFiles implements Files {
  readonly contents = new Map<string, Buffer>();
  /** Called with the text of each append, after it was kept. */
  onAppend: (path: string, text: string) => void = () => undefined;

  readText = async (path: string): Promise<string> => Buffer.from(await this.readBytes(path)).toString('utf8');

  readBytes = (path: string): Promise<Uint8Array> => {
    const bytes = this.contents.get(path);
    return bytes === undefined ? Promise.reject(failure('ENOENT')) : Promise.resolve(bytes);
  };

  append = (path: string, text: string): Promise<void> => {
    this.contents.set(path, Buffer.concat([this.contents.get(path) ?? Buffer.alloc(0), Buffer.from(text, 'utf8')]));
    this.onAppend(path, text);
    return Promise.resolve();
  };

  truncate = (path: string, bytes: number): Promise<void> => {
    this.contents.set(path, (this.contents.get(path) ?? Buffer.alloc(0)).subarray(0, bytes));
    return Promise.resolve();
  };

  writeTextAtomic = (path: string, text: string): Promise<void> => {
    this.contents.set(path, Buffer.from(text, 'utf8'));
    return Promise.resolve();
  };

  makeFolder = (): Promise<void> => Promise.resolve();

  createNew: Files['createNew'] = (path) => {
    if (this.contents.has(path)) return Promise.reject(failure('EEXIST'));
    this.contents.set(path, Buffer.alloc(0));
    return Promise.resolve({
      write: (...chunks) => {
        this.contents.set(path, Buffer.concat([this.contents.get(path) ?? Buffer.alloc(0), ...chunks]));
        return Promise.resolve();
      },
      sync: () => Promise.resolve(),
      close: () => Promise.resolve(),
    });
  };

  size = async (path: string): Promise<number> => (await this.readBytes(path)).length;

  facts: Files['facts'] = async (path) => ({
    kind: 'file',
    bytes: await this.size(path),
    modifiedMs: 0,
    isLink: false,
  });

  readPart = async (path: string, from: number, length: number): Promise<Uint8Array> =>
    (await this.readBytes(path)).subarray(from, from + length);

  exists = (path: string): Promise<boolean> => Promise.resolve(this.contents.has(path));

  moveNew = (from: string, to: string): Promise<void> =>
    this.contents.has(to) ? Promise.reject(failure('EEXIST')) : this.rename(from, to);

  rename = (from: string, to: string): Promise<void> => {
    const bytes = this.contents.get(from);
    if (bytes === undefined) return Promise.reject(failure('ENOENT'));
    this.contents.delete(from);
    this.contents.set(to, bytes);
    return Promise.resolve();
  };

  remove = (path: string): Promise<void> => {
    this.contents.delete(path);
    return Promise.resolve();
  };

  list = (folder: string): Promise<string[]> => {
    const start = `${folder}/`;
    const names = [...this.contents.keys()]
      .filter((path) => path.startsWith(start))
      .map((path) => path.slice(start.length));
    return Promise.resolve([...new Set(names.map((name) => name.split('/')[0] ?? ''))]);
  };
}
