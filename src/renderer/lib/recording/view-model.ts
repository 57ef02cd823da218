// Chooses the words, the mark and the one button for what the core says of the live recording. It draws a state, it computes none.
import { isAlarm } from '../../../shared/ipc/alarm.ts';
import type { HotkeyView, Snapshot, LiveView, LiveRecordingView } from '../../../shared/ipc/snapshot.ts';
import type { Platform } from '../../../shared/domain/platform.ts';
import { combinationText, shortcutText } from '../../../shared/messages/combination.ts';
import { ruleSentence } from '../../../shared/messages/automatic-text.ts';
import { problemText } from '../../../shared/messages/problems.ts';
import type { CounterStep } from '../counter.svelte.ts';
import { hostOf, seconds } from '../format.ts';
import { words } from '../words.ts';

/** How the whole surface looks: the states, and idle with a pending pause. */
export type Variant = LiveView['state'] | 'armed';

export type FaceButton = {
  readonly action: 'pause' | 'resume' | 'cancel' | 'signIn';
  /** What is seen; the beginning of what is spoken. */
  readonly label: string;
  readonly name: string;
  readonly waiting: boolean;
  /** Below the label, for the eye: the hotkey that does the same, or when it takes effect. */
  readonly hint: string | null;
  /** The hotkey as `aria-keyshortcuts` writes it; null where there is none that works. */
  readonly shortcut: string | null;
  /** What the name does not say: when it takes effect. */
  readonly description: string | null;
};

type FaceNumber = { readonly ms: number; readonly step: CounterStep };

export type Face = {
  readonly look: Variant;
  /** The card number must not be taken: the surface is that of an alarm. */
  readonly loud: boolean;
  /** The state in exactly one of its words. */
  readonly word: string;
  /** The second line without its numbers: spoken when it changes. */
  readonly lead: string;
  /** Why the order of the second line is given, where the word of the state does not say it; before that order. */
  readonly cause: string | null;
  /** What is spoken in place of `lead` where that is no sentence without its number. */
  readonly spoken: string;
  /** All of the second line and the reason, for the pointer that rests on it. */
  readonly full: string;
  /** Length of the recording; null where there is none, or where it would be shown as present and is not. */
  readonly elapsed: FaceNumber | null;
  /** False where something else must have the room; the timer is then there for a screen reader only. */
  readonly elapsedSeen: boolean;
  /** Beside the word: for how long everything is paused. */
  readonly pausedFor: FaceNumber | null;
  /** How old the last known state is (offline). */
  readonly age: FaceNumber | null;
  /** The server takes long to answer: what is shown is older than usual. */
  readonly slow: string | null;
  /** How long an armed pause still waits. */
  readonly wait: FaceNumber | null;
  /** A rule made the pause, and is still on: said beside the word, and for how long in the second line. */
  readonly byRule: boolean;
  /** The way to the automatic resume; null where there is none. `canAdd` is null where nothing can be added: a rule resumes. */
  readonly countdown: { readonly leftMs: number; readonly totalMs: number; readonly canAdd: boolean | null } | null;
  readonly button: FaceButton | null;
  readonly giveUp: boolean;
  /** A pause is loud because the server refused the account: signing in again takes it up. */
  readonly signIn: boolean;
  /** Manual start: offered while nothing is recorded. */
  readonly start: { readonly waiting: boolean } | null;
  /** Manual stop: asks first. */
  readonly stop: { readonly waiting: boolean } | null;
  /** The second line tells why a start or stop did not happen: it may take two lines. */
  readonly refusal: boolean;
  /** The second line is a sentence about a rule, which may take two lines too. */
  readonly wraps: boolean;
};

type Shown = Pick<
  Snapshot,
  'live' | 'automatic' | 'session' | 'manual' | 'rights' | 'preferences' | 'hotkeys' | 'shell'
>;

/** How a number is written where the window has no way of its own: as the server has it. */
const plain = (number: string): string => number;

/** What several parts of the face depend on. */
type Base = {
  readonly look: Variant;
  readonly lead: string;
  /** Whom the call is with, with several recordings all of them. */
  readonly who: string;
  readonly refusal: boolean;
  readonly loud: boolean;
  readonly slow: string | null;
  readonly countdown: Face['countdown'];
  readonly byRule: boolean;
};

