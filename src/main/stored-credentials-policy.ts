// Whether Windows is told to store no passwords: the policy "Network access: Do not allow storage of passwords and credentials for network
// authentication". Credential Manager then fails with error 1312, which keytar passes on in the words of the system's language alone; the
// value in the registry is the same in every language.
import { execFile } from 'node:child_process';
import path from 'node:path';

const answerLimitMs = 3_000;
const key = String.raw`HKLM\SYSTEM\CurrentControlSet\Control\Lsa`;
const value = 'DisableDomainCreds';

/** Reads what `reg query` prints for the value. */
export const forbidsStoring = (printed: string): boolean =>
  new RegExp(String.raw`^\s*${value}\s+REG_DWORD\s+0x0*1\s*$`, 'mu').test(printed);

/** Asks the registry. False too where it does not answer. Never rejects. */
export function storingIsForbidden(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<boolean> {
  const program = path.win32.join(environment['SystemRoot'] ?? String.raw`C:\Windows`, 'System32', 'reg.exe');
  return new Promise((resolve) => {
    execFile(program, ['query', key, '/v', value], { timeout: answerLimitMs, windowsHide: true }, (error, stdout) => {
      resolve(error === null && forbidsStoring(stdout));
    });
  });
}
