// Alerts to send: one that is numbered, and one that says nothing of its own.
import type { AlertMessage, OutgoingMessage } from '../../src/shared/domain/alert.ts';

const alertId = (nth: number): string => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
/** An alert of a lost hotkey with the id of that number. */
export const hotkeyAlert = (nth: number): OutgoingMessage => ({
  version: 1,
  id: alertId(nth),
  at: '2026-11-22T09:00:00.000Z',
  appVersion: '1.0.0',
  user: 'Zoë',
  kind: 'hotkey-lost',
  pauseId: null,
  seconds: null,
  detail: 'pause',
  text: 'The hotkey is lost.',
  leftOut: 0,
});

export const sampleAlert: AlertMessage = {
  version: 1,
  id: '00000000-0000-4000-8000-000000000001',
  at: '2026-11-22T09:00:14.000Z',
  appVersion: '0.1.0',
  user: null,
  kind: 'resumed-elsewhere',
  pauseId: null,
  seconds: null,
  detail: null,
  text: 'A paused recording was resumed outside Sidetone.',
  leftOut: 0,
};
