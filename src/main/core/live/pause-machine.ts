// The promise as a pure state machine: what is known of my live recordings, what was asked of them, and what to do next.
// It performs nothing. Effects are returned as data; time and answers come in as events.
//
// Three rules keep the promise:
// 1. Only the recorder's own boolean `true`, in a read that began after every resume had settled, makes `paused`.
// 2. Of two reads the one that began later counts; an older one that arrives late is dropped.
// 3. A command never changes what is known; only a read does. A resume makes the old knowledge void the moment it is sent.
import type { Trigger } from '../../../shared/domain/journal.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import { isFresh } from './pause-time.ts';
import {
  addedMs,
  defaultLimits,
  initialState,
  mostTold,
  type CommandOutcome,
  type Effect,
  type MachineEvent,
  type MachineLimits,
  type MachineState,
  type Outcome,
  type Step,
  type Target,
} from './pause-types.ts';

/** Takes one event and returns the next state with what must be done. Pure: the same input gives the same output. */
export function step(before: MachineState, event: MachineEvent, limits: MachineLimits = defaultLimits): Step {
  const draft = new Draft({ ...before, order: before.order + 1 }, event.at, limits);
  switch (event.type) {
    case 'signedIn':
      draft.signedIn();
      break;
    case 'signedOut':
      draft.signedOut(event.byUser);
      break;
    case 'pausePressed':
      draft.pausePressed(event.trigger);
      break;
    case 'resumePressed':
      draft.resumePressed(event.trigger);
      break;
    case 'cancelPressed':
      draft.cancelPressed();
      break;
    case 'addPressed':
      draft.addPressed();
      break;
    case 'pauseRestored':
      draft.pauseRestored(event.trigger, event.resumeInMs);
      break;
    case 'readStarted':
      break;
    case 'readSucceeded':
      draft.readSucceeded(event.startedOrder, event.recordings);
      break;
    case 'readFailed':
      if (event.startedOrder > draft.state.appliedRead) draft.set({ readProblem: event.problem });
      break;
    case 'requestSettled':
      draft.requestSettled(event.attemptId, event.outcome, event.problem);
      break;
    case 'slept':
      draft.invalidateAfterSleep();
      break;
    case 'tick':
      break;
  }
  draft.settle();
  const { state, effects, commandId } = draft;
  return commandId === null ? { state, effects } : { state, effects, commandId };
}

const newTarget = (recording: LiveRecording): Target => ({
  recording,
  truth: 'void',
  askedAt: null,
  pauseAttempt: null,
  pauseSettledOrder: 0,
  attempts: 0,
  told: [],
  retryAt: null,
  refused: null,
  resumedElsewhere: false,
  confirmed: false,
  covered: false,
});

/** The state being made. One instance a step; it never leaves this file. */
class Draft {
  state: MachineState;
  readonly effects: Effect[] = [];
  commandId: number | null = null;
  readonly now: number;
  readonly limits: MachineLimits;

  constructor(state: MachineState, now: number, limits: MachineLimits) {
    this.state = state;
    this.now = now;
    this.limits = limits;
  }

  set(change: Partial<MachineState>): void {
    this.state = { ...this.state, ...change };
  }

  private mapTargets(change: (target: Target) => Target): void {
    this.set({ targets: this.state.targets.map(change) });
  }

  private takeId(): number {
    const id = this.state.nextId;
    this.set({ nextId: id + 1 });
    return id;
  }

  private end(outcome: CommandOutcome): void {
    const { intent } = this.state;
    if (intent === null) return;
    this.effects.push({ type: 'ended', commandId: intent.commandId, outcome });
    this.set({ intent: null });
  }

  private freshTarget = (target: Target): Target => ({
    ...target,
    askedAt: null,
    retryAt: null,
    attempts: 0,
    told: [],
    refused: null,
    resumedElsewhere: false,
    confirmed: false,
    covered: false,
  });

  signedIn(): void {
    const { order, nextId, intent } = this.state;
    // A pause that stood when the server refused us is asked again as soon as there is something to pause.
    const standing =
      intent?.kind === 'pause'
        ? { ...intent, armedUntil: this.now + this.limits.armMs, confirmedAt: null, resume: null }
        : null;
    this.set({
      ...initialState,
      order,
      nextId,
      signedIn: true,
      appliedRead: order,
      resumeSettledOrder: order,
      intent: standing,
    });
  }

