// The answers of the vendor's API: its own examples, what Part D asks to tolerate, and what must never be believed.
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  completedPageSchema,
  completedRecordingAnswerSchema,
  liveListSchema,
  parseDetail,
  parseUploadedId,
  startedSchema,
} from '../../../src/main/core/ucx/schemas.ts';
import { findSha256 } from '../../../src/main/core/ucx/sent-values.ts';

const id = '6b98303a-b295-473a-adae-19b78aca468d';
const example = {
  id,
  duration: 'PT1M13S',
  startedAt: '2018-07-02T15:07:00.0000000',
  localParty: { username: 'user1' },
  remoteParty: { firstName: 'John', lastName: 'Doe', phoneNumber: '+1555123456' },
  isPaused: false,
};
const parsedExample = {
  id,
  isPaused: false,
  durationMs: 73_000,
  localUsername: 'user1',
  remoteName: 'John Doe',
  remoteNumber: '+1555123456',
};

describe('live recordings', () => {
  test("the vendor's example is read", () => {
    expect(v.parse(liveListSchema, [example])).toEqual([{ recording: parsedExample, entries: [0] }]);
  });

  test('a single object counts as a list of one, and an empty list as nothing recorded', () => {
    expect(v.parse(liveListSchema, example)).toEqual([{ recording: parsedExample, entries: [0] }]);
    expect(v.parse(liveListSchema, [])).toEqual([]);
  });

  test('only the boolean true is paused, whatever else is sent', () => {
    const sent = fc.oneof(fc.anything(), fc.constantFrom('true', 'false', 1, 0, null, 'TRUE', [true], { value: true }));
    fc.assert(
      fc.property(sent, (isPaused) => {
        const [read] = v.parse(liveListSchema, [{ ...example, isPaused }]);
        expect(read?.recording.isPaused).toBe(typeof isPaused === 'boolean' ? isPaused : 'unknown');
      }),
    );
    const { isPaused: _left, ...without } = example;
    expect(v.parse(liveListSchema, [without])).toMatchObject([{ recording: { isPaused: 'unknown' } }]);
  });

  test('whatever the other fields are, the recording is still shown', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (duration, localParty, remoteParty) => {
        const parsed = v.parse(liveListSchema, [
          { id: id.toUpperCase(), isPaused: true, duration, localParty, remoteParty },
        ]);
        expect(parsed).toMatchObject([{ recording: { id, isPaused: true } }]);
      }),
    );
  });

  test.each([{}, { id: null }, { id: 'Mine' }, { id: 5 }, { id: '' }, null, 'x', 7, [example]])(
    'one entry without a usable id, %j, makes the whole answer unreadable',
    (entry) => {
      expect(v.safeParse(liveListSchema, [example, entry]).success).toBe(false);
    },
  );

  test.each([null, 'text', 5, true, {}, { recordings: [] }])(
    '%j is no live list, and above all no empty one',
    (answer) => {
      expect(v.safeParse(liveListSchema, answer).success).toBe(false);
    },
  );

  test('one id with two states is in neither for sure', () => {
    const twice = [
      { ...example, isPaused: true },
      { ...example, id: id.toUpperCase(), isPaused: false },
    ];
    expect(v.parse(liveListSchema, twice)).toMatchObject([{ recording: { id, isPaused: 'unknown' }, entries: [0, 1] }]);
  });

  test('names cannot turn or hide the text beside them, and a user with a hidden character is nobody else', () => {
    const [read] = v.parse(liveListSchema, [
      {
        ...example,
        localParty: { username: 'user1\u200b' },
        remoteParty: { firstName: '\u23f8 Paused \u202e', lastName: 'safe\u0007', phoneNumber: '+1\u2066555' },
      },
    ]);
    const shown = { remoteName: 'Paused safe', remoteNumber: '+1555', localUsername: 'user1\ufffd' };
    expect(read?.recording).toMatchObject(shown);
  });

  test('blank names and numbers count as absent', () => {
    const blank = {
      ...example,
      localParty: { username: ' ' },
      remoteParty: { firstName: '', lastName: ' Doe ', phoneNumber: '' },
    };
    expect(v.parse(liveListSchema, [blank])).toMatchObject([
      { recording: { localUsername: null, remoteName: 'Doe', remoteNumber: null } },
    ]);
  });
});

