// The pauses of a recording in words: a line for each stretch, the one before a late confirmation included.
import { isRuleTrigger, ruleOf } from '../../../../shared/domain/journal.ts';
import type { PauseSpan } from '../../../../shared/ipc/recording-detail.ts';
import { clockLength, confirmationTime } from '../../../lib/format.ts';
import type { IconName } from '../../../lib/icons/icons.ts';
import { words } from '../../../lib/words.ts';

export type PauseLine = {
  readonly pauseId: string;
  readonly icon: IconName;
  /** `0:11 – 0:32`; empty where its place is not known. */
  readonly range: string;
  readonly what: string;
  readonly note: string;
  /** Something may have been recorded that should not have been. */
  readonly isBad: boolean;
  /** Seconds in the recording at which it begins; null where that is not known. */
  readonly at: number | null;
};

const text = words.detail;

function rangeOf(fromMs: number | null, toMs: number | null): string {
  if (fromMs === null) return '';
  const place = (milliseconds: number): string => clockLength(Math.floor(milliseconds / 1000));
  return `${place(fromMs)} – ${toMs === null ? text.untilEnd : place(toMs)}`;
}

function pausedBy(trigger: PauseSpan['trigger']): string {
  if (trigger === null) return text.paused;
  return isRuleTrigger(trigger) ? text.pausedByRule(ruleOf(trigger) ?? '') : text.pausedBy[trigger];
}

/** One line for each stretch of the pauses that our journal knows of, in their order. */
export function pauseLines(pauses: readonly PauseSpan[]): readonly PauseLine[] {
  return pauses.flatMap(({ pauseId, outcome, trigger, exposureMs, askedMs, fromMs, toMs }): PauseLine[] => {
    const at = (milliseconds: number | null): number | null => (milliseconds === null ? null : milliseconds / 1000);
    if (outcome === 'notConfirmed')
      return [
        {
          pauseId,
          icon: 'warning',
          range: rangeOf(askedMs, toMs),
          what: text.notConfirmed,
          note: text.neverConfirmed,
          isBad: true,
          at: at(askedMs),
        },
      ];
    const exposure = exposureMs === null ? null : confirmationTime(exposureMs);
    const isLate = outcome === 'late';
    const exposed: PauseLine = {
      pauseId,
      icon: 'warning',
      range: rangeOf(askedMs, fromMs),
      what: text.recordedBefore,
      note: exposure === null ? '' : text.confirmedAfter(exposure),
      isBad: true,
      at: at(askedMs),
    };
    const confirmed = exposure === null ? text.confirmed : text.confirmedIn(exposure);
    return [
      ...(isLate && askedMs !== null && fromMs !== null ? [exposed] : []),
      {
        pauseId,
        icon: 'pause',
        range: rangeOf(fromMs, toMs),
        what: pausedBy(trigger),
        note: isLate && exposure !== null ? text.late(exposure) : confirmed,
        isBad: false,
        at: at(fromMs),
      },
    ];
  });
}
