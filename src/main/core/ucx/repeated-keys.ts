// Finds entries of a JSON list in which an object names a member twice. A parser keeps the last one and says nothing; which one the
// recorder meant is not known (RFC 8259, section 4: what a reader makes of it is unpredictable).

/** A string with its quotes, or a sign that opens, closes or separates. The rest of a valid text carries no names. */
const tokens = /"(?:[^"\\]|\\.)*"|[[\]{}:,]/gu;

/** How many members all objects of a JSON value have, after a parser has left one of each name. No recursion: an answer may nest deeply. */
function memberCount(json: unknown): number {
  let count = 0;
  const waiting: unknown[] = [json];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    const inside: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
    if (!Array.isArray(value)) count += inside.length;
    for (const each of inside) if (typeof each === 'object' && each !== null) waiting.push(each);
  }
  return count;
}

/** How many members are written in a valid JSON text: each has one colon outside of strings. */
function writtenMemberCount(text: string): number {
  let count = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x22) isInString = !isInString;
    else if (isInString && code === 0x5c) index += 1;
    else if (!isInString && code === 0x3a) count += 1;
  }
  return count;
}

/** Whether some object of the text names a member twice. `json` is what a parser made of it. Much faster than finding which. */
export function hasRepeatedKeys(text: string, json: unknown): boolean {
  return writtenMemberCount(text) !== memberCount(json);
}

/**
 * Indices of the entries of the outermost list that hold an object with a repeated name, at any depth; an outermost object counts as
 * the only entry of a list. `text` must be valid JSON.
 */
export function entriesWithRepeatedKeys(text: string): ReadonlySet<number> {
  const found = new Set<number>();
  /** The names of each open object; null for an open list. */
  const open: (Set<string> | null)[] = [];
  let entry = 0;
  let before = '';
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && open.length === 1 && open[0] === null) entry += 1;
    else if (token === ':') {
      const names = open.at(-1);
      const name = nameOf(before);
      if (names?.has(name) === true) found.add(entry);
      names?.add(name);
    }
    before = token;
  }
  return found;
}

/** Names are compared as they are read, whichever way their characters are written. */
function nameOf(token: string): string {
  return token.includes('\\') ? String(JSON.parse(token)) : token.slice(1, -1);
}
