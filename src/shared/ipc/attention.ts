// Moments at which the agent's attention is called for: a sound, a flash, a notification, each shell as it can.
import * as v from 'valibot';

export const attentionKinds = [
  'paused',
  'resumed',
  'notConfirmed',
  'connectionLost',
  'stillPaused',
  'resumesSoon',
  'callEndedPaused',
  'newCall',
  'pausedByRule',
  'resumedByRule',
  'callPausedByRule',
  'rulesNotWorking',
] as const;
export const attentionSchema = v.object({ kind: v.picklist(attentionKinds) });
export type AttentionKind = (typeof attentionKinds)[number];
