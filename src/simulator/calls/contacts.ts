// The people at the other end: a seeded set of numbers and names that generated recordings and automatic calls draw from.
import { hash32 } from './random.ts';

export type Contact = { readonly number: string; readonly firstName: string; readonly lastName: string };

const firstNames = [
  'Zoë',
  'John',
  'Giulia',
  'Åsa',
  'Mateusz',
  'Fatma',
  'Seán',
  'Yuki',
  'José',
  'Anke',
  'Nguyễn',
  'Ольга',
];
const lastNames = [
  'Ångström',
  'Doe',
  'Rossi',
  'Lindqvist',
  'Wójcik',
  'Yılmaz',
  'O’Brien',
  'Tanaka',
  'Núñez',
  'Groß',
  'Văn Minh',
  'Иванова',
];
const prefixes = ['+1555', '+390584', '+44207946', '+4930', '+3314', '+34910'];

/** How many different contacts there are. A prime, so that patterns of place and contact do not meet. */
export const contactCount = 997;

/** Contact `at` of the seed: most have a name, one in six has none, one in twenty calls from inside, one in fifty withholds the number. */
export function contact(seed: number, at: number): Contact {
  const h = hash32(seed, at, 50);
  const named = h % 6 !== 0;
  const kind = (h >>> 8) % 100;
  const digits = String(hash32(seed, at, 51) % 10_000_000).padStart(7, '0');
  const prefix = prefixes[(h >>> 16) % prefixes.length] ?? '';
  const number = kind < 2 ? '' : kind < 7 ? `2${digits.slice(0, 2)}` : `${prefix}${digits}`;
  return {
    number,
    firstName: named ? (firstNames[(h >>> 4) % firstNames.length] ?? '') : '',
    lastName: named ? (lastNames[(h >>> 12) % lastNames.length] ?? '') : '',
  };
}
