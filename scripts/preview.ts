// The command `preview`: builds the windows when they are missing or old, then serves them to a browser.
import { buildIfNeeded } from './build-if-needed.ts';
import { previewCommand, readPreviewArguments } from '../src/preview/cli.ts';

export async function run(args: readonly string[]): Promise<number | null> {
  const read = readPreviewArguments(args);
  if (read.ok && !read.value.help && !(await buildIfNeeded(['renderer', 'preview']))) return 1;
  return previewCommand(args);
}
