// The worker thread that measures audio as the app has it: in one file. Of its sources each start would read the types away anew.
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleChild } from '../bundle-child.ts';

const bundle = await bundleChild('../../src/main/core/audio-check/audio-worker');
// Of each process that runs tests, and written anew by its next run: no test is the last one to need it.
const results = path.resolve(import.meta.dirname, '../../../test-results');
const folder = path.join(results, 'audio-worker', process.env['VITEST_POOL_ID'] ?? '0');
await cp(path.dirname(bundle.file), folder, { recursive: true });
await bundle.remove();

export const audioWorker = pathToFileURL(path.join(folder, path.basename(bundle.file)));
