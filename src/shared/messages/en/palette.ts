// Words of the command palette and of the sheet of keys, in English.

export const palette = {
  name: 'Commands',
  hint: 'Type a command, a setting or a number',
  results: 'Results',
  none: 'Nothing found.',
  found: (count: number) => `${String(count)} found`,
  groups: { recording: 'Recording', pages: 'Pages', settings: 'Settings', recordings: 'Recordings' },
  pause: 'Pause recording',
  resume: 'Resume recording',
  cancelPause: 'Cancel pause',
  start: 'Start recording',
  stop: 'Stop recording…',
  keys: 'Keys of this page',
} as const;

export const keySheet = {
  heading: 'Keys',
  close: 'Close',
  everywhere: 'Everywhere',
  groups: { history: 'History', live: 'Live', journal: 'Journal', settings: 'Settings' },
  or: 'or',
  names: {
    palette: 'Commands',
    sheet: 'This list',
    back: 'One step back',
    search: 'Search',
    rows: 'Previous or next row',
    ends: 'First or last row',
    pages: 'A page of rows up or down',
    inside: 'Buttons of the row',
    select: 'Select the row',
    range: 'Select a range of rows',
    open: 'Open the row',
    play: 'Play or pause, in the details',
    pauses: 'Previous or next pause, in the details',
    skip: 'Back or forward 5 seconds, on the waveform',
    save: 'Save the recording',
  },
} as const;
