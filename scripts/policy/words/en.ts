// The words of the policy templates and of the reference in docs/admin-guide.md, in English.
import type { PolicyWords } from './policy-words.ts';

export const en: PolicyWords = {
  title: 'Sidetone',
  description: 'Settings of Sidetone, the desktop companion for call recording',
  supported: 'Sidetone 0.1 or later',
  defaults: 'Defaults (users may choose)',
  lockedHelp: 'Users see it as set by your organisation and can’t change it.',
  defaultHelp: 'It holds until the user chooses.',
  disabledHelp: 'Disabled: no value (null).',
  valuesHelp: 'Values: ',
  usualHelp: 'Without a policy: ',
  settings: {
    'hotkey.pause': ['Hotkey for pausing', 'a combination such as Control+Shift+F9'],
    'hotkey.resume': ['Hotkey for resuming', 'a combination such as Control+Shift+F10'],
    'hotkey.toggle': ['Hotkey for pausing and resuming', 'one combination for both'],
    'hotkey.showWidget': ['Hotkey for showing the widget', 'a combination of keys'],
    'keys.characters': ['Single-key shortcuts', 'keys without a modifier work everywhere on a page'],
    'widget.size': ['Size of the widget', 'how large the widget is'],
    'widget.hideWhenIdle': ['Hide the widget when idle', 'the widget is shown only during a recorded call'],
    'widget.startButton': ['Start button in the widget', 'not needed where every call is recorded automatically'],
    'sound.on': ['Sounds', 'sounds for pausing, resuming and warnings'],
    'sound.volume': ['Volume of sounds', 'from 0 to 1, with a point, such as 0.6'],
    'app.startAtLogin': ['Start at sign-in', 'Sidetone starts when the user signs in to the computer'],
    'pause.newRecordings': ['Pause new recordings too', 'a recording that starts during a pause is paused too'],
    'pause.armFor': ['Keep a pending pause for', 'how long a pending pause waits for a recording, in seconds'],
    'pause.notConfirmedMs': [
      'Warn if a pause isn’t confirmed within',
      'when a pause that isn’t confirmed becomes loud, in milliseconds',
    ],
    'pause.remind': ['Remind while paused', 'Sidetone reminds the user of a pause that goes on'],
    'pause.remindAfter': ['First reminder after', 'in seconds'],
    'pause.remindEvery': ['Further reminders every', 'in seconds'],
    'pause.resumeAfter': ['Automatic resume after', 'in seconds; no value for never'],
    'pause.resumeAtMost': ['Longest pause with automatic resume', 'in seconds'],
    'download.folder': ['Folder for saved recordings', 'an absolute path, with variables such as %USERPROFILE%'],
    'download.namePattern': ['File names of saved recordings', 'a pattern with words in braces'],
    'download.withMetadata': ['Save details as a JSON file', 'a second file with the details of each recording'],
    'export.separator': ['Separator of CSV files', 'what stands between the cells of an exported CSV file'],
    'server.address': ['Server address', 'locked, it is the only server that users can sign in to'],
    'network.plainHttp': ['Unencrypted HTTP', 'users may allow unencrypted HTTP; off in a policy that can’t be read'],
    'network.authorityFile': [
      'Additional trusted CA certificates',
      'the path of a PEM file; don’t use a variable that users can set',
    ],
    'network.proxy': [
      'Proxy to the server',
      'system or no value for the system’s, none, or an address such as proxy.example.com:8080 without a password',
    ],
    'network.proxyUser': [
      'User name for the proxy',
      'for a proxy with Basic sign-in; the password is in the user’s keychain',
    ],
    'start.mode': ['Recording mode of a manual start', '0 Media Forking, 1 Dial-In; no value for the server’s default'],
    'start.deviceName': ['Device of a manual start', 'no value for the user’s own line'],
    'start.directoryNumber': ['Directory number of a manual start', 'no value for the user’s own line'],
    'automatic.rules': [
      'Rules of the automatic pause',
      'a rule each: a page, a field, or a program and a window title; see the chapter Automatic pause',
    ],
    'automatic.on': [
      'Automatic pause',
      'off: no rule pauses, the organisation’s included; lock it on to keep users from switching it off',
    ],
    'automatic.resume': [
      'Resume automatically after a rule',
      'resumes what rules alone have paused, after a countdown',
    ],
    'automatic.resumeWait': ['Wait before an automatic resume after a rule', 'seconds in which no rule is on'],
    'automatic.sound': ['Sounds of the automatic pause', 'when a rule pauses or resumes'],
    'automatic.override': [
      'Resuming while a rule is on',
      'allow: the rule is overridden and the journal says so; refuse: nobody can resume until the rule is off',
    ],
    automaticPauseRules: [
      'The organisation’s rules of the automatic pause',
      'users see them and can’t change them; their own rules hold as well',
    ],
    'automatic.alert': [
      'Alert when the automatic pause stops working',
      'a sound and a notification in addition to the lasting mark',
    ],
    'servers.allowed': ['Allowed servers', 'the only addresses that users can sign in to; empty for any'],
    'saving.allowed': ['Saving recordings', 'users may save recordings; off in a policy that can’t be read'],
    'export.allowed': ['Exporting lists', 'users may export lists of recordings; the journal can always be exported'],
    'playback.allowed': ['Playing recordings', 'users may play recordings, also saved ones'],
    'uploads.allowed': ['Adding recordings', 'users may add recordings to the server'],
    'live.controlAllowed': [
      'Control of other users’ recordings',
      'pausing, resuming, starting and stopping them; pausing one’s own is always possible',
    ],
    audioCheck: [
      'Check the audio of paused calls automatically',
      'after each call that was paused, its recording is fetched and its pauses are checked for sound; each fetch is an audit entry at the server',
    ],
    'saved.keepDays': [
      'Keep saved recordings for',
      'days after which they are deleted from the computer; users are told a day before, and a changed file stays',
    ],
    'server.idleInterval': [
      'Idle interval',
      'seconds between two requests of a client that has had no call for ten minutes',
    ],
    'server.lockedInterval': [
      'Locked interval',
      'seconds between two requests while nothing is recorded and the screen is locked',
    ],
    'alerts.webhook': [
      'Webhook for alerts',
      'the HTTPS address that alerts are sent to; no value for none; see the chapter Alerts',
    ],
    'alerts.webhookSecret': [
      'Secret of the webhook',
      'whsec_ and 24 to 64 bytes in Base64; signs what is sent; never shown in Sidetone',
    ],
    'alerts.syslog': [
      'Log server for alerts',
      'tls://, tcp:// or udp:// and its name, with a port unless it’s 6514, 601 or 514; no value for none; see the chapter Alerts',
    ],
    'alerts.syslogFacility': ['Facility of alerts in syslog', 'the facility that messages to the log server have'],
    'alerts.user': ['User in alerts', 'none, a pseudonym, or the user name'],
    'alerts.userSecret': [
      'Secret of the pseudonyms',
      '16 characters or more, the same on every computer; without it there are no pseudonyms',
    ],
    'alerts.notConfirmedAfter': ['Alert if a pause isn’t confirmed within', 'in seconds; no value for never'],
    'alerts.pausedAfter': ['Alert if a pause lasts longer than', 'in seconds; no value for never'],
    'alerts.witness': [
      'Send checkpoints of the journal',
      'to the receivers of alerts, which are then a witness: nobody can rewrite the journal unnoticed; see the chapter Alerts',
    ],
    'updates.mode': [
      'New versions',
      'off: never looked for; check: users are told of one; allowed: it’s downloaded as well, and installed when the user quits or asks for it; off in a policy that can’t be read',
    ],
    'updates.feed': [
      'Address of updates',
      'the HTTPS folder with latest.yml and the installers; see the chapter Updates',
    ],
    'log.level': ['Log level', 'the least severe events in the log file'],
  },
};
