// The audio of a recording for a save: where a pause of it was not checked yet, all of it is fetched and checked before a byte is handed on.
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, type Result } from '../../../shared/domain/result.ts';
import { unlessAborted } from '../platform/abortable-wait.ts';
import type { AudioCache } from '../playback/audio-cache.ts';
import type { Media } from '../ucx/client-types.ts';
import type { AudioChecks } from './audio-checks.ts';

/** `sound-in-pause` where sound is in a pause and nobody has decided to keep the recording; else as the cache answers. */
export async function checkedMedia(
  checks: AudioChecks,
  cache: AudioCache,
  recordingId: string,
  signal: AbortSignal,
): Promise<Result<Media, Problem>> {
  if (await checks.isDue(recordingId)) {
    const opened = await unlessAborted(cache.open(recordingId), signal);
    if (opened === null) return err(problem('request-cancelled'));
    // What is too long for the cache is saved unchecked: nothing is claimed of it.
    if (!opened.ok && opened.error.code !== 'audio-too-long') return opened;
    const whole = opened.ok ? await unlessAborted(opened.value.whole(), signal) : null;
    if (opened.ok && whole?.ok === true) await unlessAborted(checks.check(recordingId, opened.value, 'save'), signal);
  }
  if (await checks.isRefused(recordingId)) return err(problem('sound-in-pause'));
  return cache.openMedia(recordingId, signal);
}