describe('completed recordings', () => {
  const row = {
    id: 'E0C77C5D-7807-4d9b-9d8d-92a38370af5e',
    referenceNumber: '2015200000023',
    startTime: '2017-05-04T10:00:00.0000000Z',
    duration: 'PT1M13S',
    direction: 2,
    localPartyNumber: '101',
    remotePartyNumber: '+1555',
    ownerUsername: 'user1',
    extra: 1,
  };

  test('a row is read, with its id in lower case and its direction in words', () => {
    expect(v.parse(completedRecordingAnswerSchema, row)).toEqual({
      id: 'e0c77c5d-7807-4d9b-9d8d-92a38370af5e',
      referenceNumber: '2015200000023',
      startTime: '2017-05-04T10:00:00.000Z',
      durationMs: 73_000,
      direction: 'outgoing',
      localPartyNumber: '101',
      remotePartyNumber: '+1555',
      ownerUsername: 'user1',
    });
  });

  test('a reference number that came as a number is read all the same', () => {
    expect(v.parse(completedRecordingAnswerSchema, { ...row, referenceNumber: 12345 }).referenceNumber).toBe('12345');
    expect(v.parse(completedRecordingAnswerSchema, { ...row, referenceNumber: {} }).referenceNumber).toBe('');
  });

  test('a start without a zone stays without one', () => {
    const parsed = v.parse(completedRecordingAnswerSchema, { ...row, startTime: '2017-05-04T10:00:00' });
    expect(parsed.startTime).toBe('2017-05-04T10:00:00.000');
  });

  test('fields of the wrong kind cost themselves alone', () => {
    fc.assert(
      fc.property(fc.anything(), (wrong) => {
        const fields = Object.fromEntries(Object.keys(row).map((name) => [name, wrong]));
        expect(v.parse(completedRecordingAnswerSchema, { ...fields, id: row.id }).id).toBe(row.id.toLowerCase());
      }),
    );
  });

  test('a page needs a count; a single recording counts as a list of one and null as none', () => {
    expect(v.parse(completedPageSchema, { totalCount: 1, recordings: row }).recordings).toHaveLength(1);
    expect(v.parse(completedPageSchema, { totalCount: 0, recordings: null }).recordings).toEqual([]);
    for (const totalCount of [undefined, null, '1', -1, 0.5]) {
      expect(v.safeParse(completedPageSchema, { totalCount, recordings: [] }).success).toBe(false);
    }
  });

  test('a detail whose every field is wrong is still that recording', () => {
    fc.assert(
      fc.property(fc.anything(), (wrong) => {
        const names = [...Object.keys(row), 'pbxCallId', 'pbxInfo', 'owner', 'preservingUser', 'note', 'size'];
        const parsed = parseDetail(Object.fromEntries(names.map((name) => [name, wrong])), id);
        expect(parsed?.id).toBe(id);
        expect(parsed?.sha256).toBeNull();
      }),
    );
    for (const answer of [null, 'x', 5]) expect(parseDetail(answer, id)).toBeNull();
  });

  test('PBX information of a type that nobody documented is kept whole: numbers, booleans, nested values, and with no type at all', () => {
    const pbxInfo = { type: 'carrier-pigeon', ring: 7, fast: false, route: { legs: ['a', 2] }, name: 'Bo', gone: null };
    expect(parseDetail({ ...row, id, pbxInfo }, id)?.pbxInfo).toEqual({
      type: 'carrier-pigeon',
      fields: { ring: '7', fast: 'false', route: '{"legs":["a",2]}', name: 'Bo' },
    });
    expect(parseDetail({ ...row, id, pbxInfo: { sessionId: '7f' } }, id)?.pbxInfo).toEqual({
      type: null,
      fields: { sessionId: '7f' },
    });
    expect(parseDetail({ ...row, id, pbxInfo: { type: 3 } }, id)?.pbxInfo).toEqual({ type: '3', fields: {} });
    expect(parseDetail({ ...row, id, pbxInfo: 'siprec' }, id)?.pbxInfo).toEqual({ type: 'siprec', fields: {} });
    for (const nothing of [null, undefined, {}])
      expect(parseDetail({ ...row, id, pbxInfo: nothing }, id)?.pbxInfo).toBeNull();
  });

  test('neither the names nor the values of PBX information turn or hide text, or have the signs of a state', () => {
    const pbxInfo = { 'Paused \u23f8\u202e': 'safe \u202e\u23f8now', nested: { a: '\u2066b' } };
    expect(parseDetail({ ...row, id, pbxInfo }, id)?.pbxInfo).toEqual({
      type: null,
      fields: { Paused: 'safe now', nested: '{"a":"b"}' },
    });
  });

  test.each([5, 100_000])(
    'a value that is nested %i times costs a word at most, and nothing else of the detail',
    (depth) => {
      const nested: unknown = JSON.parse(`${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`);
      const detail = parseDetail(
        { ...row, id, pbxInfo: { type: 'siprec', nested }, hash: { nested }, note: nested },
        id,
      );
      const written = depth === 5 ? JSON.stringify(nested) : '…';
      expect(detail?.pbxInfo).toEqual({ type: 'siprec', fields: { nested: written } });
      expect(detail).toMatchObject({ id, sha256: null, referenceNumber: row.referenceNumber });
      expect(JSON.stringify(detail).length).toBeLessThan(2_000);
    },
  );

  test('the details of another recording are not those of this one', () => {
    const other = '6b98303a-b295-473a-adae-19b78aca468e';
    expect(parseDetail({ ...row, id: other }, id)).toBeNull();
    for (const same of [id, id.toUpperCase(), 'no id', undefined, null])
      expect(parseDetail({ ...row, id: same }, id)?.id).toBe(id);
  });

  test('a hash that is no SHA-256 is kept as what the server said', () => {
    const sha256 = 'ab'.repeat(32);
    expect(parseDetail({ ...row, id, hash: { md5: '0f' } }, id)).toMatchObject({
      sha256: null,
      otherHash: '{"md5":"0f"}',
    });
    expect(parseDetail({ ...row, id, hash: 'crc32:77' }, id)).toMatchObject({ sha256: null, otherHash: 'crc32:77' });
    expect(parseDetail({ ...row, id, hash: { sha256 } }, id)).toMatchObject({ sha256, otherHash: null });
    expect(parseDetail({ ...row, id }, id)).toMatchObject({ sha256: null, otherHash: null });
  });

  test('the owner of a detail is taken from the owner, and a note by a bare name has that author', () => {
    const parsed = parseDetail(
      { ...row, id, ownerUsername: undefined, owner: { username: 'ada' }, note: { owner: 'ben', text: 'x' }, size: 9 },
      id,
    );
    expect(parsed).toMatchObject({
      ownerUsername: 'ada',
      note: { text: 'x', author: { username: 'ben' } },
      sizeBytes: 9,
    });
  });
});

