// Duration and tags of an audio file, read by music-metadata.
import { parseFromTokenizer, type IAudioMetadata, type IFormat } from 'music-metadata';
import { FileTokens } from './upload-tokens.ts';
import type { ReadPart } from './upload-wave.ts';

export type Tags = Pick<IFormat, 'container' | 'codec' | 'sampleRate' | 'numberOfChannels' | 'duration'> & {
  /** When it was recorded, where its tags have both day and time. */
  readonly recordedAt: Date | null;
};

/** What music-metadata finds in a file that begins like `mimeType`; null where it finds nothing. */
export async function readTags(
  read: ReadPart,
  bytes: number,
  mimeType: 'audio/wav' | 'audio/mpeg',
): Promise<Tags | null> {
  // Without a size music-metadata gives the duration that an MP3 states, and estimates none.
  const tokens = new FileTokens(read, mimeType === 'audio/mpeg' ? undefined : bytes, mimeType);
  try {
    const found = await parseFromTokenizer(tokens, { skipCovers: true, skipPostHeaders: true });
    return { ...found.format, recordedAt: recordedAt(found) };
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
