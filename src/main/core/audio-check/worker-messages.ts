// What the thread of the core and the worker that decodes tell each other: one message at a time, each answered.
import type { LevelTrack, Stretch } from './level-meter.ts';

export type ToWorker =
  | { readonly type: 'begin'; readonly tonesIn: readonly Stretch[] }
  | { readonly type: 'chunk'; readonly bytes: Uint8Array }
  | { readonly type: 'end' };

export type FromWorker =
  | { readonly type: 'next' }
  | { readonly type: 'measured'; readonly track: LevelTrack }
  | { readonly type: 'failed'; readonly reason: 'format' | 'damaged' };
