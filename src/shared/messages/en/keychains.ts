// What each operating system calls its keychain, in English.
import type { Platform } from '../../domain/platform.ts';

export const keychains: Readonly<Record<Platform, string>> = {
  windows: 'Windows Credential Manager',
  mac: 'Keychain',
  linux: 'the Secret Service',
};
