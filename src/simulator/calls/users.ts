// Who is on the server: the demo users, their lines, and what a user may see.
import type { Level, OrphanLine, SimulatorUser } from '../types.ts';

function user(username: string, number: string | null, level: Level, rest: Partial<SimulatorUser>): SimulatorUser {
  return {
    username,
    password: 'demo',
    firstName: '',
    lastName: '',
    directoryNumber: number,
    deviceName: number === null ? null : `SEP000000000${number}`,
    level,
    group: 'Front office',
    department: 'Customer care',
    sees: 'own',
    numericUserId: number ?? '',
    mayBeRecorded: true,
    automatic: false,
    ...rest,
  };
}

/**
 * Fresh copies of the users that a simulator has by default. The password is `demo` unless said otherwise:
 * `ada.agent` (101) and `ben.agent` (102) Base Access, Front office · `sam.supervisor` (110) Complete Management, sees the group ·
 * `max.manager` (111) Complete Management, sees all · `rec.only` (120) Record Only, Back office ·
 * `zoë` (103, password `pässwörd€`) Base Access, Back office · `auto.line` (104) Complete Management on a device that records automatically ·
 * `no.line` Base Access without an extension · `not.recorded` (105) whose calls may not be recorded.
 */
export function demoUsers(): SimulatorUser[] {
  return [
    user('ada.agent', '101', 2, { firstName: 'Ada', lastName: 'Agent' }),
    user('ben.agent', '102', 2, { firstName: 'Ben', lastName: 'Agent' }),
    user('sam.supervisor', '110', 10, { firstName: 'Sam', lastName: 'Supervisor', sees: 'group' }),
    user('max.manager', '111', 10, { firstName: 'Max', lastName: 'Manager', sees: 'all', group: '' }),
    user('rec.only', '120', 1, { firstName: 'Rec', lastName: 'Only', group: 'Back office' }),
    user('zoë', '103', 2, { password: 'pässwörd€', firstName: 'Zoë', lastName: 'Ångström', group: 'Back office' }),
    user('auto.line', '104', 10, { firstName: 'Auto', lastName: 'Line', group: 'Back office', automatic: true }),
    user('no.line', null, 2, { firstName: 'No', lastName: 'Line', group: 'Back office' }),
    user('not.recorded', '105', 2, {
      firstName: 'Not',
      lastName: 'Recorded',
      group: 'Back office',
      mayBeRecorded: false,
    }),
  ];
}

/** Lines that belong to no user, by default. */
export const defaultOrphanLines: readonly OrphanLine[] = [{ deviceName: 'SEP000000000199', directoryNumber: '199' }];

/** A line of the telephone system. */
export type Line = {
  readonly directoryNumber: string;
  readonly deviceName: string;
  readonly user: SimulatorUser | null;
};

/** All lines, in the order of the users, then those without one. */
export function linesOf(users: readonly SimulatorUser[], orphans: readonly OrphanLine[]): Line[] {
  const owned = users.flatMap((owner) =>
    owner.directoryNumber === null
      ? []
      : [{ directoryNumber: owner.directoryNumber, deviceName: owner.deviceName ?? '', user: owner }],
  );
  return [...owned, ...orphans.map((line) => ({ ...line, user: null }))];
}

/** True when `viewer` may see completed recordings that `owner` made: own, of the group, or all. Blank groups hide. */
export function maySee(viewer: SimulatorUser, owner: SimulatorUser): boolean {
  if (viewer === owner || viewer.sees === 'all') return true;
  return viewer.sees === 'group' && owner.group !== '' && owner.group === viewer.group;
}

/** A user as the vendor's model C4. */
export function userModel(user: SimulatorUser): Record<string, string> {
  return {
    username: user.username,
    firstName: user.firstName,
    lastName: user.lastName,
    phoneNumber: user.directoryNumber ?? '',
    group: user.group,
    department: user.department,
  };
}

/**
 * Reads the Authorization header. Both parts may hold any character; the first colon ends the name (RFC 7617).
 * @returns null when there is none or it is not Basic.
 */
export function basicCredentials(
  header: string | undefined,
  charset: 'utf8' | 'latin1',
): { readonly username: string; readonly password: string } | null {
  const encoded = /^basic\s+([a-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString(charset);
  const colon = text.indexOf(':');
  return colon < 0 ? null : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}
