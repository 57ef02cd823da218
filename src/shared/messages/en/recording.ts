// Words about the recording of this moment: widget and Live page, in English.

export const recording = {
  stateName: 'Recording state',
  /** Whose the recording is, above everybody's. */
  yourCall: 'Your call',
  elapsedName: 'Elapsed time',
  pause: 'Pause',
  pauseName: 'Pause recording',
  resume: 'Resume',
  resumeName: 'Resume recording',
  start: 'Start',
  startName: 'Start recording',
  starting: 'Starting…',
  stopName: 'Stop recording',
  stopping: 'Stopping…',
  stopAsk: 'Stop this recording?',
  stopMeaning: "The rest of the call won't be recorded.",
  stopNow: 'Stop now',
  keep: 'Keep',
  keepName: 'Keep recording',
  cancel: 'Cancel',
  cancelName: 'Cancel pause',
  giveUp: 'Cancel pause',
  giveUpName: 'Cancel pause',
  signIn: 'Sign in',
  open: 'Open Sidetone',
  stillRecording: 'Still recording, please wait',
  pausingUnseen: 'Not known yet, please wait',
  notResumed: 'Resume failed',
  newCall: 'New call, recording',
  mayRecordAgain: 'May already be recording',
  doNotTakeCard: 'Do not take the card number',
  /** Stands before the order not to take the card number. */
  connectionLost: 'Connection lost.',
  serverSlow: (shown: string) => `Server is slow: ${shown} s`,
  pausesWhenItStarts: 'Pauses when it starts',
  /** Below Pause while nothing is recorded. */
  whenItStarts: 'when it starts',
  /** Beside Paused, followed by a time. */
  for: 'for',
  /** Before the length of a call, where another time stands beside it. */
  call: 'call',
  pausedElsewhere: 'Paused outside Sidetone',
  signInToFollow: 'Sign in to see your recordings',
  stateNotKnown: 'State unknown',
  unknownParty: 'Unknown number',
  several: (count: number) => `${String(count)} recordings`,
  /** Followed by an age. Spoken without it too, so it never sounds like the present. */
  lastKnown: { idle: 'Last seen not recording', recording: 'Last seen recording', paused: 'Last seen paused' },
  pausedFor: (time: string) => `Paused for ${time}`,
  resumesIn: 'Resumes in',
  resumesByItself: 'Resumes automatically',
  countdownName: 'Time until automatic resume',
  add: 'Add 30 s',
  addName: 'Add 30 seconds',
  addNoMore: 'Maximum pause reached',
  automatic: {
    /** Beside Paused. */
    automatically: 'automatically',
    willPause: {
      page: (rule: string) => `Will pause: ${rule} open`,
      field: (rule: string) => `Will pause: ${rule} in use`,
      window: (rule: string) => `Will pause: ${rule} in front`,
    },
    left: (rule: string) => `${rule} left. Resume?`,
    refused: {
      page: (rule: string) => `Can't resume: ${rule} open`,
      field: (rule: string) => `Can't resume: ${rule} in use`,
      window: (rule: string) => `Can't resume: ${rule} in front`,
    },
    /** In place of Add 30 s, while a rule is about to resume. */
    keepPaused: 'Keep paused',
    notWorking: (where: string) => `Automatic pause isn't working: ${where}`,
    windows: 'windows',
    noBrowser: 'no browser connected',
    browsers: {
      chrome: 'Chrome',
      edge: 'Edge',
      firefox: 'Firefox',
      chromium: 'Chromium',
      brave: 'Brave',
      opera: 'Opera',
      vivaldi: 'Vivaldi',
      other: 'browser',
    },
  },
} as const;

export const hotkeys = {
  pauseUntested: 'Pause hotkey not tested',
  pauseUntestedNext: (combination: string) => `Press ${combination} once, or test it in Settings.`,
  pauseBroken: "Pause hotkey doesn't work",
  openSettings: 'open Settings',
} as const;

export const live = {
  lead: 'Your active recordings',
  listName: 'Your active recordings',
  party: 'Remote party',
  number: 'Remote number',
  state: 'State',
  length: 'Duration',
  paused: 'Paused',
  recording: 'Recording',
  notKnown: 'Unknown',
  askNow: 'Refresh',
} as const;
