// The moment of recording in the tags of an audio file, read by music-metadata.
import { parseFromTokenizer, type IAudioMetadata } from 'music-metadata';
import { FileTokens } from './upload-tokens.ts';
import type { ReadPart } from './upload-wave.ts';

/** When a file was recorded that begins like `mimeType`, where its tags have both day and time; else null. */
export async function readMoment(
  read: ReadPart,
  bytes: number,
  mimeType: 'audio/wav' | 'audio/mpeg',
): Promise<Date | null> {
  // Without a size music-metadata does not look for frames to estimate a duration, which is counted elsewhere.
  const tokens = new FileTokens(read, mimeType === 'audio/mpeg' ? undefined : bytes, mimeType);
  try {
    return recordedAt(await parseFromTokenizer(tokens, { skipCovers: true, skipPostHeaders: true }));
  } catch {
    return null;
  } finally {
    await tokens.close();
  }
}

/** Day and time from the tags. A day alone is not the start of a call. */
function recordedAt({ common, native }: IAudioMetadata): Date | null {
  const broadcast = new Map(native['exif']?.map(({ id, value }) => [id, String(value)]));
  const day = broadcast.get('bext.originationDate')?.replaceAll(/[:_ .]/g, '-');
  const time = broadcast.get('bext.originationTime')?.replaceAll(/[-_ .]/g, ':');
  return momentOf(day === undefined ? undefined : `${day}T${time ?? ''}`) ?? momentOf(common.date);
}

/** Tags without a zone are in local time. */
function momentOf(text: string | undefined): Date | null {
  const match = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(text ?? '');
  if (match === null) return null;
  const moment = new Date(match[0].replace(' ', 'T'));
  return Number.isNaN(moment.getTime()) ? null : moment;
}
