// Planted faults in what acts by itself: the poller, hotkeys, the automatic pause, alerts.
import type { PlantedArea } from './planted-area.ts';

export const plantedAutomation: readonly PlantedArea[] = [
  {
    area: 'poller',
    folder: 'src/main/core/platform',
    tests: ['platform', 'live'],
    faults: [
      [
        'a read that hangs is not joined by another',
        'poll-loop.ts',
        'const maxConcurrentReads = 2;',
        'const maxConcurrentReads = 1;',
      ],
      ['a thousand clients stay in step', 'poll-loop.ts', '? spread(cadenceMs, random)', '? cadenceMs'],
      [
        'failures are not followed by longer waits',
        'poll-loop.ts',
        'answer?.ok === true ? 0 : this.#failures + 1',
        '0',
      ],
      ['the answer of an aborted read is heard', 'poll-loop.ts', 'if (signal.aborted) return;', ''],
      [
        'a stopped poller reads again',
        'poll-loop.ts',
        'if (!this.#isRunning) return;\n    const schedule',
        'const schedule',
      ],
      [
        'a listener that throws ends the chain',
        'poll-loop.ts',
        'this.#guarded(() => this.#task.onAnswer(read.context, answer));',
        'this.#task.onAnswer(read.context, answer);',
      ],
    ],
  },
  {
    area: 'hotkeys',
    folder: 'src/main/core/live',
    tests: ['live/hotkeys.test.ts', 'shared', 'renderer/key-capture.test.ts'],
    faults: [
      ['a held key is two commands', 'hotkey-commands.ts', 'const repeatMs = 1_200;', 'const repeatMs = 250;'],
      ['"Press it now" pauses as well', 'hotkey-commands.ts', 'else if (!isRepeat) {', 'if (!isRepeat) {'],
      [
        'one combination has two meanings',
        'hotkey-commands.ts',
        "return isDuplicate ? problem('hotkey-twice') : null;",
        'return isDuplicate ? null : null;',
      ],
      [
        'hotkeys stay away after a capture that nobody ended',
        'hotkey-commands.ts',
        'this.capture(false);',
        'this.#cancelCapture = null;',
      ],
      [
        'a hotkey that the system refused seems to work',
        'hotkey-commands.ts',
        'entry.registered = isHeld === true;',
        'entry.registered = true;',
      ],
    ],
  },
  {
    area: 'automatic rules',
    folder: 'src/main/core/automatic',
    tests: ['automatic'],
    faults: [
      ['a rule resumes after its source was lost', 'rule-machine.ts', '!pause.isDoubted && ', ''],
      ['a rule resumes another call', 'rule-machine.ts', ' && !pause.isOtherCall', ''],
      [
        'a rule resumes what a person has paused',
        'rule-machine.ts',
        'pause.isOurs && !pause.isPressed',
        'pause.isOurs',
      ],
      ['what is not known is off', 'rule-machine.ts', 'isKnown && !isOn', '!isOn'],
      ['a rule resumes against the policy', 'rule-machine.ts', 'if (!settings.resumes || ', 'if ('],
      [
        'a resume that the organisation refuses is done',
        'rule-machine.ts',
        'isOnCall && state.settings.refusesOverride ?',
        'isOnCall && !state.settings.resumes ?',
      ],
      [
        'a rule that was overridden pauses again',
        'rule-machine.ts',
        '? { ...rule, isOverridden: true } : rule',
        '? { ...rule, isOverridden: false } : rule',
      ],
      [
        'a source that is silent is never lost',
        'rule-sources.ts',
        '!source.isLost && now - source.heardAt >= ruleTimes.silenceMs',
        '!source.isLost && now < source.heardAt',
      ],
      [
        'a window that is passed by Alt+Tab pauses',
        'rule-levels.ts',
        "(kind !== 'window' || now - since >= ruleTimes.windowOnMs)",
        "(kind !== 'window' || now >= since)",
      ],
      [
        'a source that says goodbye turns its rules off',
        'rule-levels.ts',
        'watching.some(({ isLost, on }) => isLost && on.has(rule.id))',
        'watching.some(({ isLost, on }) => !isLost && on.has(rule.id))',
      ],
      [
        'the rule that was overridden in one call is silent in the next',
        'rule-call.ts',
        'state.rules.map((rule) => ({ ...rule, isOverridden: false }))',
        'state.rules',
      ],
    ],
  },
  {
    area: 'alerts',
    folder: 'src/main/core/alerts',
    tests: ['alerts'],
    faults: [
      [
        'a pause that is not confirmed is no alert',
        'alert-watch.ts',
        "if (state === 'pausing' || state === 'unconfirmed' || isAtRisk)",
        'if (isAtRisk)',
      ],
      ['a call on hold is an alert', 'alert-watch.ts', "state === 'paused' && !pausedElsewhere", "state === 'paused'"],
      ['what stays wrong is told again and again', 'alert-watch.ts', 'if (this.#wrong.has(name)) return;', ''],
      ['one kind takes the place of all', 'alert-limits.ts', 'ofKind.length >= mostOfKind || ', ''],
      [
        'an alert without an answer is forgotten',
        'alert-outbox.ts',
        "return 'again';\n    } finally",
        "return 'refused';\n    } finally",
      ],
      [
        'a queue that nobody takes grows',
        'alert-outbox.ts',
        'bounded([...this.#queue, message])',
        '[...this.#queue, message]',
      ],
      ['the time of an alert is none that a receiver takes', 'webhook.ts', 'now() / 1_000', 'now() / 1_000_000'],
      [
        'a receiver with an unknown certificate is trusted',
        'syslog.ts',
        'rejectUnauthorized: true',
        'rejectUnauthorized: false',
      ],
      [
        'an error of the receiver counts as taken',
        'webhook.ts',
        'status >= 200 && status < 300',
        'status >= 200 && status < 600',
      ],
    ],
  },
];
