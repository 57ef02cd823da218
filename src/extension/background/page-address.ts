// Compares the address of a page with a pattern: `pay.example.com/checkout/*` means that place by any scheme and with any query.
import { matchesGlob } from '../../shared/domain/text/glob.ts';

export function matchesAddress(pattern: string, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, pathname, search, hash } = new URL(address);
  const place = `${host}${pathname}`;
  const scheme = pattern.includes('://') ? `${protocol}//` : '';
  const forms = [`${place}${search}${hash}`, place, ...(place.endsWith('/') ? [place.slice(0, -1)] : [])];
  return forms.some((form) => matchesGlob(pattern, `${scheme}${form}`));
}
