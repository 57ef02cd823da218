// The words of the tray, of native dialogs and notifications, and of the command line, in English.
import { verifyWords } from './verify.ts';

export const shellWords = {
  tray: {
    /** In front of the state, so that whoever rests the pointer on it knows whose icon it is. */
    tooltip: (state: string) => `Sidetone: ${state}`,
    stillRecording: 'still recording',
    mayRecordAgain: 'may already be recording',
    doNotTakeCard: 'do not take the card number',
    stateNotKnown: 'state unknown',
    pausingUnseen: 'not known yet',
    notResumed: 'resume failed',
    pausedElsewhere: 'outside Sidetone',
    byRule: (rule: string) => `automatically, ${rule}`,
    pausedFor: (time: string) => `for ${time}`,
    resumesIn: (time: string) => `resumes in ${time}`,
    pausesWhenItStarts: 'pauses when it starts',
    lastKnown: { idle: 'last seen not recording', recording: 'last seen recording', paused: 'last seen paused' },
    askedAgo: (age: string) => `last update ${age}`,
    several: (count: number) => `${String(count)} recordings`,
    keyUntested: (combination: string) => `Pause hotkey not tested: press ${combination} once`,
    keyBroken: "Pause hotkey doesn't work: open Settings",
    keyMark: 'pause hotkey not tested',
    keyBrokenMark: "pause hotkey doesn't work",
    showWidget: 'Show widget',
    hideWidget: 'Hide widget',
    size: 'Widget size',
    sizes: { normal: 'Normal', small: 'Small' },
    move: 'Move widget',
    corners: {
      topLeft: 'Top left',
      topRight: 'Top right',
      bottomLeft: 'Bottom left',
      bottomRight: 'Bottom right',
    },
    signedInAs: (user: string, host: string) => `${user} on ${host}`,
    update: (version: string) => `Restart and update to ${version}`,
    signOut: 'Sign out',
    signIn: 'Sign in…',
    quit: 'Quit Sidetone',
  },
  menu: {
    file: '&File',
    view: '&View',
    showWidget: 'Show widget',
    quit: 'Quit Sidetone',
    actualSize: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
  },
  notStarted: {
    title: "Sidetone couldn't start",
    meaning:
      'Until it runs, nothing here shows whether a call is recorded, and no hotkey pauses it. Start Sidetone again. If that changes nothing, ask your administrator to reinstall it.',
    close: 'Close',
  },
  elsewhere: {
    title: 'Sidetone is running in another session',
    meaning:
      "Another session or computer is using your Sidetone data, so nothing here shows whether a call is recorded. Quit Sidetone there, or sign out there, then try again. If it isn't running anywhere, try again in a minute.",
    process: (pid: number) => `It's process ${String(pid)}.`,
    titleOn: (host: string) => `Sidetone is running on ${host}`,
    meaningOn: (host: string) =>
      `${host} is using your Sidetone data, so nothing here shows whether a call is recorded. Quit Sidetone there, then try again. Use it here only if it isn't running there anymore, for example after that computer lost power.`,
    again: 'Try again',
    here: 'Use it here',
    close: 'Close',
  },
  quitting: {
    pausedTitle: 'The recording is paused',
    pausedMeaning: 'It stays paused after you quit, and nothing will resume it.',
    pendingTitle: "A pause isn't confirmed",
    pendingMeaning: 'If you quit, Sidetone stops trying. The call may be recorded.',
    savingTitle: 'Recordings are still being saved',
    savingMeaning: "If you quit, unfinished recordings aren't saved until you save them again.",
    sendingTitle: 'Recordings are still being sent',
    sendingMeaning: "If you quit, recordings that aren't sent yet leave the list. Their files stay where they are.",
    quit: 'Quit',
    stay: 'Cancel',
  },
  audioFiles: 'Audio files (WAV, MP3)',
  allFiles: 'All files',
  notification: {
    rulesNotWorking: {
      title: "Automatic pause isn't working",
      body: 'Sidetone no longer sees whether a rule applies. Pause with the hotkey or the button.',
    },
    notConfirmed: {
      title: 'Not confirmed: do not take the card number',
      body: "The recorder hasn't confirmed the pause. Sidetone keeps trying.",
    },
    connectionLost: {
      title: 'Connection lost: do not take the card number',
      body: "Sidetone can't see whether the call is still paused. It keeps trying.",
    },
    stillPaused: {
      title: 'Still paused',
      body: "The recording is still paused. Resume it when you've taken the card number.",
    },
  },
  commandLine: {
    ...verifyWords,
    usage: `Usage: sidetone [COMMAND] [--user-data-dir=DIR]

Commands:
  (none)    Start Sidetone, or bring it to the front
  pause     Pause the recording of your call
  resume    Resume the recording
  toggle    Resume if paused, otherwise pause
  start     Start recording the call on your line
  stop      Stop recording, without asking for confirmation
  status    Print the recording state
  show      Show the widget
  quit      Quit, unless you're on a recorded call or something is being saved
  verify-journal [--witness FILE] [--key FINGERPRINT] FILE...
            Check journal files or exported journals; works without a running Sidetone
  report [--from DAY] [--to DAY] [--out FILE] [--paper A4|Letter] [--csv FILE] [--json FILE] [--witness FILE] JOURNAL...
            Make an evidence report of journals; works without a running Sidetone

Options:
  --user-data-dir=DIR   Data folder (default: your own)
  --witness FILE        Compare with checkpoints that were kept elsewhere
  --key FINGERPRINT     The key that must have signed
  --from DAY, --to DAY  Days as 2026-11-30, both included; local time
  --out FILE            The report as an HTML page (default: a new file in this folder), or as a PDF if FILE ends in .pdf
  --paper A4|Letter     Paper of a PDF (default: by your region)
  --csv FILE            Its exceptions for a spreadsheet
  --json FILE           All of its values for other apps
  --help                Show this help

Prints the resulting state.
Exit codes: 0 confirmed, 1 not confirmed, 2 invalid usage, 3 Sidetone isn't running
`,
    tryHelp: 'Try --help.',
    keepsRunning: 'Sidetone keeps running: a call is being recorded, or something is being saved. Try again later.',
    switchRefused: (name: string) =>
      `Sidetone doesn't start with ${name}, because other apps could use it to control Sidetone. Remove it and start again.`,
    unknown: (word: string) => `Unknown command "${word}".`,
    unknownFlag: (flag: string) => `Unknown option "${flag}".`,
    tooMany: (word: string) => `Unexpected argument "${word}".`,
    needsFile: 'verify-journal needs a file.',
    needsValue: (flag: string) => `${flag} needs a value.`,
    notAFingerprint: (word: string) => `"${word}" isn't a fingerprint: it has 64 characters from 0 to 9 and a to f.`,
    report: {
      needsFile: 'report needs a journal.',
      notADay: (word: string) => `"${word}" isn't a day such as 2026-11-30.`,
      notAPaper: (word: string) => `"${word}" isn't a paper size. Use A4 or Letter.`,
      noPrinter:
        "A PDF needs the Sidetone app and a display, which aren't available here. Name an HTML file, then open it in a browser and print it or save it as a PDF.",
      notPrinted: "The PDF couldn't be made. Try again, or name an HTML file and print that.",
      periodBackwards: 'The day of --from is after the day of --to. Change one of them.',
      exists: (file: string) => `${file} already exists. Name another file.`,
      notWritten: (file: string) => `Can't write ${file}. Check the folder and the free space.`,
      written: (file: string, pauses: number, entries: number, files: number) =>
        `Report written to ${file}: ${String(pauses)} ${pauses === 1 ? 'pause' : 'pauses'}, ${String(entries)} ${entries === 1 ? 'entry' : 'entries'} in ${String(files)} ${files === 1 ? 'file' : 'files'}.`,
      more: (count: number) => `${String(count)} more are in the report.`,
    },
    needsFolder: '--user-data-dir needs a folder.',
    linkRefused: 'A link can only pause or show.',
    notRunning: "Sidetone isn't running for this user. Start it, then try again.",
    noAnswer: "Sidetone didn't respond. Check the widget.",
    refused: 'Sidetone rejected the command.',
    waits: 'The next recording will be paused when it starts.',
    intact: (count: number) => `Intact, ${String(count)} ${count === 1 ? 'entry' : 'entries'}`,
    broken: (line: number, why: string) => `Broken at entry ${String(line)}: ${why}`,
    why: {
      unreadable: "the entry can't be read",
      changed: 'the entry was changed after it was written',
      missing: 'an earlier entry is missing',
    },
    /** Follows the sentence that the file is intact. */
    beginsWith: (first: number) =>
      `The file begins with entry ${String(first)}: what came before isn't in it and wasn't checked.`,
    notAFile: (file: string) => `${file} isn't a file that can be checked.`,
    tooLarge: (file: string) => `${file} is too large for a Sidetone journal.`,
    unreadable: (file: string) => `Can't read ${file}.`,
    crashed: (file: string) => `${file} wasn't evaluated, or not all of it: an error in Sidetone, not in the file.`,
    notAJournal: (file: string) => `${file} isn't a Sidetone journal.`,
  },
} as const;
