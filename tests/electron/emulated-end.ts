// An app that has ended but for its process: what Wine does now and then, and what the tests do about it.
import readline from 'node:readline';
import type { ElectronApplication } from 'playwright/test';

/** What Node says on standard error when the app has let go of everything and JavaScript is over: `app.exit` was reached. */
const letGo = 'Debugger ending on';

/** How long in milliseconds a process may live on after that. On a busy machine half a second to three seconds were seen. */
const limitMs = 30_000;

/**
 * Ends the process of an app that has let go of everything and does not end, where Electron is emulated: there its
 * thread of messages may wait for ever in DuplicateHandle for the process of a window that is just going, and the main thread
 * for that thread (seen with winedbg). An app that has not come so far is left alone, and fails its test by the limit of time;
 * so is every app on a system of its own.
 */
export async function endWhereEmulated(electron: ElectronApplication): Promise<void> {
  // A second start may be over before it can be asked; it has no windows, whose processes this is about.
  const platform = await electron.evaluate(() => process.platform).catch(() => process.platform);
  const child = electron.process();
  const { pid, stderr } = child;
  if (platform === process.platform || pid === undefined || stderr === null) return;
  let limit: NodeJS.Timeout | undefined;
  readline.createInterface({ input: stderr }).on('line', (line) => {
    if (!line.startsWith(letGo)) return;
    limit ??= setTimeout(() => {
      process.stderr.write(
        `Sidetone had let go of everything, and process ${String(pid)} did not end: ended by force.\n`,
      );
      // Playwright makes each app the leader of a group.
      process.kill(-pid, 'SIGKILL');
    }, limitMs);
  });
  child.once('close', () => {
    clearTimeout(limit);
  });
}
