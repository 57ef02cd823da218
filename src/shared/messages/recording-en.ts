// Words about the recording of this moment: widget and Live page, in English.

export const recording = {
  stateName: 'Recording state',
  elapsedName: 'Elapsed time',
  pause: 'Pause',
  pauseName: 'Pause recording',
  resume: 'Resume',
  resumeName: 'Resume recording',
  cancel: 'Cancel',
  cancelName: 'Cancel the pause',
  giveUp: 'Give up',
  giveUpName: 'Give up this pause',
  signIn: 'Sign in',
  open: 'Open Sidetone',
  stillRecording: 'Wait: still recording',
  mayRecordAgain: 'It may be recording again',
  doNotTakeCard: 'Do not take the card number',
  pausesWhenItStarts: 'Pauses when it starts',
  pausedElsewhere: 'Paused, not by Sidetone',
  signInToFollow: 'Sign in to follow your calls',
  stateNotKnown: 'The state is not known',
  unknownParty: 'Unknown number',
  several: (count: number) => `${String(count)} recordings`,
  /** Followed by an age. Spoken without it too, so it never sounds like the present. */
  lastKnown: { idle: 'Was not recording', recording: 'Was recording', paused: 'Was paused' },
  pausedFor: (time: string) => `Paused for ${time}`,
  resumesIn: 'Resumes in',
  resumesByItself: 'Resumes by itself',
  countdownName: 'Time until the recording resumes',
  add: 'Add 30 s',
  addName: 'Add 30 seconds',
  addNoMore: 'The longest pause is reached',
} as const;

export const hotkeys = {
  pauseUntested: 'Pause key not tested',
  pauseUntestedNext: (combination: string) => `Press ${combination} once, or test it in Settings.`,
  pauseBroken: 'Pause key does not work',
  openSettings: 'open settings',
} as const;

export const live = {
  lead: 'The recording of your own calls, as the recorder says it.',
  listName: 'Recordings of this moment',
  party: 'Remote party',
  number: 'Number',
  state: 'State',
  length: 'Length',
  paused: 'Paused',
  recording: 'Recording',
  notKnown: 'Not known',
  nothing: 'When a call of yours is recorded, it appears here.',
  askNow: 'Ask the server now',
} as const;
