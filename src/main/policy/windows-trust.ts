// Whether only administrators can change a file of Windows, by its security descriptor as a text: SDDL, whose names are the same in every
// language (https://learn.microsoft.com/windows/win32/secauthz/security-descriptor-string-format).

/** The system, administrators, and the installer of Windows itself. */
const trusted: ReadonlySet<string> = new Set([
  'SY',
  'S-1-5-18',
  'BA',
  'S-1-5-32-544',
  'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464',
]);

/** The rights that have names, as bits of an access mask. */
const rightBits: Readonly<Record<string, number>> = {
  GA: 0x1000_0000,
  GX: 0x2000_0000,
  GW: 0x4000_0000,
  GR: 0x8000_0000,
  FA: 0x1f_01ff,
  FR: 0x12_0089,
  FW: 0x12_0116,
  FX: 0x12_00a0,
  RC: 0x2_0000,
  SD: 0x1_0000,
  WD: 0x4_0000,
  WO: 0x8_0000,
  CC: 0x1,
  DC: 0x2,
  LC: 0x4,
  SW: 0x8,
  RP: 0x10,
  WP: 0x20,
  DT: 0x40,
  LO: 0x80,
  CR: 0x100,
};

/** Reading and running: list, read data, attributes, extended attributes, the descriptor; execute; synchronise; generic read and execute. */
const harmless = 0xa012_00a9;

/** The access mask of an entry; null when it can't be understood. */
function maskOf(rights: string): number | null {
  if (/^0x[\da-f]{1,8}$/iu.test(rights)) return Number(rights);
  if (!/^(?:[A-Z]{2})+$/u.test(rights)) return null;
  let mask = 0;
  for (const name of rights.match(/../gu) ?? []) {
    const bits = rightBits[name];
    if (bits === undefined) return null;
    mask |= bits;
  }
  return mask;
}

/** Whether one entry of an access list lets nobody but the trusted change anything. */
function isHarmless(entry: string): boolean {
  const [type = '', flags = '', rights = '', , , account = '', ...rest] = entry.split(';');
  if (type === 'D') return true;
  if (type !== 'A' || rest.length > 0) return false;
  // It holds for what is made inside later, and not here.
  const isForLater = /^(?:[A-Z]{2})*IO/u.test(flags);
  if (isForLater || trusted.has(account)) return true;
  const mask = maskOf(rights);
  return mask !== null && (mask & ~harmless) === 0;
}

/**
 * Whether a file or folder belongs to the system or to administrators, and nobody else may write, delete or give away.
 * What can't be understood is not trusted.
 *
 * @param descriptor owner, group and access list, such as `O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)`
 */
export function isAdministratorsAlone(descriptor: string): boolean {
  const parts =
    /^O:(?<owner>[A-Z]{2}|S-[\d-]+)(?:G:(?:[A-Z]{2}|S-[\d-]+))?D:(?:P|AR|AI)*(?<list>(?:\([^()]*\))*)$/u.exec(
      descriptor.trim(),
    )?.groups;
  if (parts === undefined) return false;
  const { owner = '', list = '' } = parts;
  const entries = [...list.matchAll(/\(([^()]*)\)/gu)].map(([, entry = '']) => entry);
  return trusted.has(owner) && entries.every((entry) => isHarmless(entry));
}

export type WindowsPolicyFile = { readonly place: string; readonly state: 'missing' | 'trusted' | 'untrusted' };

/**
 * Reads what `sidetone.exe --policy-facts` prints (src/console/policy-facts.c): the path of the policy file, and where it is there, the
 * descriptors of its folder and of the file, a line each; `link` for a path that leads elsewhere. Null for anything else.
 */
export function parsePolicyFacts(printed: string): WindowsPolicyFile | null {
  const lines = printed.split(/\r?\n/u).filter((line) => line !== '');
  const [place = '', ...descriptors] = lines;
  if (!/^[A-Z]:\\[^"*<>?|]+\\policy\.json$/iu.test(place)) return null;
  if (descriptors.length === 0) return { place, state: 'missing' };
  if (descriptors.length !== 2) return null;
  return { place, state: descriptors.every((text) => isAdministratorsAlone(text)) ? 'trusted' : 'untrusted' };
}
