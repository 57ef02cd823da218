// What a field of a page is called, for rules to compare: its autocomplete tokens, its name, its id, and, where these say that it is of a
// payment card, the token that it should have had (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill).

/** Longest text (characters) that is read of an attribute, and most names that are told: no page can make this slow or large. */
const maxAttribute = 1_000;
export const maxName = 200;
export const maxNames = 12;

/** Compared with a name or id without case, signs and digits at its end. */
const signsOfCards: readonly (readonly [token: string, sign: RegExp])[] = [
  [
    'cc-number',
    /(?:card|cc|credit|debit|payment)(?:card)?(?:num|number|no|nr)$|^(?:pan|ccn|cardpan|creditcard)$|kartennummer|numero(?:de)?(?:la)?(?:carte|carta|tarjeta)/u,
  ],
  [
    'cc-csc',
    /^(?:card|cc|credit)?(?:cvc|cvv|cvn|csc|cid)(?:code|number|num)?$|securitycode|card(?:verification|code)|kartenpruf|prufziffer/u,
  ],
  [
    'cc-exp',
    /^(?:card|cc|credit)(?:card)?exp|^exp(?:iry|iration)?(?:date|month|year|mm|yy|mmyy)$|^(?:cc|card)?mmyy$|kartegultig/u,
  ],
];

const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z]/gu, '');

/** The part of a DOM element that is read. */
export type NamedElement = { getAttribute(name: string): string | null };

export function fieldNames(element: NamedElement): string[] {
  const read = (attribute: string): string => (element.getAttribute(attribute) ?? '').slice(0, maxAttribute).trim();
  const tokens = read('autocomplete').toLowerCase().split(/\s+/u);
  const called = [read('name'), read('id')].map((name) => name.slice(0, maxName));
  const cards = called.flatMap((name) =>
    signsOfCards.flatMap(([token, sign]) => (sign.test(plain(name)) ? [token] : [])),
  );
  const all = [...tokens.map((token) => token.slice(0, maxName)), ...called, ...cards];
  return [...new Set(all.filter((name) => name !== ''))].slice(0, maxNames);
}
