// Reads a syslog message as strictly as RFC 5424 says, for the receiver of alerts and for tests: whatever a log server may refuse is refused
// here. Written from the RFC, not from the sender.

export type SyslogMessage = {
  readonly facility: number;
  readonly severity: number;
  /** As it is written; null for the NILVALUE, as in the four below. */
  readonly timestamp: string | null;
  readonly hostname: string | null;
  readonly appName: string | null;
  readonly procId: string | null;
  readonly msgId: string | null;
  readonly data: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly message: string;
};

/** What is wrong with a message, in words. */
export class SyslogError extends Error {}

/** RFC 5424, section 6: PRI, version, time stamp, host, application, process, kind. */
const header =
  /^<(0|[1-9]\d{0,2})>1 (-|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)) (-|[!-~]{1,255}) (-|[!-~]{1,48}) (-|[!-~]{1,128}) (-|[!-~]{1,32}) /u;
/** Sections 6.3.2 and 7. A name of one's own ends with the number of an enterprise. */
const ownName = /^[!#-<>?A-\\^-~]{1,26}@\d{1,10}(?:\.\d{1,10})*$/u;
const registered: Readonly<Record<string, readonly string[]>> = {
  timeQuality: ['tzKnown', 'isSynced', 'syncAccuracy'],
  origin: ['ip', 'enterpriseId', 'software', 'swVersion'],
  meta: ['sequenceId', 'sysUpTime', 'language'],
};
/** RFC 5612: for examples in documents, never for what is sent. */
const documentationNumber = '32473';
const longest: Readonly<Record<string, number>> = { software: 48, swVersion: 32 };

/** @throws SyslogError */
export function parseSyslog(bytes: Uint8Array): SyslogMessage {
  const text = Buffer.from(bytes).toString('latin1');
  const [head, pri = '', ...fields] = header.exec(text) ?? [];
  if (head === undefined) throw new SyslogError('The header is not that of RFC 5424.');
  if (Number(pri) > 191) throw new SyslogError(`There is no priority ${pri}.`);
  const [timestamp = null, hostname = null, appName = null, procId = null, msgId = null] = fields.map((field) =>
    field === '-' ? null : field,
  );
  if (timestamp !== null && Number.isNaN(Date.parse(timestamp))) throw new SyslogError(`${timestamp} is no time.`);
  const { data, end } = structuredData(text, head.length);
  const message = messageOf(Buffer.from(bytes).subarray(end));
  const facility = Number(pri) >> 3;
  return { facility, severity: Number(pri) & 7, timestamp, hostname, appName, procId, msgId, data, message };
}

/** Where it ends, too. */
function structuredData(text: string, from: number): { data: SyslogMessage['data']; end: number } {
  if (text[from] === '-') return { data: {}, end: from + 1 };
  const data: Record<string, Record<string, string>> = {};
  let at = from;
  while (text[at] === '[') {
    const [whole, id = '', inside = ''] =
      /^\[([!#-<>-\\^-~]{1,32})((?: [!#-<>-\\^-~]{1,32}="(?:[^"\\\]]|\\["\\\]]|\\(?!["\\\]]))*")*)\]/u.exec(
        text.slice(at),
      ) ?? [];
    if (whole === undefined) throw new SyslogError('The structured data is not that of RFC 5424.');
    if (Object.hasOwn(data, id)) throw new SyslogError(`The element ${id} is there twice.`);
    data[id] = parametersOf(id, inside);
    at += whole.length;
  }
  if (at === from) throw new SyslogError('There is no structured data, nor the sign for none.');
  return { data, end: at };
}

function parametersOf(id: string, text: string): Record<string, string> {
  const known = registered[id];
  if (known === undefined && !ownName.test(id)) throw new SyslogError(`The element ${id} is not registered.`);
  if (id.endsWith(`@${documentationNumber}`)) throw new SyslogError(`${id} has the number for documents.`);
  const found: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/ ([^ =]+)="((?:[^"\\\]]|\\.)*)"/gsu)) {
    if (known?.includes(name) === false) throw new SyslogError(`${id} has no parameter ${name}.`);
    const plain = utf8(Buffer.from(value.replaceAll(/\\(["\\\]])/gu, '$1'), 'latin1'));
    if (plain.length > (longest[name] ?? Infinity)) throw new SyslogError(`${name} is too long.`);
    found[name] = plain;
  }
  return found;
}

/** Section 6.4: UTF-8 is announced by a byte order mark. Without one nothing but printable ASCII is sure to be read as it was meant. */
function messageOf(rest: Buffer): string {
  if (rest.length === 0) return '';
  if (rest[0] !== 0x20) throw new SyslogError('There is no space in front of the message.');
  const bytes = rest.subarray(1);
  if (bytes.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf))) return utf8(bytes.subarray(3));
  if (bytes.some((byte) => byte < 0x20 || byte > 0x7e)) throw new SyslogError('The message is not printable ASCII.');
  return bytes.toString('latin1');
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SyslogError('There is text that is not UTF-8.');
  }
}
