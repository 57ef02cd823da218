// The tray as a drawing of the snapshot: which icon, which words, which menu. Plain functions: Electron is not needed to see them.
import { clockLength } from '../../../shared/domain/text/duration.ts';
import type { Platform } from '../../../shared/domain/platform.ts';
import { notWorkingText, ruleSentence } from '../../../shared/messages/automatic-text.ts';
import { combinationText } from '../../../shared/messages/combination.ts';
import type { Words } from '../../../shared/messages/shell.ts';
import type { PreferenceName } from '../../../shared/domain/preferences.ts';
import type { HotkeyView, Snapshot } from '../../../shared/ipc/snapshot.ts';
import type { TrayIcon, TrayIconName } from '../../tray-icons.ts';
import { corners, type Corner } from '../windows/bounds.ts';

/** What an entry of the menu asks for. */
export type TrayAction =
  | {
      readonly kind:
        | 'pause'
        | 'resume'
        | 'cancel'
        | 'add'
        | 'start'
        | 'askStop'
        | 'showWidget'
        | 'hideWidget'
        | 'signIn'
        | 'signOut'
        | 'update'
        | 'quit';
    }
  | { readonly kind: 'size'; readonly size: 'normal' | 'small' }
  | { readonly kind: 'move'; readonly corner: Corner }
  | { readonly kind: 'page'; readonly page: 'history' | 'live' | 'journal' | 'settings' };

export type TrayEntry =
  | { readonly kind: 'separator' }
  /** Words that nobody can choose. */
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly enabled: boolean; readonly action: TrayAction }
  | {
      readonly kind: 'choice';
      readonly label: string;
      readonly enabled: boolean;
      /** `chosen`: which one is in force; null where choosing does something once. */
      readonly options: readonly {
        readonly label: string;
        readonly chosen: boolean | null;
        readonly action: TrayAction;
      }[];
    };

export type TrayView = {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  readonly menu: readonly TrayEntry[];
  /** The words tell a time that passes: they are to be drawn again each second. */
  readonly showsTime: boolean;
};

/** What the shell knows and the core does not. */
export type TrayContext = { readonly widgetVisible: boolean };

/** Windows cuts the words of an icon after so many UTF-16 units (NOTIFYICONDATA.szTip, with its end). */
const maxTooltipLength = 127;

const separator: TrayEntry = { kind: 'separator' };

export function trayView(snapshot: Snapshot, surroundings: TrayContext, words: Words): TrayView {
  const { live, automatic } = snapshot;
  const name: TrayIconName = live.state === 'idle' && live.armedMs !== null ? 'armed' : live.state;
  const mark = keyMark(snapshot.hotkeys);
  const { lastKnown } = live;
  // On Linux new words make the menu anew: one that is open would close each second, and what is chosen in it would be refused.
  const tellsTime = snapshot.shell.platform !== 'linux';
  const state = stateText(tellsTime ? snapshot : timeless(snapshot), words);
  const unwatched = notWorkingText(automatic, words.common.recording.automatic);
  const markWords = { untested: words.shell.tray.keyMark, broken: words.shell.tray.keyBrokenMark };
  const tooltip = [
    words.shell.tray.tooltip(state),
    ...(mark === null ? [] : [markWords[mark.kind]]),
    ...(unwatched === null ? [] : [unwatched]),
  ].join('\n');
  return {
    icon: { name, marked: mark !== null || unwatched !== null },
    tooltip: tooltip.slice(0, maxTooltipLength),
    menu: menu(snapshot, surroundings, mark, words),
    showsTime:
      tellsTime &&
      (lastKnown !== null || live.pausedForMs !== null || live.countdown !== null || automatic.resumes !== null),
  };
}

/** As it is, but for the times that pass. */
const timeless = ({ live, automatic }: Told): Told => ({
  live: { ...live, pausedForMs: null, countdown: null, lastKnown: null },
  automatic: { ...automatic, resumes: null },
});

type Told = Pick<Snapshot, 'live' | 'automatic'>;

