// How a person or an organisation says which proxy leads to the server.

export type ProxyAddress = {
  readonly host: string;
  readonly port: number;
  /** The connection to the proxy itself is encrypted. */
  readonly isSecure: boolean;
};

/** Why a proxy's address holds no name and password: it is stored readable, and shown. */
const addressForm = /^(?:https?:\/\/)?(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?\/?$/iu;

/** Reads `proxy.example.com:8080`, with `http://` or `https://` in front or without; null for anything else. The port is the scheme's own where none is given. */
export function parseProxyAddress(typed: string): ProxyAddress | null {
  const text = typed.trim();
  if (!addressForm.test(text)) return null;
  const whole = /^https?:\/\//iu.test(text) ? text : `http://${text}`;
  if (!URL.canParse(whole)) return null;
  const { protocol, hostname, port } = new URL(whole);
  const isSecure = protocol === 'https:';
  const number = port === '' ? (isSecure ? 443 : 80) : Number(port);
  return number === 0 ? null : { host: hostname.replace(/^\[|\]$/gu, ''), port: number, isSecure };
}

/** `system`, `none` or the address of a proxy. */
export function isProxyChoice(text: string): boolean {
  return text === 'system' || text === 'none' || parseProxyAddress(text) !== null;
}
