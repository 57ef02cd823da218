// The generated recordings: the quick ways to a page must find exactly what reading everything finds.
import { describe, expect, it } from 'vitest';
import { Catalogue } from '../../../src/simulator/calls/catalogue.ts';
import type { RecordingQuery } from '../../../src/simulator/calls/recording.ts';
import { instantFits, textFits } from '../../../src/simulator/calls/recording.ts';
import { RecordingStore } from '../../../src/simulator/calls/recording-store.ts';
import { demoUsers } from '../../../src/simulator/calls/users.ts';
import type { SimulatorUser } from '../../../src/simulator/simulator.ts';

const before = Date.UTC(2026, 0, 15, 12);
const [ada, ...others] = demoUsers();
if (ada === undefined) throw new Error('There are no demo users.');
const users: [SimulatorUser, ...SimulatorUser[]] = [ada, ...others];
const everything: RecordingQuery = {
  owners: users,
  startTime: null,
  endTime: null,
  remoteParty: null,
  localNumber: null,
  direction: null,
};

function places(view: { count: number; at: (k: number) => number }): number[] {
  return Array.from({ length: view.count }, (_, k) => view.at(k));
}

describe('generated recordings', () => {
  it('are a million for the first user, each found again by its id, with no list of them anywhere', () => {
    const catalogue = new Catalogue(7, 1_000_000, users, before);
    const own = catalogue.view({ ...everything, owners: [ada] });
    expect(own.count).toBe(1_000_000);
    expect(catalogue.total).toBeGreaterThan(1_000_000);
    for (const k of [0, 1, 9, 10, 11, 499_999, 999_998, 999_999]) {
      const place = own.at(k);
      const recording = catalogue.recording(place);
      expect(recording.owner).toBe(ada);
      expect(catalogue.placeOf(recording.id.toUpperCase())).toBe(place);
    }
  });

  it('are found neither by an id that is only alike nor by one that belongs to a recording beyond the last', () => {
    const small = new Catalogue(7, 20, users, before);
    const large = new Catalogue(7, 2000, users, before);
    const known = small.recording(3).id;
    expect(small.placeOf(known)).toBe(3);
    expect(small.placeOf(`${known.slice(0, -1)}${known.endsWith('0') ? '1' : '0'}`)).toBeNull();
    expect(small.placeOf(large.recording(1500).id)).toBeNull();
  });

  it('are the same for the same seed and others for another', () => {
    const ids = (seed: number): string[] => {
      const catalogue = new Catalogue(seed, 50, users, before);
      return Array.from({ length: 50 }, (_, place) => catalogue.recording(place).id);
    };
    expect(ids(1)).toEqual(ids(1));
    expect(ids(1).filter((id) => ids(2).includes(id))).toEqual([]);
    expect(new Set(ids(1)).size).toBe(50);
  });

  it('run from the most recent to the oldest, never overlap, and all ended before the simulator started', () => {
    const catalogue = new Catalogue(3, 1000, users, before);
    let limit = before;
    for (let place = 0; place < catalogue.total; place += 1) {
      const { start, durationMs } = catalogue.recording(place);
      expect(start + durationMs).toBeLessThanOrEqual(limit);
      limit = start;
    }
  });

  const catalogue = new Catalogue(5, 3000, users, before);
  const middle = catalogue.recording(1500);
  const later = catalogue.recording(400);
  const sample = middle.remoteNumber.slice(1, 6);
  const queries: readonly [string, Partial<RecordingQuery>][] = [
    ['everybody', {}],
    ['the first user', { owners: [ada] }],
    ['one other user', { owners: users.slice(1, 2) }],
    ['everybody but the first', { owners: others }],
    ['a span of start times', { startTime: { from: middle.start, to: later.start } }],
    ['a span of start times of the first user', { owners: [ada], startTime: { from: middle.start, to: later.start } }],
    ['one exact start time', { startTime: { from: middle.start, to: middle.start + 1 } }],
    ['an end time', { endTime: { from: -Infinity, to: middle.start + middle.durationMs } }],
    ['an end time just after', { endTime: { from: middle.start + middle.durationMs + 1, to: Infinity } }],
    ['a part of a number', { remoteParty: { operator: 'contains', value: sample } }],
    ['a number', { owners: [ada], remoteParty: { operator: 'equals', value: middle.remoteNumber } }],
    ['a direction', { direction: 2 }],
    ['the unknown direction of the first user', { owners: [ada], direction: 0 }],
    ['a local number', { localNumber: '102' }],
    ['a local number nobody has', { localNumber: '999' }],
    [
      'all at once',
      {
        startTime: { from: middle.start, to: later.start },
        direction: 1,
        remoteParty: { operator: 'contains', value: '+' },
      },
    ],
    ['nothing', { startTime: { from: later.start, to: middle.start } }],
  ];
  it.each(queries)('are found by %s just as by reading every one', (_name, part) => {
    const query = { ...everything, ...part };
    const read = Array.from({ length: catalogue.total }, (_, place) => place).filter((place) => {
      const recording = catalogue.recording(place);
      return (
        query.owners.includes(recording.owner) &&
        instantFits(query.startTime, recording.start) &&
        instantFits(query.endTime, recording.start + recording.durationMs) &&
        textFits(query.remoteParty, recording.remoteNumber) &&
        (query.localNumber === null || recording.localNumber === query.localNumber) &&
        (query.direction === null || recording.direction === query.direction)
      );
    });
    expect(places(catalogue.view(query))).toEqual(read);
    expect(places(catalogue.view(query))).toEqual(read);
  });

  it('all have an owner, and one in eleven is not of the first user', () => {
    expect(catalogue.view({ ...everything, owners: [ada] }).count).toBe(3000);
    expect(catalogue.view({ ...everything, owners: others }).count).toBe(catalogue.total - 3000);
    expect(catalogue.total - 3000).toBeGreaterThan(290);
  });
});

describe('recordings that ended while the simulator ran', () => {
  it('stand at their place among the generated ones, on whatever page that falls', () => {
    const catalogue = new Catalogue(5, 30, users, before);
    const store = new RecordingStore(catalogue);
    const model = catalogue.recording(0);
    const starts = [before + 5000, catalogue.start(10) + 1, catalogue.start(10) + 2, catalogue.start(20) - 1, 0];
    starts.forEach((start, number) => {
      store.add({ ...model, id: `00000000-0000-4000-8000-00000000000${number}`, start });
    });
    const found = store.query(everything);
    expect(found.totalCount).toBe(catalogue.total + starts.length);
    const whole = [...found.slice(0, found.totalCount)].map((recording) => recording.start);
    expect(whole).toEqual([...whole].sort((left, right) => right - left));
    expect(whole.filter((start) => starts.includes(start)).length).toBe(starts.length);
    const paged = Array.from({ length: Math.ceil(found.totalCount / 4) }, (_, page) => [
      ...found.slice(page * 4, page * 4 + 4),
    ]);
    expect(paged.flat().map((recording) => recording.start)).toEqual(whole);
    expect(store.find('00000000-0000-4000-8000-000000000001'.toUpperCase())?.start).toBe(starts[1]);
  });
});
