// The small icons: one grid of 16, one stroke of 1.5, round ends. Paths only, drawn by Icon.svelte.

export const icons = {
  download: 'M8 2.5v7.75M4.75 7.25 8 10.5l3.25-3.25M3 13.25h10',
  folder:
    'M2 4.75c0-.7.55-1.25 1.25-1.25h2.9L7.75 5.25h5c.7 0 1.25.55 1.25 1.25v5.25c0 .7-.55 1.25-1.25 1.25h-9.5C2.55 13 2 12.45 2 11.75z',
  close: 'm4 4 8 8m0-8-8 8',
  incoming: 'M12 4 4.5 11.5M4.5 5.75v5.75h5.75',
  outgoing: 'M4 12l7.5-7.5m-5.75 0h5.75v5.75',
  unknown: 'M3.5 8h9',
  check: 'm3.5 8.5 3 3 6-7',
  warning: 'M8 2.75 14.25 13.5H1.75zM8 7v2.75m0 1.75v.1',
  key: 'M2 5.75C2 5.06 2.56 4.5 3.25 4.5h9.5c.69 0 1.25.56 1.25 1.25v4.5c0 .69-.56 1.25-1.25 1.25h-9.5C2.56 11.5 2 10.94 2 10.25zM5 7h.1m2.85 0h.1m2.85 0h.1M5.5 9.25h5',
  keyBroken:
    'M7 4.5h5.75c.69 0 1.25.56 1.25 1.25v4.5c0 .35-.14.66-.37.89M9.5 11.5H3.25C2.56 11.5 2 10.94 2 10.25v-4.5c0-.5.3-.93.72-1.13M2.25 2.25l11.5 11.5',
  pause: 'M5.5 4v8m5-8v8',
  open: 'M9.5 2.75h3.75V6.5m0-3.75L8 8m3.5 1.75v2.75c0 .4-.35.75-.75.75h-7.25a.75.75 0 0 1-.75-.75V5.25c0-.4.35-.75.75-.75h2.75',
} as const;

export type IconName = keyof typeof icons;
