// A core of its own that saves everything it finds, for a test that kills it: folder and server come from the environment.
// With SIDETONE_DIES_AFTER it ends itself, as by kill -9, right after that many writes about saving (1 is the first).
import { nodeFiles } from '../../src/main/core/platform/files/node-files.ts';
import { deadlyFiles } from './deadly-files.ts';
import { ended, everything, savingCore, until } from './saving-core.ts';

const after = process.env['SIDETONE_DIES_AFTER'];
const files = after === undefined ? nodeFiles() : deadlyFiles(nodeFiles(), Number(after));
const core = await savingCore(process.env['SIDETONE_FOLDER'] ?? '', process.env['SIDETONE_SERVER'] ?? '', files);
await core.handlers['downloads.startMany']({
  recordingIds: null,
  filter: everything,
  leaveOutNotProven: true,
  skipSaved: true,
});
await until(core, ended);
await core.dispose();
