// What goes over the preview's socket: one call or one answer or one event a message, both ends checked by these shapes.
import * as v from 'valibot';

/** From the page. `name` and `input` are checked later, against the contract. */
export const requestSchema = v.strictObject({
  id: v.pipe(v.number(), v.integer()),
  name: v.unknown(),
  input: v.unknown(),
});

/** To the page. The contents of `result` and `payload` are checked against the contract at the page. */
export const messageSchema = v.union([
  v.strictObject({ id: v.pipe(v.number(), v.integer()), result: v.unknown() }),
  v.strictObject({ event: v.string(), payload: v.unknown() }),
  /** Only a page can open the other page: the browser allows it to the window that was just clicked. */
  v.strictObject({ open: v.picklist(['main', 'widget']) }),
]);
export type Message = v.InferOutput<typeof messageSchema>;

export const pageNameSchema = v.picklist(['main', 'widget']);
export type PageName = v.InferOutput<typeof pageNameSchema>;

/** Path of the socket under the address of the preview; the page says which it is in the query. */
export const socketPath = 'socket';
