// Generated completed recordings: number i is computed from seed and i, so a million of them cost no memory.
import { contact, contactCount } from './contacts.ts';
import { guid, hash32, scramble, unscramble } from './random.ts';
import { textFits, type Recording, type RecordingQuery } from './recording.ts';
import type { SimulatorUser } from '../types.ts';

const day = 86_400_000;
const slotMs = 360_000;
/** One recording fits into each of the 100 slots of a day, which run from 08:00 to 18:00 UTC and never overlap. */
const slotsPerDay = 100;
/** Every eleventh recording belongs to somebody else than the first user. */
const cycle = 11;
const cachedScans = 8;

/** What a query found: how many, and where the k-th of them stands in the catalogue. */
export type View = { readonly count: number; readonly at: (k: number) => number };

function slotStart(slot: number): number {
  const k = ((slot % slotsPerDay) + slotsPerDay) % slotsPerDay;
  return ((slot - k) / slotsPerDay) * day + day / 3 + k * slotMs;
}

/** The last slot that is over at `before` (epoch milliseconds). */
function lastSlotBefore(before: number): number {
  const today = Math.floor(before / day);
  const over = Math.floor((before - today * day - day / 3) / slotMs);
  return today * slotsPerDay + Math.max(-1, Math.min(slotsPerDay - 1, over - 1));
}

export class Catalogue {
  /** All recordings, those of other users included. Place 0 is the newest. */
  readonly total: number;
  readonly #seed: number;
  readonly #newest: number;
  readonly #first: SimulatorUser;
  readonly #others: readonly SimulatorUser[];
  /** Place, modulo the cycle, of the recordings of others. */
  readonly #phase: number;
  readonly #scans = new Map<string, Uint32Array>();

  /** `own` recordings of the first user; the others' are added between them. */
  constructor(seed: number, own: number, users: readonly [SimulatorUser, ...SimulatorUser[]], before: number) {
    this.#seed = seed;
    this.#newest = lastSlotBefore(before);
    this.#first = users[0];
    this.#others = users.filter((user, at) => at > 0 && user.directoryNumber !== null);
    this.#phase = this.#newest % cycle;
    this.total = own === 0 ? 0 : this.#placeOfOwn(own - 1) + 1;
  }

