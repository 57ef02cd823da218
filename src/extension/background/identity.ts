// Who connects: the browser by name, and an id of this profile of it, so that Sidetone knows the same one again. Nothing else is stored.
import type { BrowserName } from '../../shared/ipc/automatic.ts';

const place = { database: 'sidetone', store: 'identity', key: 'id' } as const;

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('the database gave no reason'));
    };
  });

async function storedId(): Promise<string> {
  const opening = indexedDB.open(place.database, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(place.store);
  };
  const database = await done(opening);
  const store = database.transaction(place.store, 'readwrite').objectStore(place.store);
  const found: unknown = await done<unknown>(store.get(place.key));
  if (typeof found === 'string') return found;
  const id = crypto.randomUUID();
  await done(store.put(id, place.key));
  return id;
}

/** Where a browser keeps nothing it is another one at each start. */
export const profileId = (): Promise<string> => storedId().catch(() => crypto.randomUUID());

/** As browsers name themselves in their brands; the first that is found counts, and `Chromium` is in all of them. */
const brands: readonly (readonly [part: string, name: BrowserName])[] = [
  ['Microsoft Edge', 'edge'],
  ['Brave', 'brave'],
  ['Opera', 'opera'],
  ['Vivaldi', 'vivaldi'],
  ['Google Chrome', 'chrome'],
  ['Chromium', 'chromium'],
];

/** What is read of the page's `navigator`. Firefox has no brands. */
export type NavigatorFacts = { readonly userAgent: string; readonly brands: readonly string[] };

export function browserName({ userAgent, brands: given }: NavigatorFacts): BrowserName {
  if (/\bFirefox\//u.test(userAgent)) return 'firefox';
  return brands.find(([part]) => given.includes(part))?.[1] ?? 'other';
}
