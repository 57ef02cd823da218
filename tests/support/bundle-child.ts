// One file out of a child or a worker thread of the tests and all that it imports: where one is started again and again, it loads in a
// fraction of the time.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'vite';

export type BundledChild = {
  readonly file: string;
  /** Of a child that speaks plain HTTP only: reading the certificates of the system is a fifth of its start. */
  readonly environment: NodeJS.ProcessEnv;
  remove(): Promise<void>;
};

/** `source` is a file without its ending, in this folder or by its path from here. */
export async function bundleChild(source: string): Promise<BundledChild> {
  const name = basename(source);
  const folder = await mkdtemp(join(tmpdir(), 'sidetone-child-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, `${source}.ts`),
      outDir: folder,
      target: 'node22',
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
    ssr: { noExternal: true },
  });
  const noAuthorities = join(folder, 'no-authorities.pem');
  await writeFile(noAuthorities, '');
  return {
    file: join(folder, `${name}.mjs`),
    environment: { ...process.env, SSL_CERT_FILE: noAuthorities, SSL_CERT_DIR: folder },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
