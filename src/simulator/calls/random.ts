// Seeded randomness in O(1): the same seed and place give the same number, so that nothing generated has to be kept.

/** 32-bit avalanche of murmur3: every bit of the input changes about half of the output. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Unsigned 32-bit hash of a seed and up to two places. */
export function hash32(seed: number, a: number, b = 0): number {
  return mix(mix(mix(seed ^ 0x9e3779b9) + a) ^ Math.imul(b + 1, 0x27d4eb2f));
}

/** Unsigned 32-bit FNV-1a of a text, to make a seed of a name or an id. */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** A stream of numbers in [0, 1) from a seed. */
export function randomFrom(seed: number): () => number {
  let place = 0;
  return () => {
    place += 1;
    return hash32(seed, place) / 0x1_0000_0000;
  };
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

/** A GUID (version 4 in form, lower case) whose first eight digits are `first` and whose rest is hashed from seed and first. */
export function guid(seed: number, first: number): string {
  const b = hex(hash32(seed, first, 1));
  const c = hex(hash32(seed, first, 2));
  const d = hex(hash32(seed, first, 3));
  const variant = '89ab'.charAt(Number.parseInt(c.charAt(0), 16) & 3);
  return `${hex(first)}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

const odd = 0x9e3779b1;
/** Inverse of `odd` modulo 2^32 by Newton's iteration: each step doubles the number of right bits. */
const oddInverse = (() => {
  let x = odd;
  for (let step = 0; step < 5; step += 1) x = Math.imul(x, 2 - Math.imul(odd, x));
  return x;
})();

/** Shuffles the 32-bit numbers: neighbours look unrelated, and {@link unscramble} finds the way back. */
export function scramble(seed: number, index: number): number {
  const x = Math.imul((index + seed) | 0, odd);
  return (x ^ (x >>> 16)) >>> 0;
}

export function unscramble(seed: number, value: number): number {
  const x = (value ^ (value >>> 16)) >>> 0;
  return (Math.imul(x, oddInverse) - seed) >>> 0;
}
