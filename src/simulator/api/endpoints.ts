// Which endpoint of the vendor's contract a request means: names, methods, paths. Parts A and B of docs/ucx-api.md.

/** Endpoints by name; `other` is anything that is not in the contract. */
export const endpointNames = [
  'start',
  'stopById',
  'stopByLine',
  'stopMine',
  'pauseById',
  'resumeById',
  'pauseByNumber',
  'resumeByNumber',
  'listLive',
  'listMine',
  'listCompleted',
  'detail',
  'media',
  'upload',
  'other',
] as const;
export type EndpointName = (typeof endpointNames)[number];

export const livePath = '/fw/Apps/Recorder/WebAPI/LiveRecordings';
const completedPath = '/fw/Apps/Recorder/WebAPI/Recordings';

export type Route = {
  readonly endpoint: EndpointName;
  readonly api: 'live' | 'completed' | 'none';
  /** The id in the path as sent, decoded; empty where the endpoint has none. */
  readonly id: string;
  /** Methods of this path, when the method is not one of them: a 405. */
  readonly allow: readonly string[];
  /** The address ended in a slash right after the base: quirk `base-slash`. */
  readonly atBase: 'with' | 'without' | null;
};

type Entry = { readonly method: string; readonly endpoint: EndpointName };
const liveBase: readonly Entry[] = [
  { method: 'GET', endpoint: 'listLive' },
  { method: 'POST', endpoint: 'start' },
  { method: 'DELETE', endpoint: 'stopByLine' },
];
const liveMine: readonly Entry[] = [
  { method: 'GET', endpoint: 'listMine' },
  { method: 'DELETE', endpoint: 'stopMine' },
];
const completedBase: readonly Entry[] = [
  { method: 'GET', endpoint: 'listCompleted' },
  { method: 'POST', endpoint: 'upload' },
];

const nowhere: Route = { endpoint: 'other', api: 'none', id: '', allow: [], atBase: null };

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function among(method: string, entries: readonly Entry[], rest: Omit<Route, 'endpoint' | 'allow'>): Route {
  const found = entries.find((entry) => entry.method === method);
  return found === undefined
    ? { ...rest, endpoint: 'other', allow: entries.map((entry) => entry.method) }
    : { ...rest, endpoint: found.endpoint, allow: [] };
}

function liveRoute(method: string, parts: readonly string[], atBase: Route['atBase']): Route {
  const [first = '', second = ''] = parts;
  const word = first.toLowerCase();
  const api = 'live';
  if (first === '') return among(method, liveBase, { api, id: '', atBase });
  if (parts.length === 1 && word === 'mine') return among(method, liveMine, { api, id: '', atBase: null });
  if (parts.length === 1 && (word === 'pause' || word === 'resume')) {
    const endpoint = word === 'pause' ? 'pauseByNumber' : 'resumeByNumber';
    return among(method, [{ method: 'PUT', endpoint }], { api, id: '', atBase: null });
  }
  const id = decoded(first);
  if (parts.length === 1) return among(method, [{ method: 'DELETE', endpoint: 'stopById' }], { api, id, atBase: null });
  const verb = second.toLowerCase();
  if (parts.length === 2 && (verb === 'pause' || verb === 'resume')) {
    const endpoint = verb === 'pause' ? 'pauseById' : 'resumeById';
    return among(method, [{ method: 'PUT', endpoint }], { api, id, atBase: null });
  }
  return { ...nowhere, api };
}

function completedRoute(method: string, parts: readonly string[], atBase: Route['atBase']): Route {
  const [first = '', second = ''] = parts;
  const api = 'completed';
  if (first === '') return among(method, completedBase, { api, id: '', atBase });
  const id = decoded(first);
  if (parts.length === 1) return among(method, [{ method: 'GET', endpoint: 'detail' }], { api, id, atBase: null });
  if (parts.length === 2 && second.toLowerCase() === 'media') {
    return among(method, [{ method: 'GET', endpoint: 'media' }], { api, id, atBase: null });
  }
  return { ...nowhere, api };
}

/** Finds the endpoint of a method and a path (without query). Paths are compared without case, as IIS does. */
export function routeOf(method: string, path: string): Route {
  const lower = path.toLowerCase();
  for (const [base, resolve] of [
    [livePath, liveRoute],
    [completedPath, completedRoute],
  ] as const) {
    if (lower === base.toLowerCase()) return resolve(method, [], 'without');
    if (lower.startsWith(`${base.toLowerCase()}/`)) {
      const rest = path.slice(base.length + 1);
      const parts = rest.split('/');
      if (parts.length > 1 && parts.at(-1) === '') parts.pop();
      return resolve(method, parts, 'with');
    }
  }
  return nowhere;
}

/** True for a GUID in the usual form, in any case. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}
