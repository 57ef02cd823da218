// Newer versions: where they may come from, how this Sidetone was installed, and what that lets it do itself.
import * as v from 'valibot';

export const updateModes = [
  /** Nothing is asked. */
  'off',
  /** Says that there is a newer version, and fetches nothing. */
  'check',
  /** Fetches it too, and installs it when the user asks for it or quits. */
  'allowed',
] as const;

/** Encrypted, and without a user name, a query or a fragment: names of files are put behind it. */
const feedPattern = /^https:\/\/[^\s/?#@\\]+(?:\/[^\s?#\\]*)?$/u;
export const feedAddressSchema = v.pipe(v.string(), v.maxLength(2_000), v.regex(feedPattern), v.url());

export const installations = [
  /** By the installer for one user of Windows: it can be replaced by a newer one whose signature is checked. */
  'self-updating',
  /** Nothing here checks a signature of the newer version (AppImage), or it isn't tried (macOS): it is only told of. */
  'check-only',
  /** By the MSI, for all users of the computer. */
  'msi',
  /** By a package manager. */
  'package',
  /** Unpacked from an archive, or run by a developer. */
  'unpacked',
] as const;
export type Installation = (typeof installations)[number];

export const canCheck = (installation: Installation): boolean =>
  installation === 'self-updating' || installation === 'check-only';
