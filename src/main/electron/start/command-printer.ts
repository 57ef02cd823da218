// Printing for the command line: Electron without an app around it, and without the profile, which a running Sidetone may have.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { app } from 'electron';
import type { PrintPdf } from '../../command-line/evidence-report.ts';
import { systemClock } from '../../core/platform/system-clock.ts';
import { printPdf } from '../desktop/print-pdf.ts';

type CommandPrinter = {
  readonly print: NonNullable<PrintPdf>;
  /** Deletes what Chromium has written. Call it at the end. */
  readonly end: () => void;
};

/** Call it before the app is ready. */
export function preparePrinter(): CommandPrinter {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-print-'));
  for (const name of ['userData', 'sessionData', 'crashDumps'] as const) app.setPath(name, folder);
  app.enableSandbox();
  app.disableHardwareAcceleration();
  // The window that prints is the only one, and the command isn't over when it closes.
  app.on('window-all-closed', () => undefined);
  return {
    print: async (html, paper) => {
      await app.whenReady();
      app.dock?.hide();
      return printPdf(html, paper, systemClock());
    },
    end: () => {
      try {
        rmSync(folder, { recursive: true, force: true });
      } catch {
        // Chromium still has a file open on Windows; the system clears its folder of temporary files.
      }
    },
  };
}
