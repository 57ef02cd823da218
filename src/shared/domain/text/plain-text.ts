// Text from outside made safe to show: nothing in it turns, hides or imitates what Sidetone itself says.

/**
 * What a name, a number or a reference has no use for: control characters, marks that turn or hide text, tags, private
 * ones (Unicode's categories), pictures of control characters, and the signs of players (pause, record, stop), which look like a state.
 * The two joiners stay: Persian and the languages of India need them.
 */
const unwanted =
  /(?!\u200c|\u200d)[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u115f\u1160\u23cf\u23e9-\u23fa\u2400-\u243f\u25b6\u25c0\u3164\u{1f53c}\u{1f53d}\uffa0\ufffc]/gu;

/** The same without tab and line ends, which a text of several lines may have. */
const unwantedInLines = new RegExp(String.raw`(?![\t\n\r])${unwanted.source}`, 'gu');

/** A text in which nothing is unwanted, and no blank but single spaces inside: nearly every one. Regular expressions with properties are slow. */
const isPlain = (text: string): boolean => {
  let before = 32;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 32 || code > 126 || (code === 32 && before === 32)) return false;
    before = code;
  }
  return before !== 32;
};

/** Longest name that is kept, in UTF-16 units: more is no name, and would push what stands beside it away. */
const longestName = 200;

/** One line: any blanks count as one space, what is unwanted is left out. */
export function plainLine(text: string): string {
  if (text.length <= longestName && isPlain(text)) return text;
  const line = plainLines(text).replaceAll(/\s+/gu, ' ').trim();
  return line.length <= longestName ? line : `${line.slice(0, longestName - 1).toWellFormed()}…`;
}

/**
 * The name of a user. What is unwanted becomes a visible mark instead of nothing: names are compared, and one that was sent with a
 * hidden character must never become the name of somebody else.
 */
export function plainIdentifier(text: string): string {
  return isPlain(text) ? text : text.trim().replaceAll(unwanted, '\ufffd');
}

/** A note of several lines and any length. */
export function plainLines(text: string): string {
  return text.replaceAll(unwantedInLines, '');
}