  signedOut(byUser: boolean): void {
    for (const target of this.state.targets) {
      if (target.pauseAttempt !== null) this.effects.push({ type: 'abort', attemptId: target.pauseAttempt.attemptId });
    }
    for (const attemptId of this.state.resumesInFlight) this.effects.push({ type: 'abort', attemptId });
    const pauseStands = this.state.intent?.kind === 'pause' && !byUser && this.state.targets.length > 0;
    if (!pauseStands) this.end('cancelled');
    this.set({ resumesInFlight: [], resumeSettledOrder: this.state.order });
    this.set({ signedIn: false, targets: pauseStands ? this.state.targets : [], lastGoodAt: null, pausedSince: null });
    // A pause that stood when the server refused us cannot be confirmed any more: it stays, and stays loud, until it is given up.
    this.mapTargets((target) => ({
      ...target,
      truth: 'void',
      pauseAttempt: null,
      retryAt: null,
      refused: target.refused ?? problem('credentials-refused'),
    }));
  }

  pausePressed(trigger: Trigger): void {
    // The call that was paused is over: this press is about the next one.
    if (this.waitsForTransfer) this.end('callEnded');
    const { intent } = this.state;
    if (intent?.kind === 'pause') {
      this.commandId = intent.commandId;
      // A press while confirmed is checked, one while loud is acted on at once, any other is the same command again.
      const late = this.now - intent.pressedAt >= this.limits.notConfirmedMs;
      if (intent.confirmedAt !== null || late) {
        this.effects.push({ type: 'read' });
        this.mapTargets((target) =>
          target.truth === 'paused' || target.pauseAttempt !== null
            ? target
            : {
                ...target,
                covered: true,
                retryAt: this.now,
                resumedElsewhere: false,
                askedAt: target.askedAt ?? this.now,
              },
        );
      }
      return;
    }
    if (!this.state.signedIn) return;
    this.beginPause(trigger);
    this.mapTargets((target) => ({ ...this.freshTarget(target), covered: true, askedAt: this.now, retryAt: this.now }));
    // With recordings known the request itself is the first thing on the wire; its answer brings the read.
    if (this.state.targets.length === 0) this.effects.push({ type: 'read' });
  }

  /** A confirmed pause whose call has ended stands for a moment longer: the call may come back under another recording. */
  private get waitsForTransfer(): boolean {
    const { intent, targets } = this.state;
    return (
      intent?.kind === 'pause' && intent.confirmedAt !== null && intent.armedUntil !== null && targets.length === 0
    );
  }

  private beginPause(trigger: Trigger): void {
    this.end('superseded');
    const commandId = this.takeId();
    this.commandId = commandId;
    this.set({
      commandProblem: null,
      intent: {
        kind: 'pause',
        commandId,
        trigger,
        pressedAt: this.now,
        pressedOrder: this.state.order,
        armedUntil: this.state.targets.length === 0 ? this.now + this.limits.armMs : null,
        confirmedAt: null,
        lateTold: false,
        resume: null,
      },
    });
  }

  /** What the recorder says is paused stays as it is; what it records is paused again. */
  pauseRestored(trigger: Trigger, resumeInMs: number | null): void {
    if (this.state.intent !== null || !this.state.signedIn) return;
    this.beginPause(trigger);
    this.mapTargets((target) => {
      const covered = { ...this.freshTarget(target), covered: true };
      if (target.truth === 'paused') return { ...covered, confirmed: true };
      return { ...covered, askedAt: this.now, retryAt: this.now };
    });
    if (resumeInMs !== null) this.planResume({ from: this.now, at: this.now + resumeInMs });
  }

  addPressed(): void {
    const { intent } = this.state;
    if (intent?.kind !== 'pause' || intent.resume === null || intent.confirmedAt === null) return;
    const most = intent.confirmedAt + this.limits.autoResumeMostMs;
    const at = Math.max(intent.resume.at, Math.min(intent.resume.at + addedMs, most));
    this.planResume({ ...intent.resume, at });
  }