/** The state in words, with what is most important about it and how old the knowledge is. */
function stateText({ live, automatic }: Told, words: Words): string {
  const rule = ruleSentence(
    automatic,
    live.armedMs === null ? live.state : 'pausing',
    words.common.recording.automatic,
  );
  const known = [rule ?? '', ...stateDetails({ live, automatic }, words)].filter((part) => part !== '');
  const several = live.recordings.length > 1 ? ` (${words.shell.tray.several(live.recordings.length)})` : '';
  return `${[words.common.state[live.state], known.join(', ')].filter((part) => part !== '').join(': ')}${several}`;
}

function stateDetails({ live, automatic }: Told, words: Words): string[] {
  const text = words.shell.tray;
  const countdown = automatic.resumes ?? live.countdown;
  switch (live.state) {
    case 'idle':
      return live.armedMs === null ? [] : [text.pausesWhenItStarts];
    case 'recording':
    case 'signedOut':
      return [];
    case 'pausing':
      return [live.recordings.some(({ paused }) => paused !== null) ? text.stillRecording : text.pausingUnseen];
    case 'resuming':
      return [text.mayRecordAgain];
    case 'paused':
      return [
        live.pausedElsewhere ? text.pausedElsewhere : live.problem === null ? '' : text.notResumed,
        automatic.pausedBy === null || automatic.asks !== null ? '' : text.byRule(automatic.pausedBy),
        live.pausedForMs === null ? '' : text.pausedFor(clockLength(Math.floor(live.pausedForMs / 1000))),
        countdown === null ? '' : text.resumesIn(clockLength(Math.floor(countdown.leftMs / 1000))),
      ];
    case 'unconfirmed':
      return [text.doNotTakeCard, live.lastKnown === null ? '' : text.askedAgo(age(live.lastKnown.ageMs, words))];
    case 'offline':
      return [
        live.pauseAtRisk ? text.doNotTakeCard : '',
        live.lastKnown === null
          ? text.stateNotKnown
          : `${text.lastKnown[live.lastKnown.state]} ${age(live.lastKnown.ageMs, words)}`,
      ];
  }
}

/** Milliseconds as `14 s ago`. */
function age(ms: number, words: Words): string {
  const seconds = Math.floor(ms / 1000);
  const { time } = words.common;
  if (seconds < 120) return time.secondsAgo(seconds);
  return seconds < 7200 ? time.minutesAgo(Math.floor(seconds / 60)) : time.hoursAgo(Math.floor(seconds / 3600));
}

type KeyMark = { readonly kind: 'untested' | 'broken'; readonly combination: string };

/** What must be said of the pause key as long as it is not known to work. Null: it works, or nobody wants one. */
function keyMark(hotkeys: readonly HotkeyView[]): KeyMark | null {
  const pause = hotkeys.find(({ name }) => name === 'pause');
  const combination = pause?.combination ?? null;
  if (pause === undefined || combination === null) return null;
  if (pause.problem !== null) return { kind: 'broken', combination };
  return pause.registered && !pause.proven ? { kind: 'untested', combination } : null;
}

