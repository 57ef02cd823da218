// Maps preferences to what the parts of the core need.
import { isAbsolute } from 'node:path';
import type { Preferences } from '../../shared/domain/preferences.ts';
import type { SavingChoices } from './downloads/download-types.ts';
import type { IdlePaceLimits } from './live/idle-pace.ts';
import { defaultLimits, type MachineLimits } from './live/pause/pause-limits.ts';
import type { StartTarget } from './ucx/client-types.ts';

/** The limits of the pause machine. */
export function limitsOf(preferences: Preferences): MachineLimits {
  const resumeAfter = preferences['pause.resumeAfter'];
  return {
    ...defaultLimits,
    notConfirmedMs: preferences['pause.notConfirmedMs'],
    armMs: preferences['pause.armFor'] * 1_000,
    pauseNewRecordings: preferences['pause.newRecordings'],
    autoResumeMs: resumeAfter === null ? null : resumeAfter * 1_000,
    maxAutoResumeMs: preferences['pause.resumeAtMost'] * 1_000,
  };
}

/** How slowly the recorder is asked while nothing is recorded. */
export function idlePaceOf(preferences: Preferences): IdlePaceLimits {
  return {
    longestMs: preferences['server.idleInterval'] * 1_000,
    lockedMs: preferences['server.lockedInterval'] * 1_000,
  };
}

/** Where and under which names recordings are saved. The default folder is created when it is missing, a chosen one never. */
export function savingChoices(preferences: Preferences, usualFolder: string): SavingChoices {
  const chosen = preferences['download.folder'];
  // A relative path would end up wherever the app happened to be started.
  const isChosen = chosen !== null && isAbsolute(chosen);
  return {
    folder: isChosen ? chosen : usualFolder,
    makeFolder: !isChosen,
    pattern: preferences['download.namePattern'],
    withMetadata: preferences['download.withMetadata'],
  };
}

/**
 * The line that a manual start is for. With neither device nor number it is my own line, and the request has no body: a recording mode
 * cannot be sent then, because the vendor's documents disagree about what a body with a mode alone means (docs/ucx-api.md A1).
 */
export function startTarget(preferences: Preferences): StartTarget {
  const deviceName = preferences['start.deviceName']?.trim() ?? '';
  const directoryNumber = preferences['start.directoryNumber']?.trim() ?? '';
  const mode = preferences['start.mode'];
  if (deviceName === '' && directoryNumber === '') return {};
  return {
    ...(deviceName === '' ? {} : { deviceName }),
    ...(directoryNumber === '' ? {} : { directoryNumber }),
    ...(mode === null ? {} : { mode }),
  };
}