  private planResume(resume: { readonly from: number; readonly at: number }): void {
    const { intent } = this.state;
    if (intent?.kind === 'pause') this.set({ intent: { ...intent, resume } });
  }

  resumePressed(trigger: Trigger): void {
    const { intent } = this.state;
    if (!this.state.signedIn) return;
    if (intent?.kind === 'resume') {
      this.commandId = intent.commandId;
      return;
    }
    if (intent?.kind === 'pause' && this.state.targets.length === 0) {
      this.commandId = intent.commandId;
      this.end(this.waitsForTransfer ? 'callEnded' : 'cancelled');
      return;
    }
    const some = this.state.targets.some((target) => target.truth !== 'recording' || target.pauseAttempt !== null);
    this.end('superseded');
    if (!some) return;
    const commandId = this.takeId();
    this.commandId = commandId;
    this.set({
      commandProblem: null,
      pausedSince: null,
      intent: { kind: 'resume', commandId, trigger, pressedAt: this.now, deadline: null, refused: null },
    });
    this.mapTargets((target) => {
      const rested = this.freshTarget(target);
      if (target.pauseAttempt !== null) this.effects.push({ type: 'abort', attemptId: target.pauseAttempt.attemptId });
      const attemptId = this.takeId();
      this.effects.push({ type: 'send', kind: 'resume', recordingId: target.recording.id, attemptId });
      this.set({ resumesInFlight: [...this.state.resumesInFlight, attemptId] });
      return { ...rested, truth: 'void', pauseAttempt: null };
    });
  }

  cancelPressed(): void {
    const { intent } = this.state;
    if (intent?.kind !== 'pause') return;
    this.commandId = intent.commandId;
    for (const target of this.state.targets) {
      if (target.pauseAttempt !== null) this.effects.push({ type: 'abort', attemptId: target.pauseAttempt.attemptId });
    }
    this.end(this.waitsForTransfer ? 'callEnded' : 'cancelled');
    this.set({ commandProblem: null });
    if (!this.state.signedIn) this.set({ targets: [] });
    this.mapTargets((target) => ({ ...this.freshTarget(target), pauseAttempt: null }));
    if (this.state.signedIn) this.effects.push({ type: 'read' });
  }

  /** A clock may stand still while the computer sleeps, and nobody knows what the recorder did meanwhile. */
  invalidateAfterSleep(): void {
    const { lastGoodAt } = this.state;
    if (lastGoodAt === null) return;
    this.set({ lastGoodAt: Math.min(lastGoodAt, this.now - this.limits.stalenessMs - 1) });
  }

  readSucceeded(startedOrder: number, recordings: readonly LiveRecording[]): void {
    if (!this.state.signedIn || startedOrder <= this.state.appliedRead) return;
    const { intent } = this.state;
    const old = new Map(this.state.targets.map((target) => [target.recording.id, target]));
    const targets = recordings.map((recording) => {
      const known = old.get(recording.id);
      const target = known ?? newTarget(recording);
      const truth = this.truthOf(recording, startedOrder);
      return this.afterRead({ ...target, recording, truth }, known === undefined, startedOrder);
    });
    this.set({ targets, appliedRead: startedOrder, lastGoodAt: this.now, readProblem: null });
    if (intent?.kind === 'pause') this.pauseAfterRead(startedOrder);
  }

  /** What the recorder's field means, if a read that began at `startedOrder` may be believed. */
  private truthOf(recording: LiveRecording, startedOrder: number): Target['truth'] {
    if (recording.isPaused === 'unknown') return 'unknown';
    if (!recording.isPaused) return 'recording';
    const resumeMayStillAct = this.state.resumesInFlight.length > 0 || startedOrder <= this.state.resumeSettledOrder;
    return resumeMayStillAct ? 'void' : 'paused';
  }

