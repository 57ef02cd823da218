// How transitions of the pause machine are put together: each returns a state and effects, and the next one takes that state.
import type { CommandOutcome, Effect, MachineState, Step, Target } from './pause-types.ts';

/** A step with these effects and no command. */
export function stepTo(state: MachineState, effects: readonly Effect[] = []): Step {
  return { state, effects, commandId: null };
}

/** Runs `next` on the state of `before`; effects follow each other in that order. */
export function chain(before: Step, next: (state: MachineState) => Step): Step {
  const after = next(before.state);
  return {
    state: after.state,
    effects: [...before.effects, ...after.effects],
    commandId: after.commandId ?? before.commandId,
  };
}

/** Changes one target at a time and collects the effects in the order of the targets. */
export function stepTargets(
  state: MachineState,
  change: (target: Target) => { readonly target: Target; readonly effects?: readonly Effect[] },
): Step {
  const changes = state.targets.map(change);
  const effects = changes.flatMap((one) => one.effects ?? []);
  return stepTo({ ...state, targets: changes.map(({ target }) => target) }, effects);
}

/** Ends the command in force, if there is one. */
export function endCommand(state: MachineState, outcome: CommandOutcome): Step {
  const { intent } = state;
  if (intent === null) return stepTo(state);
  return stepTo({ ...state, intent: null }, [{ type: 'ended', commandId: intent.commandId, outcome }]);
}