function baseOf(snapshot: Shown, number: (plain: string) => string): Base {
  const { live, manual } = snapshot;
  const look = live.state === 'idle' && live.armedMs !== null ? 'armed' : live.state;
  const lead = leadOf(snapshot, look, number);
  return {
    look,
    lead,
    who: live.recordings.map((one) => partyOf(one, number)).join(', '),
    refusal: isManualFace(look) && manual.problem !== null,
    loud: isAlarm(live),
    slow: live.serverSlowMs === null ? null : words.recording.serverSlow(seconds(live.serverSlowMs)),
    countdown: look === 'paused' ? countdownOf(snapshot) : null,
    byRule: lead === snapshot.automatic.pausedBy && look === 'paused',
  };
}

/** Draws the state of the core. `number` writes a phone number the way the window does. */
export function faceOf(snapshot: Shown, number = plain): Face {
  const { live } = snapshot;
  const base = baseOf(snapshot, number);
  const { look, lead, loud, slow, countdown } = base;
  return {
    look,
    loud,
    word: words.state[live.state],
    lead,
    cause: loud && look === 'offline' ? words.recording.connectionLost : null,
    spoken: spokenOf(lead),
    full: fullOf(snapshot, base),
    elapsed: elapsedOf(live),
    elapsedSeen: seesElapsed(snapshot, base),
    byRule: base.byRule,
    pausedFor:
      look === 'paused' && live.pausedForMs !== null && countdown === null
        ? { ms: live.pausedForMs, step: 'up' }
        : null,
    age: look === 'offline' && !loud && live.lastKnown !== null ? { ms: live.lastKnown.ageMs, step: 'up' } : null,
    slow: loud ? null : slow,
    wait: live.armedMs === null ? null : { ms: live.armedMs, step: 'down' },
    countdown,
    button: buttonOf(snapshot, look),
    giveUp: live.canCancel && live.button !== 'cancel',
    signIn: look === 'unconfirmed' && snapshot.session.phase === 'signedOut',
    ...manualOf(snapshot, look),
    refusal: base.refusal,
    wraps: look !== 'armed' && ruleSentence(snapshot.automatic, look, words.recording.automatic) === lead,
  };
}

const spokenOf = (lead: string): string =>
  lead === words.recording.resumesIn ? words.recording.resumesByItself : lead;

function fullOf({ live, manual }: Shown, { look, lead, who, refusal, loud, slow }: Base): string {
  const shownProblem = refusal ? manual.problem : live.problem;
  const problem = shownProblem === null ? null : problemText(shownProblem);
  return [
    spokenOf(lead),
    lead.includes(who) ? '' : who,
    problem?.what,
    problem?.meaning,
    problem?.next,
    loud && live.lastKnown !== null ? words.recording.lastKnown[live.lastKnown.state] : '',
    slow === null ? '' : `${slow}.`,
    look === 'offline' && !loud ? `${words.recording.doNotTakeCard}.` : '',
  ]
    .filter((part) => part !== undefined && part !== '')
    .join('\n');
}

/** Whether nothing more important needs the room of the timer. */
function seesElapsed({ manual }: Shown, { look, lead, who, refusal, loud, slow, countdown, byRule }: Base): boolean {
  const namesCall = look === 'recording' || (look === 'paused' && lead.includes(who));
  const isCalm = !byRule && !refusal && manual.phase === 'none' && !loud;
  return namesCall && isCalm && slow === null && countdown === null;
}

function manualOf({ manual, rights, preferences }: Shown, look: Variant): Pick<Face, 'start' | 'stop'> {
  const { phase, canStart, canStop } = manual;
  // The tray still has it: a right may have been given since.
  const wantsStart = preferences['widget.startButton'] && rights.start !== 'no';
  const starting = phase === 'starting';
  const stopping = phase === 'stopping';
  return {
    start: look === 'idle' && wantsStart && (canStart || starting) ? { waiting: starting } : null,
    stop: offersStop(look) && (canStop || stopping) ? { waiting: stopping } : null,
  };
}

/** The way to a resume that nobody presses: by a rule that is over, or by the time that was set. */
function countdownOf({ live, automatic }: Pick<Shown, 'live' | 'automatic'>): Face['countdown'] {
  return automatic.resumes === null ? live.countdown : { ...automatic.resumes, canAdd: null };
}

/** The name of the other side of a call: a name, else the number, else a word. */
export function partyOf({ remoteName, remoteNumber }: LiveRecordingView, number = plain): string {
  return remoteName ?? (remoteNumber === null ? words.recording.unknownParty : number(remoteNumber));
}

