// What an uploaded WAV says of its coding. The vendor names four codings and no form of the head, so every form that can be read is taken.

const pcm = 0x0001;
const alaw = 0x0006;
const ulaw = 0x0007;
/** WAVE_FORMAT_EXTENSIBLE: the coding stands in the first two bytes of the sub-format. */
const extensible = 0xfffe;

/** True when `head`, the beginning of a file, is that of a WAV with PCM of 8 or 16 bits, A-law or u-law. */
export function waveFits(head: Buffer): boolean {
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE') return false;
  let at = 12;
  while (at + 8 <= head.length && head.toString('latin1', at, at + 4) !== 'fmt ') {
    const length = head.readUInt32LE(at + 4);
    // A chunk of odd length is followed by one byte that does not count.
    at += 8 + length + (length % 2);
  }
  const format = head.subarray(at + 8);
  if (format.length < 16) return false;
  const tag = format.readUInt16LE(0);
  const bits = format.readUInt16LE(14);
  if (tag === extensible && format.length < 26) return false;
  const coding = tag === extensible ? format.readUInt16LE(24) : tag;
  return (coding === pcm && (bits === 8 || bits === 16)) || coding === alaw || coding === ulaw;
}
