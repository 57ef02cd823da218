// The links `sidetone://pause` and `sidetone://show`: all that a web page may ask. Never a resume, whatever it is written like.

export const linkVerbs = ['pause', 'show'] as const;
export type LinkVerb = (typeof linkVerbs)[number];

/** What a link asks for; null for everything else. Browsers may add a slash at the end and change the case of the host. */
export function parseLink(link: string): LinkVerb | null {
  const match = /^sidetone:\/\/([a-z]+)\/?$/iu.exec(link);
  const word = match?.[1]?.toLowerCase();
  return linkVerbs.find((verb) => verb === word) ?? null;
}
