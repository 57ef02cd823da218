// Switches with which any other program could look into the released app or drive it. A fuse turns off Node's debugger and NODE_OPTIONS; for
// Chromium's debugging port there is no fuse, so the app ends before the port is opened.

/** Names, or the beginning of names: `inspect` stands for `inspect-brk` and `inspect-port` too. */
const refused = [
  'remote-debugging-',
  'remote-allow-origins',
  'inspect',
  'debug',
  'enable-automation',
  'auto-open-devtools-for-tabs',
  // Programs that Chromium would start in place of its own processes, or in front of them.
  'browser-subprocess-path',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  // Code and trust that come from outside the app.
  'js-flags',
  'load-extension',
  'disable-web-security',
  'ignore-certificate-errors',
  // Keys and requests in readable form.
  'ssl-key-log-file',
  'log-net-log',
];

/**
 * The first refused switch among the words of a start, as it was written; null when there is none. On every system Chromium takes one dash or
 * two, on Windows a slash as well and any case.
 */
export function refusedSwitch(words: readonly string[], platform: NodeJS.Platform = process.platform): string | null {
  const prefix = platform === 'win32' ? /^(?:--?|\/)/u : /^--?/u;
  for (const word of words) {
    // What follows is no switch to Chromium.
    if (word === '--') return null;
    if (!prefix.test(word)) continue;
    const written = word.split('=', 1)[0] ?? word;
    const name = written.replace(prefix, '').toLowerCase();
    if (refused.some((start) => name.startsWith(start))) return written;
  }
  return null;
}
