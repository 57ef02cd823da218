// A log for tests: remembers what was said and prints nothing.
import type { Log } from '../../src/main/core/platform/ports.ts';

export type LogEntry = { readonly level: 'info' | 'warn' | 'error'; readonly event: string; readonly detail: unknown };

export function quietLog(): Log & { readonly entries: LogEntry[] } {
  const entries: LogEntry[] = [];
  const at =
    (level: LogEntry['level']) =>
    (event: string, detail?: unknown): void => {
      entries.push({ level, event, detail });
    };
  return { entries, info: at('info'), warn: at('warn'), error: at('error') };
}
