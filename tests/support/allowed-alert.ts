// What an alert may say, written anew and apart from the product's own schema: every name and every value, and nothing beside them.

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;
const words = /^[A-Z][A-Za-z0-9 .,:;'-]*$/u;
const note =
  /^Sidetone journal checkpoint v1\nsequence \d+\nhead [0-9a-f]{64}\ntime \S{24}\nserver-time (?:\S{24}|unknown)\nkey [0-9a-f]{64}\n\n— sidetone-journal [A-Za-z0-9+/]+={0,2}\n$/u;

type Allowed = Readonly<Record<string, (value: unknown) => boolean>>;

const text =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    typeof value === 'string' && pattern.test(value);
const orNull =
  (check: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === null || check(value);
const whole = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;

const common: Allowed = {
  version: (value) => value === 1,
  id: text(uuid),
  at: text(instant),
  appVersion: text(/^\d+\.\d+\.\d+(?:-test)?$/u),
  user: (value) => value === null,
  kind: text(/^[a-z-]+$/u),
};
const alert: Allowed = {
  ...common,
  pauseId: orNull(text(uuid)),
  seconds: orNull((value) => whole(value) && Number(value) <= 7_200),
  detail: orNull(text(/^[a-z-]+$/u)),
  text: text(words),
  leftOut: whole,
};
const checkpoint: Allowed = {
  ...common,
  publicKey: text(/^sidetone-journal\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/u),
  note: text(note),
};

/** What of a message isn't allowed; empty where all is. */
export function forbiddenIn(message: Readonly<Record<string, unknown>>): string[] {
  const allowed = message['kind'] === 'checkpoint' ? checkpoint : alert;
  const names = new Set([...Object.keys(allowed), ...Object.keys(message)]);
  return [...names].filter((name) => allowed[name]?.(message[name]) !== true);
}
