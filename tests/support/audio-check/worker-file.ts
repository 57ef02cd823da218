// The worker thread that measures audio as the app has it: in one file. Of its sources each start would read the types away anew.
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleChild } from '../bundle-child.ts';

const { file } = await bundleChild('../../src/main/core/audio-check/audio-worker');
process.once('exit', () => rmSync(dirname(file), { recursive: true, force: true }));

export const audioWorker = pathToFileURL(file);
