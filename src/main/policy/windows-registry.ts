// The registry of this Windows through native-reg, in this process: `reg.exe` loses letters that are not in the code page of the console, and
// may be forbidden. It stands in only where the add-on isn't there.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Hive, Registry, RegistryValue } from './registry-source.ts';

/** The part of native-reg that is used. */
export type NativeReg = Pick<
  typeof import('native-reg'),
  'Access' | 'HKCU' | 'HKLM' | 'openKey' | 'enumValueNames' | 'queryValue' | 'closeKey'
>;

/** Variables by which a user could have another add-on loaded in the place of ours (node-gyp-build 4.8, node-gyp-build.js). */
const loaderVariables = [
  'NATIVE_REG_PREBUILD',
  'PREBUILDS_ONLY',
  'npm_config_arch',
  'npm_config_platform',
  'LIBC',
  'ARM_VERSION',
];

const require = createRequire(import.meta.url);

function loadNativeReg(): unknown {
  for (const name of loaderVariables) Reflect.deleteProperty(process.env, name);
  return require('native-reg');
}

function isNativeReg(value: unknown): value is NativeReg {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['openKey', 'enumValueNames', 'queryValue', 'closeKey'].every(
      (name) => typeof Reflect.get(value, name) === 'function',
    )
  );
}

function plain(value: ReturnType<NativeReg['queryValue']>): RegistryValue {
  if (typeof value === 'bigint') return Number(value);
  return Buffer.isBuffer(value) ? null : value;
}

export function nativeRegistry(native: NativeReg): Registry {
  // An async function: what the add-on throws rejects.
  return async (hive, key) => {
    const opened = native.openKey(native[hive], key, native.Access.READ | native.Access.WOW64_64KEY);
    if (opened === null) return Promise.resolve(null);
    try {
      return new Map(native.enumValueNames(opened).map((name) => [name, plain(native.queryValue(opened, name))]));
    } finally {
      native.closeKey(opened);
    }
  };
}

const answerLimitMs = 10_000;
/** Not from `SystemRoot`, which a user can set. */
const program = String.raw`C:\Windows\System32\reg.exe`;

/** What `reg query` prints for one key. Rejects where a letter was lost: a wrong value must not be taken for the organisation's. */
export function parseRegQuery(printed: string): Map<string, RegistryValue> {
  if (printed.includes('\u{FFFD}')) throw new Error('reg.exe lost letters');
  const values = new Map<string, RegistryValue>();
  for (const [, name = '', type = '', text = ''] of printed.matchAll(/^ {4}(.+?) {4}REG_([A-Z_]+) {4}(.*?)\r?$/gmu)) {
    if (type === 'SZ' || type === 'EXPAND_SZ') values.set(name, text);
    else if (type === 'DWORD' || type === 'QWORD') values.set(name, Number(text));
    else values.set(name, type === 'MULTI_SZ' ? text.split(String.raw`\0`).filter((part) => part !== '') : null);
  }
  return values;
}

type Query = (program: string, words: readonly string[]) => Promise<string | null>;

/** Null where the program says that there is no such key: exit code 1. */
const runQuery: Query = (name, words) =>
  new Promise((resolve, reject) => {
    execFile(name, words, { timeout: answerLimitMs, windowsHide: true }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else if (error.code === 1) resolve(null);
      else reject(new Error(error.message));
    });
  });

export function regExeRegistry(query: Query = runQuery): Registry {
  return async (hive: Hive, key: string) => {
    const printed = await query(program, ['query', `${hive}\\${key}`, '/reg:64']);
    return printed === null ? null : parseRegQuery(printed);
  };
}

/** The registry of this computer. */
export function windowsRegistry(load: () => unknown = loadNativeReg): Registry {
  try {
    const loaded = load();
    if (isNativeReg(loaded)) return nativeRegistry(loaded);
  } catch {
    // The add-on isn't in this build.
  }
  return regExeRegistry();
}
