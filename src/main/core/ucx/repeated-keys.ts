// Finds entries of a JSON list in which an object names a member twice. A parser keeps the last one and says nothing; which one the
// recorder meant is not known (RFC 8259, section 4: what a reader makes of it is unpredictable).

/** A string with its quotes, or a sign that opens, closes or separates. The rest of a valid text carries no names. */
const tokens = /"(?:[^"\\]|\\.)*"|[[\]{}:,]/gu;

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
