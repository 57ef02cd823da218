// The browser of the benchmarks of pages, once these are built.
import { chromium, type Browser } from 'playwright';
import { buildIfNeeded } from '../../scripts/build-if-needed.ts';
import { findBrowser } from '../../scripts/find-browser.ts';

/** Builds what the pages need and starts a browser. Throws where there is none. */
export async function builtBrowser(): Promise<Browser> {
  await buildIfNeeded(['renderer', 'preview']);
  const found = await findBrowser();
  if ('why' in found) throw new Error(found.why);
  // The sandbox of the browser cannot be made for root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath: found.executable,
    args: ['--disable-gpu', '--no-first-run', ...sandbox],
  });
}
