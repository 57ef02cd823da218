// What the control plane takes over HTTP: the shapes of types.ts, checked field by field.
import * as v from 'valibot';
import { endpointNames } from './endpoints.ts';
import type { CallRequest, CompletedRequest, Conditions, Fault, FaultMatcher, Level } from '../types.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const direction = v.picklist([0, 1, 2]);
const text = v.pipe(v.string(), v.maxLength(10_000));
const traffic = v.picklist(['internal', 'external']);

// `exactOptional`: a field is there with a value or it is not there, as the types say.
export const callSchema: v.GenericSchema<unknown, CallRequest> = v.strictObject({
  username: v.exactOptional(text),
  directoryNumber: v.exactOptional(text),
  deviceName: v.exactOptional(text),
  remoteNumber: text,
  remoteFirstName: v.exactOptional(text),
  remoteLastName: v.exactOptional(text),
  direction: v.exactOptional(direction),
  traffic: v.exactOptional(traffic),
  recorded: v.exactOptional(v.boolean()),
  connectedForMs: v.exactOptional(count),
});

/** How many calls at once; a whole large company is enough. */
export const crowdSchema = v.strictObject({ count: v.pipe(count, v.minValue(1), v.maxValue(20_000)) });

export const completedSchema: v.GenericSchema<unknown, CompletedRequest> = v.strictObject({
  username: v.exactOptional(text),
  durationMs: count,
  startTime: v.exactOptional(v.number()),
  remoteNumber: v.exactOptional(text),
  direction: v.exactOptional(direction),
  referenceNumber: v.exactOptional(text),
  note: v.exactOptional(text),
  preservedBy: v.exactOptional(text),
});

export const conditionsSchema: v.GenericSchema<unknown, Partial<Conditions>> = v.strictObject({
  serviceDown: v.exactOptional(v.boolean()),
  licenceValid: v.exactOptional(v.boolean()),
  recordingPilot: v.exactOptional(v.picklist(['ok', 'missing', 'misrouted'])),
  licensedChannels: v.exactOptional(count),
  unmonitoredDevices: v.exactOptional(v.array(text)),
  blacklistedNumbers: v.exactOptional(v.array(text)),
  filteredDirections: v.exactOptional(v.array(direction)),
  filteredTraffic: v.exactOptional(v.array(traffic)),
  retentionDays: v.exactOptional(count),
});

export const quirksSchema = v.record(v.string(), v.union([v.string(), v.number()]));

export const userSchema: v.GenericSchema<unknown, { password?: string; level?: Level }> = v.strictObject({
  password: v.exactOptional(text),
  level: v.exactOptional(v.picklist([1, 2, 10])),
});

const matcherSchema: v.GenericSchema<unknown, FaultMatcher> = v.strictObject({
  endpoint: v.exactOptional(v.union([v.picklist(endpointNames), v.array(v.picklist(endpointNames))])),
  method: v.exactOptional(text),
  path: v.exactOptional(text),
  username: v.exactOptional(text),
  nth: v.exactOptional(count),
  times: v.exactOptional(count),
  probability: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
});

const faultSchema: v.GenericSchema<unknown, Fault> = v.variant('kind', [
  v.strictObject({ kind: v.literal('delay'), ms: count }),
  v.strictObject({ kind: v.literal('hang'), acts: v.exactOptional(v.boolean()) }),
  v.strictObject({ kind: v.literal('cut-before') }),
  v.strictObject({ kind: v.literal('cut-after') }),
  v.strictObject({
    kind: v.literal('status'),
    status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
    reason: v.exactOptional(v.pipe(v.number(), v.integer())),
    extra: v.exactOptional(v.record(v.string(), v.unknown())),
    body: v.exactOptional(v.string()),
    contentType: v.exactOptional(text),
    headers: v.exactOptional(v.record(v.string(), v.string())),
  }),
  v.strictObject({
    kind: v.literal('body'),
    body: v.picklist([
      'html',
      'empty',
      'truncated-json',
      'huge-json',
      'not-json',
      'string-booleans',
      'missing-is-paused',
      'unknown-is-paused',
      'duplicate-keys',
    ]),
  }),
  v.strictObject({
    kind: v.literal('changed'),
    status: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599))),
    headers: v.exactOptional(v.record(v.string(), v.string())),
  }),
  v.strictObject({ kind: v.literal('cached') }),
  v.strictObject({ kind: v.literal('lie') }),
  v.strictObject({ kind: v.literal('accepted'), actsAfterMs: v.nullable(count) }),
  v.strictObject({
    kind: v.literal('redirect'),
    location: text,
    status: v.exactOptional(v.picklist([301, 302, 303, 307, 308])),
  }),
  v.strictObject({ kind: v.literal('cut-body'), afterBytes: count }),
  v.strictObject({ kind: v.literal('slow-body'), bytesPerSecond: v.pipe(v.number(), v.minValue(1)) }),
  v.strictObject({ kind: v.literal('wrong-hash') }),
  v.strictObject({ kind: v.literal('unauthorized-from-now') }),
]);

export const faultsSchema = v.array(v.strictObject({ matcher: matcherSchema, fault: faultSchema }));
