// The sizes of paper on which the evidence report is printed.

export const papers = ['A4', 'Letter'] as const;
export type Paper = (typeof papers)[number];

/** Where people print on Letter: `LC_PAPER` of the GNU C library's locales, and the Philippines. Everybody else has A4. */
const letterRegions = ['US', 'CA', 'MX', 'BZ', 'CL', 'CO', 'CR', 'GT', 'NI', 'PA', 'PH', 'PR', 'SV', 'VE'];

/** The paper of a regional format (BCP 47), also one whose region is only likely; A4 where it says nothing. */
export function paperOf(locale: string | null): Paper {
  try {
    const region = locale === null ? undefined : new Intl.Locale(locale).maximize().region;
    return region !== undefined && letterRegions.includes(region) ? 'Letter' : 'A4';
  } catch {
    return 'A4';
  }
}
