// Copies a text: by the shell where it can (its windows have no right to the clipboard), else by the browser.
import type { Bridge } from '../../shared/ipc/ipc-table.ts';
import { problem, type Problem } from '../../shared/domain/problem.ts';

/** Null when it was copied. */
export async function copyText(bridge: Bridge, text: string): Promise<Problem | null> {
  const answer = await bridge.call('app.copy', { text });
  if (answer.ok) return null;
  if (answer.error.code !== 'copy-missing') return answer.error;
  // Refused where the window does not have the focus, and missing where the page is not trusted.
  return navigator.clipboard.writeText(text).then(
    () => null,
    () => problem('copy-missing'),
  );
}