describe('the SHA-256 of a detail', () => {
  const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const key = fc.string();

  test('is found in hexadecimal of any case or in base64, wherever in the object it stands', () => {
    fc.assert(
      fc.property(
        bytes,
        fc.constantFrom('hex', 'HEX', 'base64'),
        fc.array(key, { maxLength: 4 }),
        (digest, form, path) => {
          const buffer = Buffer.from(digest);
          const text =
            form === 'base64'
              ? buffer.toString('base64')
              : form === 'hex'
                ? buffer.toString('hex')
                : buffer.toString('hex').toUpperCase();
          const nested = path.reduceRight<unknown>(
            (inner, name) => ({ algorithm: 'SHA-256', [`x${name}`]: inner }),
            text,
          );
          expect(findSha256(nested)).toBe(buffer.toString('hex'));
        },
      ),
    );
  });

  test.each([
    null,
    undefined,
    '',
    'abc',
    { md5: 'd41d8cd98f00b204e9800998ecf8427e' },
    'g'.repeat(64),
    5,
    [[[[[[['a'.repeat(64)]]]]]]],
  ])('is not seen in %j', (value) => {
    expect(findSha256(value)).toBeNull();
  });
});

test('the id of a start is a GUID in lower case or the answer is unreadable', () => {
  expect(v.parse(startedSchema, { id: id.toUpperCase() })).toEqual({ id });
  for (const answer of [{}, { id: 5 }, { id: '12' }, null, [], id])
    expect(v.safeParse(startedSchema, answer).success).toBe(false);
});

test('the id of an upload is found under id, under another key, or bare', () => {
  for (const answer of [{ id }, { recordingId: id.toUpperCase() }, id, { other: 'x', id }])
    expect(parseUploadedId(answer)).toBe(id);
  for (const answer of [{}, null, { id: 'x' }, 5, []]) expect(parseUploadedId(answer)).toBeNull();
});
