// What an account may do at the server, as far as its answers have shown. The API has no documented way to ask for it.
import * as v from 'valibot';

export const rightNames = ['followOwn', 'pause', 'start', 'stop', 'list', 'play', 'add', 'seeAll'] as const;
export type RightName = (typeof rightNames)[number];

const right = v.picklist(['unknown', 'yes', 'no']);

/** `unknown` until an answer showed it; the latest answer counts. */
export const rightsSchema = v.object({
  followOwn: right,
  pause: right,
  start: right,
  stop: right,
  list: right,
  play: right,
  add: right,
  seeAll: right,
});
export type Rights = v.InferOutput<typeof rightsSchema>;

export const unknownRights: Rights = {
  followOwn: 'unknown',
  pause: 'unknown',
  start: 'unknown',
  stop: 'unknown',
  list: 'unknown',
  play: 'unknown',
  add: 'unknown',
  seeAll: 'unknown',
};
