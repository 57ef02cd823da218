// The list separator of Windows' regional settings, which Excel uses between the cells of a CSV file.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/** Milliseconds after which the answer is not waited for. */
const patienceMs = 3_000;

/** As it is set for this user (`sList`); null where it is not set. Rejects where the registry cannot be read in time. */
export async function windowsListSeparator(): Promise<string | null> {
  const program = path.join(process.env['SystemRoot'] ?? String.raw`C:\Windows`, 'System32', 'reg.exe');
  const query = ['query', String.raw`HKCU\Control Panel\International`, '/v', 'sList'];
  const { stdout } = await promisify(execFile)(program, query, { timeout: patienceMs, windowsHide: true });
  return separatorIn(stdout);
}

/** The value in what `reg query` prints: `    sList    REG_SZ    ;`. */
export function separatorIn(printed: string): string | null {
  return /^\s*sList\s+REG_SZ {4}(.)\s*$/mu.exec(printed)?.[1] ?? null;
}
