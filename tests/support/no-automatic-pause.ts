// The part of a snapshot about the automatic pause where there are no rules.
import type { AutomaticView } from '../../src/shared/ipc/automatic.ts';

export const noAutomaticPause: AutomaticView = {
  rules: [],
  dropped: [],
  willPause: null,
  pausedBy: null,
  asks: null,
  resumes: null,
  refused: null,
  sees: 'windows',
  browsers: [],
  answered: true,
  notWorking: [],
};