/** The states whose second line may tell of a start or stop: the others have something more important to say there. */
const isManualFace = (look: Variant): boolean => look === 'idle' || look === 'recording';
const offersStop = (look: Variant): boolean => look === 'recording' || look === 'paused';

function leadOf({ live, automatic, session, manual }: Shown, look: Variant, number: (plain: string) => string): string {
  const text = words.recording;
  if (isManualFace(look)) {
    if (manual.phase === 'starting') return text.starting;
    if (manual.phase === 'stopping') return text.stopping;
    if (manual.problem !== null) return problemText(manual.problem).what;
  }
  const rule = look === 'armed' ? null : ruleSentence(automatic, look, text.automatic);
  if (rule !== null) return rule;
  switch (look) {
    case 'idle':
      return [session.username, hostOf(session.server)].filter((part) => part !== null && part !== '').join(' · ');
    case 'armed':
      return text.pausesWhenItStarts;
    case 'pausing':
      return live.recordings.some(({ paused }) => paused !== null) ? text.stillRecording : text.pausingUnseen;
    case 'resuming':
      return text.mayRecordAgain;
    case 'unconfirmed':
      return text.doNotTakeCard;
    case 'offline':
      if (live.pauseAtRisk) return text.doNotTakeCard;
      return live.lastKnown === null ? text.stateNotKnown : text.lastKnown[live.lastKnown.state];
    case 'signedOut':
      return text.signInToFollow;
    case 'paused':
      if (countdownOf({ live, automatic }) !== null) return text.resumesIn;
      if (live.problem !== null) return text.notResumed;
      if (automatic.pausedBy !== null) return automatic.pausedBy;
      return live.pausedElsewhere ? text.pausedElsewhere : parties(live, number);
    case 'recording':
      return live.isNewCall ? text.newCall : parties(live, number);
  }
}

function parties(live: LiveView, number: (plain: string) => string): string {
  const names = live.recordings.map((one) => partyOf(one, number)).join(', ');
  const several = live.recordings.length > 1;
  return several ? `${words.recording.several(live.recordings.length)}: ${names}` : names;
}

/** With several recordings the longest one. Offline lengths are not present, and so are not drawn. */
function elapsedOf(live: LiveView): FaceNumber | null {
  if (live.state === 'idle' || live.state === 'offline' || live.state === 'signedOut') return null;
  let longest: FaceNumber | null = null;
  for (const { elapsedMs, counting } of live.recordings) {
    if (elapsedMs !== null && (longest === null || elapsedMs > longest.ms)) {
      longest = { ms: elapsedMs, step: counting ? 'up' : 'still' };
    }
  }
  return longest;
}

function buttonOf({ live, hotkeys, shell }: Shown, look: Variant): FaceButton | null {
  const text = words.recording;
  const plain = { waiting: !live.buttonEnabled, hint: null, shortcut: null, description: null };
  if (live.state === 'signedOut')
    return { ...plain, action: 'signIn', label: text.signIn, name: text.signIn, waiting: false };
  switch (live.button) {
    case 'pause': {
      const key = keyOf(hotkeys, 'pause');
      // Nothing is recorded: what it will do comes before how else it is done.
      const when = look === 'idle' ? text.whenItStarts : null;
      return {
        ...plain,
        action: 'pause',
        label: text.pause,
        name: text.pauseName,
        hint: when ?? shownKey(key, shell.platform),
        shortcut: key === null ? null : shortcutText(key),
        description: when,
      };
    }
    case 'resume': {
      const key = keyOf(hotkeys, 'resume');
      return {
        ...plain,
        action: 'resume',
        label: text.resume,
        name: text.resumeName,
        hint: shownKey(key, shell.platform),
        shortcut: key === null ? null : shortcutText(key),
      };
    }
    case 'cancel':
      return { ...plain, action: 'cancel', label: text.cancel, name: text.cancelName };
    case null:
      return null;
  }
}

/** The key that does this, or the one that does either; null where the system took none. */
function keyOf(hotkeys: readonly HotkeyView[], name: 'pause' | 'resume'): string | null {
  const usable = (wanted: HotkeyView['name']) =>
    hotkeys.find((hotkey) => hotkey.name === wanted && hotkey.registered)?.combination ?? null;
  return usable(name) ?? usable('toggle');
}

const shownKey = (key: string | null, platform: Platform): string | null =>
  key === null ? null : combinationText(key, platform);