  /** One recording under the intent that stands, after a read. */
  private afterRead(target: Target, isNew: boolean, startedOrder: number): Target {
    const { intent } = this.state;
    if (intent?.kind !== 'pause') return target;
    if (target.truth === 'paused') {
      const confirmed = target.confirmed || startedOrder > intent.pressedOrder;
      return {
        ...target,
        covered: target.covered || isNew,
        confirmed,
        retryAt: null,
        refused: null,
        resumedElsewhere: false,
      };
    }
    if (isNew) {
      // The first recordings of a pause that waited, or that follows a transfer, are what it was meant for.
      const meant = this.limits.pauseNewRecordings || this.state.targets.length === 0;
      return meant ? { ...target, covered: true, askedAt: this.now, retryAt: this.now } : target;
    }
    if (!target.covered) return target;
    if (target.confirmed && !target.resumedElsewhere && target.pauseAttempt === null && target.retryAt === null) {
      // Not our doing: somebody or something resumed it. Fighting over it would help nobody; saying so loudly does.
      return { ...target, confirmed: false, resumedElsewhere: true, refused: problem('resumed-elsewhere') };
    }
    const answered = target.pauseAttempt === null && startedOrder > target.pauseSettledOrder;
    if (answered && target.retryAt === null && !target.resumedElsewhere)
      return { ...target, retryAt: this.retryTime(target) };
    return target;
  }

  private tell(target: Target, outcome: string): Target['told'] {
    const afterMs = Math.round(this.now - (target.askedAt ?? this.now));
    return [...target.told, { afterMs, outcome }].slice(-mostTold);
  }

  private retryTime(target: Target): number {
    const { retryMs } = this.limits;
    const wait = retryMs[Math.min(Math.max(target.attempts - 1, 0), retryMs.length - 1)] ?? 1_000;
    return this.now + wait;
  }

  private pauseAfterRead(startedOrder: number): void {
    const { intent, targets } = this.state;
    if (intent?.kind !== 'pause' || startedOrder <= intent.pressedOrder) return;
    if (targets.length > 0) {
      if (intent.armedUntil !== null) this.set({ intent: { ...intent, armedUntil: null } });
      return;
    }
    if (intent.armedUntil !== null) return;
    // The call is over. A transfer may bring the same customer back under a new recording: keep the pause for a moment,
    // and for the whole time of arming when it had never been confirmed.
    const until =
      intent.confirmedAt === null ? intent.pressedAt + this.limits.armMs : this.now + this.limits.transferMs;
    this.set({ intent: { ...intent, armedUntil: Math.max(until, this.now) } });
  }

  requestSettled(attemptId: number, outcome: Outcome, failure: Problem | null): void {
    const isPause = this.state.targets.some((target) => target.pauseAttempt?.attemptId === attemptId);
    const isResume = this.state.resumesInFlight.includes(attemptId);
    if (!isPause && !isResume) return;
    const refusal = outcome === 'forbidden' || outcome === 'refused' ? failure : null;
    this.mapTargets((target) => {
      if (target.pauseAttempt?.attemptId === attemptId) {
        const told = this.tell(target, outcome === 'ok' ? 'ok' : (failure?.code ?? outcome));
        const settled = {
          ...target,
          told,
          pauseAttempt: null,
          pauseSettledOrder: this.state.order,
          refused: refusal ?? target.refused,
        };
        // Without an answer nobody may ever read successfully either: the repetition must not depend on a read.
        const answered = outcome === 'ok' || outcome === 'already';
        return answered || target.truth === 'paused' ? settled : { ...settled, retryAt: this.retryTime(settled) };
      }
      return target;
    });
    if (isResume) {
      const resumesInFlight = this.state.resumesInFlight.filter((other) => other !== attemptId);
      this.set({ resumesInFlight, resumeSettledOrder: this.state.order });
    }
    if (failure !== null && outcome !== 'already') this.set({ commandProblem: failure });
    this.effects.push({ type: 'read' });
    const { intent } = this.state;
    if (isResume && intent?.kind === 'resume' && refusal !== null)
      this.set({ intent: { ...intent, refused: refusal } });
  }

  /** What follows from the state and the time alone, after every event. */
  settle(): void {
    this.settleAttempts();
    this.settlePause();
    this.settleResume();
    // Why a resume failed is told as long as something is still paused.
    const { intent, targets } = this.state;
    if (intent === null && targets.every((target) => target.truth === 'recording')) this.set({ commandProblem: null });
    const allPaused = this.state.targets.length > 0 && this.state.targets.every((target) => target.truth === 'paused');
    if (allPaused !== (this.state.pausedSince !== null)) this.set({ pausedSince: allPaused ? this.now : null });
  }

