// Whether a program for Windows is signed by whoever signed this one. electron-updater's own check takes a file where PowerShell doesn't run
// (windowsExecutableCodeSignatureVerifier.js, handleError), and one for which no publisher was written down; this one takes neither.
import { execFile } from 'node:child_process';

/** Milliseconds. Windows may ask a server whether the certificate was revoked. */
const answerLimitMs = 60_000;
/** Not from `SystemRoot` or the PATH, which a user can set. */
const powerShell = String.raw`C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`;

/** Both paths are in the environment, so that no name of a file is part of a command. */
const command = `
$own = Get-AuthenticodeSignature -LiteralPath $env:SIDETONE_OWN
$new = Get-AuthenticodeSignature -LiteralPath $env:SIDETONE_NEW
if ($own.Status -eq 'Valid' -and $new.Status -eq 'Valid' -and $own.SignerCertificate.Subject -ceq $new.SignerCertificate.Subject) { 'same publisher' }
`;

/** Resolves with what the program printed. Rejects where it can't be run, or fails. */
export type Run = (program: string, words: readonly string[], environment: NodeJS.ProcessEnv) => Promise<string>;

const runProgram: Run = (program, words, environment) =>
  new Promise((resolve, reject) => {
    const options = { env: environment, timeout: answerLimitMs, windowsHide: true };
    execFile(program, words, options, (error, printed) => {
      if (error === null) resolve(printed);
      else reject(new Error(error.message));
    });
  });

/** False wherever it can't be told. */
export async function isSamePublisher(own: string, other: string, run: Run = runProgram): Promise<boolean> {
  // Modules of another PowerShell would be loaded from PSModulePath, and fail.
  const { PSModulePath: _modules, ...environment } = process.env;
  const words = ['-NoProfile', '-NonInteractive', '-InputFormat', 'None', '-Command', command];
  try {
    const printed = await run(powerShell, words, { ...environment, SIDETONE_OWN: own, SIDETONE_NEW: other });
    return printed.trim() === 'same publisher';
  } catch {
    return false;
  }
}
