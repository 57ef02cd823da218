// Makes the app the one that opens `sidetone://…`, without holding it up. No Electron here: tests bring their own system.
import { execFile } from 'node:child_process';
import type { Log } from '../../core/platform/ports.ts';

/** Runs a program of the system beside this one, and tells why it could not. */
type RunBeside = (program: string, words: readonly string[], failed: (error: Error) => void) => void;

const runBeside: RunBeside = (program, words, failed) => {
  execFile(program, [...words], (error) => {
    if (error !== null) failed(error);
  });
};

export type LinkSystem = {
  readonly platform: NodeJS.Platform;
  /** Electron's own way. */
  readonly byElectron: () => void;
  readonly run?: RunBeside;
};

/**
 * On Linux this runs the script that Electron runs too (xdg-settings(1)), but does not wait for it: for as long as Electron waits, up to a
 * tenth of a second, nothing else of the app happens, no pause either.
 * @param desktopName the name of the installed entry that starts the app
 */
export function takeLinks(desktopName: string, log: Log, { platform, byElectron, run = runBeside }: LinkSystem): void {
  if (platform !== 'linux') {
    byElectron();
    return;
  }
  run('xdg-settings', ['set', 'default-url-scheme-handler', 'sidetone', desktopName], (error) => {
    log.error('links could not be registered', error);
  });
}
