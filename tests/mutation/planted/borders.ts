// Planted faults at the borders of the app: windows and their calls, the policy, the command line.
import type { PlantedArea } from './planted-area.ts';

export const plantedBorders: readonly PlantedArea[] = [
  {
    area: 'IPC',
    folder: 'src/main',
    tests: ['shared', 'app/policy-enforced.test.ts'],
    faults: [
      ['an embedded frame may call', 'electron/ipc.ts', 'frame === null || frame.parent !== null', 'frame === null'],
      ['a page from anywhere may call', 'electron/ipc.ts', 'if (!options.isOwnPage(frame.url)) return false;', ''],
      [
        'contents that are no window of ours may call',
        'electron/ipc.ts',
        '!contents.isDestroyed() && contents.id === event.sender.id',
        '!contents.isDestroyed()',
      ],
      ['a dropped file may have a relative path', 'electron/ipc.ts', ', v.check(isAbsolute)', ''],
      ['a name of every object is a call', 'core/api/dispatch.ts', 'Object.hasOwn(calls, name)', 'name in calls'],
      ['what is forbidden can be exported', 'core/api/policy-guard.ts', "'history.exportCsv': exporting,", ''],
      [
        'a forbidden queue can be started again',
        'core/api/policy-guard.ts',
        "return 'held' in input && input.held === true;",
        "return 'held' in input;",
      ],
      ['others can be paused where that is forbidden', 'core/api/policy-guard.ts', ' && isOwn(input.recordingId)', ''],
    ],
  },
  {
    area: 'windows',
    folder: 'src/main/electron',
    tests: [
      'shell/windows.test.ts',
      'shell/window-bounds.test.ts',
      'shell/managed-windows.test.ts',
      'shell/tray.test.ts',
    ],
    faults: [
      [
        'an alarm does not bring the widget',
        'windows/widget-visibility.ts',
        "if (isAlarm(now.live) && (before === null || !isAlarm(before.live))) return 'show';",
        '',
      ],
      [
        'a call on a hidden widget stays hidden',
        'windows/widget-visibility.ts',
        "if (isBusy(now) && !wasBusy) return 'show';",
        '',
      ],
      [
        'a warning can be hidden by a slip',
        'windows/widget-visibility.ts',
        'isBusy(seen) || isAlarm(seen.live);',
        'isBusy(seen);',
      ],
      [
        'a full-screen window covers the widget for long',
        'windows/lifecycle.ts',
        'const raiseEveryMs = 8_000;',
        'const raiseEveryMs = 80_000;',
      ],
      [
        'a window that crashes comes back for ever',
        'windows/lifecycle.ts',
        'this.#crashes.length <= maxCrashes',
        'this.#crashes.length > 0',
      ],
      [
        'a widget in the right corner moves to the left',
        'windows/bounds.ts',
        'x: right < left ? area.x',
        'x: right < 0 ? area.x',
      ],
      [
        'a window stands where no monitor is',
        'windows/bounds.ts',
        'monitor === undefined ? wanted : fitInside(wanted, monitor.workArea)',
        'wanted',
      ],
    ],
  },
  {
    area: 'policy',
    folder: 'src/main',
    tests: ['app/policy', 'app/session.test.ts'],
    faults: [
      [
        'a policy that anybody can write counts',
        'core/settings/policy.ts',
        "return { ...nothing, problem: problem('policy-untrusted', { file: found.place }) };",
        "return { ...nothing, locked: closed, problem: problem('policy-untrusted', { file: found.place }) };",
      ],
      [
        'a policy that cannot be read opens everything',
        'core/settings/policy.ts',
        '  locked: closed,\n  defaults: {},',
        '  locked: {},\n  defaults: {},',
      ],
      [
        'a wrong value of what protects opens it',
        'core/settings/policy.ts',
        '...locked.values, ...Object.fromEntries(closing)',
        '...locked.values',
      ],
      [
        'the later of two sources decides',
        'core/settings/policy.ts',
        'Object.fromEntries(Object.entries(policy.locked).filter(isNew))',
        'policy.locked',
      ],
      [
        'a user changes what is locked',
        'core/settings/preference-store.ts',
        'isPolicyOnly(name) || Object.hasOwn(this.#locked, name)) return',
        'isPolicyOnly(name)) return',
      ],
      [
        'a file that its group can write is trusted',
        'policy/posix-trust.ts',
        'const writableByOthers = 0o022;',
        'const writableByOthers = 0o002;',
      ],
      [
        'a right that is not understood is harmless',
        'policy/windows-trust.ts',
        'if (bits === undefined) return null;',
        'if (bits === undefined) continue;',
      ],
    ],
  },
  {
    area: 'command line',
    folder: 'src/main/command-line',
    tests: [
      'shell/command-line.test.ts',
      'shell/link.test.ts',
      'shell/quit-command.test.ts',
      'automatic/rule-socket.test.ts',
    ],
    faults: [
      [
        'a peer without the secret is heard',
        'server.ts',
        'timingSafeEqual(digest(given), digest(secret))',
        'digest(given).length === digest(secret).length',
      ],
      [
        'a peer that says nothing keeps its place',
        'server.ts',
        'const limit = setTimeout(refuse, lineTimeoutMs);',
        'const limit = setTimeout(() => undefined, lineTimeoutMs);',
      ],
      ['another user may connect', 'server.ts', 'await chmod(address, 0o600);', 'await chmod(address, 0o666);'],
      ['a link may resume', 'link.ts', "['pause', 'show']", "['pause', 'show', 'resume']"],
    ],
  },
];
