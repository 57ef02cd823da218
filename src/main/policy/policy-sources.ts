// Where the organisation's policy may be on each system, the strongest first.
import os from 'node:os';
import type { Files, Log, PolicySource } from '../core/platform/ports.ts';
import { managedPreferences } from './managed-preferences.ts';
import { policyFileCheck } from './policy-file-check.ts';
import { PolicyFileSource } from './policy-file-source.ts';
import { RegistrySource, type Registry } from './registry-source.ts';
import { windowsRegistry } from './windows-registry.ts';

type SystemParts = {
  readonly platform: NodeJS.Platform;
  readonly registry: () => Registry;
  /** The user's name as the system knows it, not as the environment says. */
  readonly user: () => string;
};

const thisSystem: SystemParts = {
  platform: process.platform,
  registry: () => windowsRegistry(),
  user: () => os.userInfo().username,
};

/** Registry of Windows: machine, then user; managed preferences of macOS: computer, then user; and the JSON file. */
export function policySources(files: Pick<Files, 'readBytes'>, log: Log, system = thisSystem): PolicySource[] {
  const file = new PolicyFileSource(policyFileCheck(system.platform), files, log);
  if (system.platform === 'darwin') return [...managedPreferences(system.user(), log), file];
  if (system.platform !== 'win32') return [file];
  const registry = system.registry();
  return [new RegistrySource('HKLM', registry, log), new RegistrySource('HKCU', registry, log), file];
}
