// The formats that a recording may have, by the ending of its file.

const contentTypes = {
  mp3: 'audio/mpeg',
  mp2: 'audio/mpeg',
  wav: 'audio/wav',
  w64: 'audio/x-w64',
  ogg: 'audio/ogg',
  flac: 'audio/flac',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  amr: 'audio/amr',
  au: 'audio/basic',
  aiff: 'audio/aiff',
  wma: 'audio/x-ms-wma',
  caf: 'audio/x-caf',
  webm: 'audio/webm',
  /** No text and no archive, and no audio that is known. */
  bin: 'application/octet-stream',
} as const;

export type AudioFormat = keyof typeof contentTypes;

/** The media type of a format. */
export const contentTypeOf = (format: AudioFormat): string => contentTypes[format];

/** True of a name with the ending of audio: nothing else is ever handed to another program. */
export function isAudioFile(name: string): boolean {
  const ending = /\.([a-z0-9]+)$/iu.exec(name)?.[1]?.toLowerCase() ?? '';
  return ending !== 'bin' && Object.hasOwn(contentTypes, ending);
}