  #placeOfOwn(k: number): number {
    if (this.#others.length === 0 || k < this.#phase) return k;
    return k + 1 + Math.floor((k - this.#phase) / (cycle - 1));
  }

  /** How many of the first `place` recordings are the first user's. */
  #ownBefore(place: number): number {
    if (this.#others.length === 0 || place <= this.#phase) return place;
    return place - 1 - Math.floor((place - 1 - this.#phase) / cycle);
  }

  #durationSeconds(slot: number): number {
    return 15 + (hash32(this.#seed, slot, 1) % 286);
  }

  /** Epoch milliseconds, whole seconds: what the list shows is exactly what a filter compares. */
  start(place: number): number {
    const slot = this.#newest - place;
    const free = slotMs / 1000 - 5 - this.#durationSeconds(slot);
    return slotStart(slot) + (hash32(this.#seed, slot, 2) % free) * 1000;
  }

  #end(place: number): number {
    return this.start(place) + this.#durationSeconds(this.#newest - place) * 1000;
  }

  #contact(slot: number): number {
    return hash32(this.#seed, slot, 3) % contactCount;
  }

  /** Mostly incoming, a third outgoing, now and then unknown. */
  #direction(slot: number): number {
    const h = hash32(this.#seed, slot, 4) % 100;
    return h < 64 ? 1 : h < 98 ? 2 : 0;
  }

  #owner(place: number): SimulatorUser {
    if (this.#others.length === 0 || place % cycle !== this.#phase) return this.#first;
    return this.#others[hash32(this.#seed, this.#newest - place, 5) % this.#others.length] ?? this.#first;
  }

  recording(place: number): Recording {
    const slot = this.#newest - place;
    const start = this.start(place);
    const owner = this.#owner(place);
    const h = hash32(this.#seed, slot, 6);
    return {
      id: guid(this.#seed, scramble(this.#seed, slot)),
      referenceNumber: `${new Date(start).getUTCFullYear()}2${String(slot).padStart(8, '0')}`,
      start,
      durationMs: this.#durationSeconds(slot) * 1000,
      direction: this.#direction(slot),
      localNumber: owner.directoryNumber ?? '',
      remoteNumber: contact(this.#seed, this.#contact(slot)).number,
      owner,
      note: h % 9 === 0 ? { author: owner, text: `Called back about order ${h % 10_000}` } : null,
      preservedBy: h % 31 === 0 ? owner : null,
      pauses: h % 5 === 0 ? [{ from: 5000, to: 9000 }] : [],
      bytes: null,
    };
  }

  /** Place of the recording with this GUID (any case), or null. */
  placeOf(id: string): number | null {
    const lower = id.toLowerCase();
    const first = Number.parseInt(lower.slice(0, 8), 16);
    if (Number.isNaN(first) || guid(this.#seed, first) !== lower) return null;
    const place = (this.#newest - unscramble(this.#seed, first)) | 0;
    return place >= 0 && place < this.total ? place : null;
  }

  /** First place whose time is before `limit`: times only fall from place to place. */
  #firstBefore(time: (place: number) => number, limit: number): number {
    let low = 0;
    let high = this.total;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (time(middle) < limit) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** How many generated recordings of the view started after `epochMs`: where a recording of that time stands among them. */
  rankIn(view: View, epochMs: number): number {
    let low = 0;
    let high = view.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.start(view.at(middle)) <= epochMs) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Answers by arithmetic where it can (time, first user, everybody), else by one pass over the columns it needs. */
  view(query: RecordingQuery): View {
    let low = 0;
    let high = this.total;
    for (const [range, time] of [
      [query.startTime, (place: number) => this.start(place)],
      [query.endTime, (place: number) => this.#end(place)],
    ] as const) {
      if (range === null) continue;
      low = Math.max(low, this.#firstBefore(time, range.to));
      high = Math.min(high, this.#firstBefore(time, range.from));
    }
    if (low >= high) return { count: 0, at: () => 0 };
    const owners = new Set(query.owners);
    const everybody = owners.has(this.#first) && this.#others.every((user) => owners.has(user));
    const nobodyElse = owners.has(this.#first) && !this.#others.some((user) => owners.has(user));
    const plain = query.remoteParty === null && query.localNumber === null && query.direction === null;
    if (plain && everybody) return { count: high - low, at: (k) => low + k };
    if (plain && nobodyElse) {
      const before = this.#ownBefore(low);
      return { count: this.#ownBefore(high) - before, at: (k) => this.#placeOfOwn(before + k) };
    }
    const found = this.#scan(query, owners, low, high);
    return { count: found.length, at: (k) => found[k] ?? 0 };
  }

  #scan(query: RecordingQuery, owners: ReadonlySet<SimulatorUser>, low: number, high: number): Uint32Array {
    const names = [...owners].map((user) => user.username);
    const key = JSON.stringify([names, low, high, query.remoteParty, query.localNumber, query.direction]);
    const known = this.#scans.get(key);
    if (known !== undefined) return known;
    const wanted = new Uint8Array(contactCount);
    for (let at = 0; at < contactCount; at += 1) {
      wanted[at] = textFits(query.remoteParty, contact(this.#seed, at).number) ? 1 : 0;
    }
    const fits = (user: SimulatorUser): boolean =>
      owners.has(user) && (query.localNumber === null || user.directoryNumber === query.localNumber);
    const people = new Set([this.#first, ...this.#others].filter(fits));
    const found = new Uint32Array(high - low);
    let count = 0;
    for (let place = low; place < high; place += 1) {
      const slot = this.#newest - place;
      if (query.direction !== null && this.#direction(slot) !== query.direction) continue;
      if (query.remoteParty !== null && wanted[this.#contact(slot)] !== 1) continue;
      if (!people.has(this.#owner(place))) continue;
      found[count] = place;
      count += 1;
    }
    const result = found.slice(0, count);
    this.#scans.set(key, result);
    const oldest = this.#scans.keys().next();
    if (this.#scans.size > cachedScans && oldest.done !== true) this.#scans.delete(oldest.value);
    return result;
  }
}
