// Words of the browser extension.
export const extensionText = {
  name: 'Sidetone',
  description: 'Tells Sidetone when a payment page or a card field is in use, so that it can pause the recording.',
  test: {
    heading: 'Test field',
    meaning:
      'Click in this field. Settings in Sidetone shows whether Sidetone saw it. A call that is being recorded may be paused.',
    label: 'Card number',
  },
  titles: {
    off: "Sidetone isn't running on this computer, so nothing pauses automatically",
    watching: 'Sidetone is watching for the pages and fields in your rules',
    on: 'One of your rules applies',
  },
} as const;
