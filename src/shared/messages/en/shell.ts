// The words of the tray, of native dialogs and notifications, and of the command line, in English.

export const shellWords = {
  tray: {
    /** In front of the state, so that whoever rests the pointer on it knows whose icon it is. */
    tooltip: (state: string) => `Sidetone: ${state}`,
    stillRecording: 'still recording',
    mayRecordAgain: 'it may be recording again',
    doNotTakeCard: 'do not take the card number',
    stateNotKnown: 'the state is not known',
    pausingUnseen: 'not known yet',
    notResumed: 'resume failed',
    pausedElsewhere: 'not by Sidetone',
    pausedFor: (time: string) => `for ${time}`,
    resumesIn: (time: string) => `resumes in ${time}`,
    pausesWhenItStarts: 'pauses when it starts',
    lastKnown: { idle: 'was not recording', recording: 'was recording', paused: 'was paused' },
    askedAgo: (age: string) => `last answer ${age}`,
    several: (count: number) => `${String(count)} recordings`,
    keyUntested: (combination: string) => `Pause key not tested: press ${combination} once`,
    keyBroken: 'Pause key does not work: open settings',
    keyMark: 'pause key not tested',
    keyBrokenMark: 'pause key does not work',
    showWidget: 'Show widget',
    hideWidget: 'Hide widget',
    size: 'Size of the widget',
    sizes: { normal: 'Normal', small: 'Small' },
    signedInAs: (user: string, host: string) => `${user} on ${host}`,
    signOut: 'Sign out',
    signIn: 'Sign in…',
    quit: 'Quit Sidetone',
  },
  quitting: {
    pausedTitle: 'The recording is paused',
    pausedMeaning: 'It stays paused at the recorder, and nobody watches it or resumes it after Sidetone has ended.',
    pendingTitle: 'A pause is not confirmed',
    pendingMeaning: 'Sidetone stops trying when it ends. The call may be recorded.',
    savingTitle: 'Recordings are still being saved',
    savingMeaning: 'What is not finished is saved the next time you ask for it.',
    sendingTitle: 'Recordings are still being sent',
    sendingMeaning: 'What was added and is not sent yet is forgotten. The files stay where they are.',
    quit: 'Quit',
    stay: 'Stay',
  },
  audioFiles: 'Recordings (WAV, MP3)',
  allFiles: 'All files',
  notification: {
    notConfirmed: {
      title: 'Not confirmed: do not take the card number',
      body: 'The pause was asked and the recorder has not confirmed it. Sidetone goes on trying.',
    },
    stillPaused: {
      title: 'Still paused',
      body: 'The recording of your call is still paused. Resume it when the card number is taken.',
    },
  },
  commandLine: {
    usage: `Usage: sidetone [COMMAND] [--user-data-dir=DIR]

  (none)    starts Sidetone, or brings it forward
  pause     pauses the recording of your call
  resume    resumes it
  toggle    resumes what is paused, else pauses
  start     starts recording the call on your line
  stop      stops recording it, without asking
  status    prints the state
  show      shows the widget
  verify-journal FILE
            checks a file or an export of the journal; needs no running Sidetone

  --user-data-dir=DIR   folder of settings; your own by default
  --help                this text

Prints the resulting state. Exit code 0: confirmed; 1: not confirmed; 2: wrong use; 3: Sidetone does not run.
`,
    tryHelp: 'Try --help.',
    unknown: (word: string) => `There is no command "${word}".`,
    unknownFlag: (flag: string) => `There is no flag "${flag}".`,
    tooMany: (word: string) => `"${word}" is one word too many.`,
    needsFile: 'verify-journal needs the name of one file.',
    needsFolder: '--user-data-dir needs the name of a folder.',
    linkRefused: 'A link can pause and show, and nothing else.',
    notRunning: 'Sidetone does not run for this user. Start it, then try again.',
    noAnswer: 'Sidetone runs and gave no answer. Look at its widget.',
    refused: 'Sidetone refused the command.',
    waits: 'nothing is being recorded; it pauses the moment a recording begins',
    intact: (count: number) => `intact, ${String(count)} ${count === 1 ? 'entry' : 'entries'}`,
    broken: (line: number, why: string) => `broken at entry ${String(line)}: ${why}`,
    why: {
      unreadable: 'it cannot be read',
      changed: 'it was changed after it was written',
      missing: 'something before it is missing',
    },
    unreadable: (file: string) => `${file} cannot be read.`,
    notAJournal: (file: string) => `${file} is no journal of Sidetone.`,
  },
} as const;