  private settleAttempts(): void {
    this.mapTargets((target) => {
      const attempt = target.pauseAttempt;
      if (attempt === null) return target;
      if (target.truth === 'paused' && target.confirmed) return target;
      if (this.now >= attempt.sentAt + this.limits.attemptMs) {
        // The machine stops waiting; the request itself may still reach the server, which for a pause harms nothing.
        this.effects.push({ type: 'abort', attemptId: attempt.attemptId }, { type: 'read' });
        const told = this.tell(target, 'no-answer');
        return { ...target, told, pauseAttempt: null, pauseSettledOrder: this.state.order, retryAt: this.now };
      }
      if (!attempt.hedged && this.now >= attempt.sentAt + this.limits.hedgeMs) {
        this.effects.push({ type: 'read' });
        return { ...target, pauseAttempt: { ...attempt, hedged: true } };
      }
      return target;
    });
  }

  private settlePause(): void {
    const { intent } = this.state;
    if (intent?.kind !== 'pause') return;
    if (intent.armedUntil !== null && this.state.targets.length === 0 && this.now >= intent.armedUntil) {
      this.end(intent.confirmedAt === null ? 'armingExpired' : 'callEnded');
      return;
    }
    this.mapTargets((target) => {
      const due = target.retryAt !== null && this.now >= target.retryAt;
      if (!due || target.pauseAttempt !== null || !this.state.signedIn) return target;
      const attemptId = this.takeId();
      this.effects.push({ type: 'send', kind: 'pause', recordingId: target.recording.id, attemptId });
      return {
        ...target,
        retryAt: null,
        attempts: target.attempts + 1,
        askedAt: target.askedAt ?? this.now,
        pauseAttempt: { attemptId, sentAt: this.now, sentOrder: this.state.order, hedged: false },
      };
    });
    const covered = this.state.targets.filter((target) => target.covered);
    const all = covered.length > 0 && covered.every((target) => target.truth === 'paused' && target.confirmed);
    if (all && intent.resume !== null && intent.confirmedAt !== null && this.now >= intent.resume.at) {
      // Over old knowledge nothing is resumed: it happens as soon as the recorder can be seen again.
      if (isFresh(this.state, this.now, this.limits)) this.resumePressed('automatic');
      return;
    }
    if (all && intent.confirmedAt === null) {
      const { autoResumeMs } = this.limits;
      const resume = intent.resume ?? (autoResumeMs === null ? null : { from: this.now, at: this.now + autoResumeMs });
      this.set({ intent: { ...intent, confirmedAt: this.now, armedUntil: null, resume }, commandProblem: null });
      const late = this.now - intent.pressedAt > this.limits.notConfirmedMs;
      this.effects.push({ type: 'ended', commandId: intent.commandId, outcome: late ? 'late' : 'confirmed' });
    } else if (
      intent.confirmedAt === null &&
      !intent.lateTold &&
      this.now - intent.pressedAt >= this.limits.notConfirmedMs
    ) {
      this.set({ intent: { ...intent, lateTold: true } });
      this.effects.push({ type: 'ended', commandId: intent.commandId, outcome: 'notConfirmed' });
    }
  }

  private settleResume(): void {
    const { targets } = this.state;
    let { intent } = this.state;
    if (intent?.kind !== 'resume') return;
    if (targets.length === 0) {
      this.end('callEnded');
      return;
    }
    if (this.state.resumesInFlight.length > 0) return;
    if (intent.deadline === null) {
      intent = { ...intent, deadline: this.now + this.limits.resumeMs };
      this.set({ intent });
    }
    if (targets.every((target) => target.truth === 'recording')) {
      this.set({ commandProblem: null });
      this.end('confirmed');
      return;
    }
    const readBack = targets.every((target) => target.truth !== 'void');
    const refused = intent.refused !== null && readBack;
    if (refused || (intent.deadline !== null && this.now >= intent.deadline && readBack)) {
      this.set({ commandProblem: intent.refused ?? this.state.commandProblem ?? problem('resume-not-obeyed') });
      this.end('notConfirmed');
    }
  }
}