function menu(
  snapshot: Snapshot,
  { widgetVisible }: TrayContext,
  mark: KeyMark | null,
  words: Words,
): readonly TrayEntry[] {
  const { session, updates } = snapshot;
  const text = words.shell.tray;
  const { pages, recording } = words.common;
  const unwatched = notWorkingText(snapshot.automatic, recording.automatic);
  const signedIn = session.phase === 'signedIn';
  const action = (label: string, chosen: TrayAction, enabled = true): TrayEntry => ({
    kind: 'action',
    label,
    enabled,
    action: chosen,
  });
  const page = (name: 'history' | 'live' | 'journal' | 'settings'): TrayEntry =>
    action(pages[name], { kind: 'page', page: name });
  const account: TrayEntry[] = signedIn
    ? [
        { kind: 'text', label: text.signedInAs(session.username ?? '', hostOf(session.server)) },
        action(text.signOut, { kind: 'signOut' }),
      ]
    : [action(text.signIn, { kind: 'signIn' }, session.phase === 'signedOut')];
  return [
    { kind: 'text', label: menuState(snapshot, words) },
    ...commands(snapshot, words),
    ...(mark === null
      ? []
      : [action(keyMarkWords(mark, snapshot.shell.platform, words), { kind: 'page', page: 'settings' })]),
    ...(unwatched === null ? [] : [action(unwatched, { kind: 'page', page: 'settings' })]),
    separator,
    widgetVisible ? action(text.hideWidget, { kind: 'hideWidget' }) : action(text.showWidget, { kind: 'showWidget' }),
    sizes(snapshot, words),
    places(words),
    separator,
    page('history'),
    page('live'),
    page('journal'),
    page('settings'),
    separator,
    ...manualEntries(snapshot, words),
    ...account,
    ...(updates.canInstall ? [action(text.update(updates.version ?? ''), { kind: 'update' })] : []),
    separator,
    action(text.quit, { kind: 'quit' }),
  ];
}

/** The state without times: a menu that is open does not count on. */
function menuState(told: Told, words: Words): string {
  return stateText(timeless(told), words);
}

function keyMarkWords({ kind, combination }: KeyMark, platform: Platform, words: Words): string {
  const text = words.shell.tray;
  return kind === 'broken' ? text.keyBroken : text.keyUntested(combinationText(combination, platform));
}

function commands({ live, automatic }: Told, words: Words): TrayEntry[] {
  const text = words.common.recording;
  const entries: TrayEntry[] = [];
  const add = (label: string, kind: 'pause' | 'resume' | 'cancel' | 'add', enabled: boolean): void => {
    entries.push({ kind: 'action', label, enabled, action: { kind } });
  };
  if (live.button === 'pause') add(text.pauseName, 'pause', live.buttonEnabled);
  if (live.button === 'resume') add(text.resumeName, 'resume', live.buttonEnabled);
  if (live.button === 'cancel') add(text.cancelName, 'cancel', live.buttonEnabled);
  else if (live.canCancel) add(text.giveUpName, 'cancel', true);
  if (automatic.resumes !== null) add(text.automatic.keepPaused, 'pause', true);
  else if (live.countdown !== null) add(text.addName, 'add', live.countdown.canAdd);
  return entries;
}

/** Starting and stopping: far from Pause, and only while there is something to start or stop. */
function manualEntries({ live, manual }: Snapshot, words: Words): TrayEntry[] {
  const text = words.common.recording;
  const entry = (label: string, kind: 'start' | 'askStop', enabled: boolean): TrayEntry[] => [
    { kind: 'action', label, enabled, action: { kind } },
    separator,
  ];
  if (manual.phase === 'starting') return entry(text.starting, 'start', false);
  if (manual.phase === 'stopping') return entry(text.stopping, 'askStop', false);
  if (live.state === 'idle' && manual.canStart) return entry(text.startName, 'start', true);
  // A menu asks by a dialog: the dots say so.
  if (manual.canStop) return entry(`${text.stopName}…`, 'askStop', true);
  return [];
}

function sizes({ preferences, lockedPreferences }: Snapshot, words: Words): TrayEntry {
  const name: PreferenceName = 'widget.size';
  const text = words.shell.tray;
  return {
    kind: 'choice',
    label: text.size,
    enabled: !lockedPreferences.includes(name),
    options: (['normal', 'small'] as const).map((size) => ({
      label: text.sizes[size],
      chosen: preferences[name] === size,
      action: { kind: 'size', size },
    })),
  };
}

function places(words: Words): TrayEntry {
  const text = words.shell.tray;
  return {
    kind: 'choice',
    label: text.move,
    enabled: true,
    options: corners.map((corner) => ({ label: text.corners[corner], chosen: null, action: { kind: 'move', corner } })),
  };
}

function hostOf(server: string | null): string {
  return server !== null && URL.canParse(server) ? new URL(server).host : (server ?? '');
}
