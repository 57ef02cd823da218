// @vitest-environment happy-dom
// Hearing and choosing recordings as the history does it.
import { describe, expect, test } from 'vitest';
import type { Bridge, HistoryRow } from '../../../src/shared/ipc/ipc-table.ts';
import { Player, type MediaPort } from '../../../src/renderer/main/history/player/player.svelte.ts';
import { Selection } from '../../../src/renderer/main/history/list/selection.svelte.ts';
import { factsOf, type Fact } from '../../../src/renderer/main/history/detail/detail-facts.ts';
import { pauseLines } from '../../../src/renderer/main/history/detail/pause-lines.ts';

const id = '6b98303a-b295-473a-adae-19b78aca468d';

function playerOf(refused: string | null = null): {
  player: Player;
  media: MediaPort & { paused: boolean };
  calls: unknown[];
} {
  const calls: unknown[] = [];
  const media = {
    currentTime: 0,
    duration: 120,
    playbackRate: 1,
    volume: 1,
    paused: true,
    preservesPitch: false,
    src: '',
    play: () => {
      media.paused = false;
      player.heard();
      return Promise.resolve();
    },
    pause: () => {
      media.paused = true;
      player.heard();
    },
    load: () => undefined,
    removeAttribute: () => {
      media.src = '';
    },
  };
  const bridge = {
    call: (name: string, input: { acknowledged?: boolean }) => {
      calls.push([name, input]);
      if (name === 'audio.peaks') return Promise.resolve({ ok: true, value: { peaks: [0, 1], durationMs: 120_000 } });
      const refuse = refused !== null && (!/^pauses?-/.test(refused) || input.acknowledged !== true);
      return Promise.resolve(
        refuse ? { ok: false, error: { code: refused } } : { ok: true, value: { path: `audio/${id}`, from: 'server' } },
      );
    },
    on: () => () => undefined,
  };
  // The class makes calls about audio only.
  const player = new Player(bridge as unknown as Bridge);
  player.attach(media);
  return { player, media, calls };
}

describe('The player', () => {
  test('asks for a recording once and then plays and stops it', async () => {
    const { player, media, calls } = playerOf();
    await player.toggle(id);
    expect([player.playing, media.src, media.preservesPitch]).toEqual([true, `./audio/${id}`, true]);
    await player.toggle(id);
    expect(player.playing).toBe(false);
    await player.toggle(id);
    expect(calls.filter((call) => Array.isArray(call) && call[0] === 'audio.open')).toHaveLength(1);
  });

  test.each([
    [120_400, false],
    [119_100, false],
    [121_000, true],
    [62_000, true],
    [null, false],
  ])('of two minutes of sound says that the server has another length: %s ms, %s', async (statedMs, differs) => {
    const { player } = playerOf();
    expect(player.differsFrom(statedMs)).toBe(false);
    await player.toggle(id);
    expect(player.differsFrom(statedMs)).toBe(differs);
  });

  test.each([
    ['a pause is not proven', 'pause-not-proven'],
    ['its pauses are not known', 'pauses-unknown'],
  ])('says first that %s, and plays only when it is wanted all the same', async (_what, code) => {
    const { player, calls } = playerOf(code);
    const recording = { id, pause: null };
    expect(player.questionOf(recording)).toBeNull();
    await player.toggle(id);
    expect([player.playing, player.problem, player.questionOf(recording)]).toEqual([false, null, code]);
    await player.playAnyway(id);
    expect(calls).toContainEqual(['audio.open', { recordingId: id, acknowledged: true }]);
    expect([player.playing, player.questionOf(recording)]).toEqual([true, null]);
    // Asked once for each recording: it is not asked again after another was played.
    player.close();
    await player.toggle(id);
    expect([player.playing, player.questionOf(recording)]).toEqual([true, null]);
  });

  test.each([
    ['late', 'pause-not-proven'],
    ['notConfirmed', 'pause-not-proven'],
    ['confirmed', null],
  ] as const)('asks before a recording is played whose pause the list shows as %s: %s', (outcome, why) => {
    const pause = { outcome, pausedForMs: null, exposureMs: null };
    expect(playerOf().player.questionOf({ id, pause })).toBe(why);
  });

  test('begins at the moment it was put to, and fetches nothing for it', async () => {
    const { player, media, calls } = playerOf();
    player.place(id, 45);
    expect([player.positionOf(id), player.positionOf('another'), calls]).toEqual([45, 0, []]);
    await player.toggle(id);
    expect([media.currentTime, player.positionOf(id), player.playing]).toEqual([45, 45, true]);
    // What is open goes there at once, and begins at its beginning the next time.
    player.place(id, 60);
    expect(media.currentTime).toBe(60);
    player.close();
    expect(player.positionOf(id)).toBe(0);
  });

  test('that was put to a moment and asked about first begins there when it is played anyway', async () => {
    const { player, media } = playerOf('pause-not-proven');
    player.place(id, 45);
    await player.toggle(id);
    await player.playAnyway(id);
    expect([media.currentTime, player.playing]).toEqual([45, true]);
  });

  test('prepares what is on this computer without a sound, and says nothing where it is not', async () => {
    const { player, media, calls } = playerOf();
    await player.prepare(id);
    expect(calls[0]).toEqual(['audio.open', { recordingId: id, localOnly: true }]);
    expect([media.paused, player.isOpen(id), player.peaks]).toEqual([true, true, [0, 1]]);
    const elsewhere = playerOf('file-gone');
    await elsewhere.player.prepare(id);
    expect([elsewhere.player.recordingId, elsewhere.player.problem]).toEqual([null, null]);
  });

  test('plays what is pressed while it is being opened, and fetches it where it is not on this computer', async () => {
    const { player, media, calls } = playerOf();
    const preparing = player.prepare(id);
    void player.toggle(id);
    await preparing;
    expect([media.paused, calls.length]).toEqual([false, 2]);
    const elsewhere = playerOf('file-gone');
    const looking = elsewhere.player.prepare(id);
    void elsewhere.player.toggle(id);
    await looking;
    expect(elsewhere.calls).toEqual([
      ['audio.open', { recordingId: id, localOnly: true }],
      ['audio.open', { recordingId: id }],
    ]);
  });

  test('plays from a pause on, opened for it where it was not', async () => {
    const { player, media } = playerOf();
    await player.playFrom(id, 43);
    expect([media.paused, media.currentTime]).toEqual([false, 43]);
  });

  test('passes over a paused stretch only where nothing sounds in it, and only when it is told to', async () => {
    const { player, media } = playerOf();
    // Two loudness values over 120 s: silent in the first half, loud in the second.
    await player.toggle(id);
    player.setPauses([
      { from: 10, to: 30 },
      { from: 70, to: 90 },
    ]);
    const at = (seconds: number): number => {
      media.currentTime = seconds;
      player.heard();
      return media.currentTime;
    };
    expect(at(15)).toBe(15);
    player.skipsSilence = true;
    expect(at(15)).toBe(29);
    expect(at(75)).toBe(75);
    // The edges are exact to a second only: they are played.
    expect(at(10.5)).toBe(10.5);
  });

  test('stays within the recording however far is skipped, and within half and double speed', async () => {
    const { player, media } = playerOf();
    await player.toggle(id);
    player.skip(-5);
    expect(media.currentTime).toBe(0);
    player.seek(1_000);
    expect(media.currentTime).toBe(120);
    player.setSpeed(9);
    expect(media.playbackRate).toBe(2);
  });

  test('stops for now when nobody can see it, keeps its place, and no key of the keyboard starts it meanwhile', async () => {
    const { player, media } = playerOf();
    await player.toggle(id);
    player.seek(42);
    player.hush(true);
    expect([media.paused, player.playing]).toEqual([true, false]);
    await media.play();
    expect([media.paused, player.playing]).toEqual([true, false]);
    player.hush(false);
    expect(media.paused).toBe(true);
    await player.toggle(id);
    expect([media.paused, media.currentTime]).toEqual([false, 42]);
  });

  test('begins nothing out of sight that was asked for in sight', async () => {
    const { player, media } = playerOf();
    const opening = player.toggle(id);
    player.hush(true);
    await opening;
    expect([media.src, media.paused]).toEqual([`./audio/${id}`, true]);
  });

  test('is as loud as it is set, also for the next recording, and never louder than all', async () => {
    const { player, media } = playerOf();
    player.setVolume(0.3);
    await player.toggle(id);
    expect(media.volume).toBe(0.3);
    player.setVolume(7);
    expect([player.volume, media.volume]).toEqual([1, 1]);
    player.setVolume(-1);
    expect(media.volume).toBe(0);
  });

  test('says why a recording cannot be had, and tries again when asked again', async () => {
    const { player, calls } = playerOf('media/gone');
    await player.toggle(id);
    expect(player.problem?.code).toBe('media/gone');
    await player.toggle(id);
    expect(calls).toHaveLength(2);
  });
});

describe('Choosing rows', () => {
  const row = (index: number): HistoryRow => ({
    id: `row-${String(index)}`,
    referenceNumber: String(index),
    startTime: null,
    durationMs: null,
    direction: 'unknown',
    localPartyNumber: null,
    remotePartyNumber: null,
    ownerUsername: null,
    savedAs: null,
    pause: null,
  });

  test('takes a whole stretch in either direction, and leaves out rows that are not here', () => {
    const selection = new Selection();
    selection.toggle(row(5), 5);
    selection.extend(2, (index) => (index === 3 ? undefined : row(index)));
    expect(selection.ids.sort()).toEqual(['row-2', 'row-4', 'row-5']);
    selection.toggle(row(5), 5);
    expect(selection.has(row(5))).toBe(false);
  });

  test('is bounded: an order of chosen rows stays a small message', () => {
    const selection = new Selection();
    selection.toggle(row(0), 0);
    selection.extend(5_000, row);
    expect(selection.size).toBe(1_000);
  });

  const ada = {
    username: 'ada',
    firstName: 'Ada',
    lastName: 'Agent',
    phoneNumber: '101',
    group: null,
    department: null,
  };
  const detail = {
    ...row(1),
    localPartyNumber: '101',
    pbxCallId: 'call-7',
    pbxInfo: { type: 'carrier-pigeon', fields: { ringNumber: '7', callId: '{"a":1}' } },
    owner: ada,
    preservingUser: ada,
    note: { author: ada, text: '<b>bold</b>' },
    sizeBytes: null,
    sha256: null,
    otherHash: 'crc32:77',
    pauses: [],
  };

  test('a note stays text, and what nobody documented is shown raw and whole', () => {
    const { call, owner, technical } = factsOf(row(1), detail, null);
    const text = (facts: readonly Fact[]): string[] => facts.map(({ name, value }) => `${name}: ${value}`);
    expect(text(call)).toEqual([
      'Reference: 1',
      'Note: <b>bold</b> (by Ada Agent (ada))',
      'Preserved by: Ada Agent (ada)',
      'Saved as: Not saved on this computer',
    ]);
    // The owner's number is told once where it is the number of the call.
    expect(text(owner)).toEqual(['Owner: Ada Agent (ada)', 'Local number: 101']);
    expect(text(technical)).toEqual([
      'PBX: carrier-pigeon',
      'PBX · ringNumber: 7',
      'PBX · callId: {"a":1}',
      'PBX call ID: call-7',
      'Hash: crc32:77',
    ]);
  });

  test('a PBX that is known is told in the words of the trade, and one without a type by its fields alone', () => {
    const names = (pbxInfo: { type: string | null; fields: Record<string, string> }): string[] =>
      factsOf(row(1), { ...detail, pbxInfo }, null)
        .technical.map(({ name, value }) => `${name}: ${value}`)
        .filter((fact) => fact.startsWith('PBX'));
    expect(names({ type: 'webex', fields: { callId: 'c', other: 'raw' } })).toEqual([
      'PBX: Webex',
      'PBX · Call ID: c',
      'PBX · other: raw',
      'PBX call ID: call-7',
    ]);
    expect(names({ type: null, fields: { callId: 'c' } })).toEqual(['PBX · callId: c', 'PBX call ID: call-7']);
  });

  test('what is copied is the thing itself: the note alone, the name of the owner that the server knows, the numbers', () => {
    const other = { ...detail, owner: { ...ada, phoneNumber: '102' } };
    const { call, owner, technical } = factsOf({ ...row(1), remotePartyNumber: '+391' }, other, null, () => '+39 1');
    const copied = Object.fromEntries([...call, ...owner, ...technical].map(({ name, copy }) => [name, copy]));
    expect(copied).toMatchObject({
      'Remote number': '+391',
      Owner: 'ada',
      'Owner number': '102',
      'Local number': '101',
      Reference: '1',
      Note: '<b>bold</b>',
      'PBX call ID': 'call-7',
      Hash: 'crc32:77',
      'Saved as': null,
    });
  });

  test('a pause that was never confirmed is never told as a pause', () => {
    const never = { pauseId: 'p', outcome: 'notConfirmed', trigger: 'hotkey', exposureMs: null } as const;
    const lines = pauseLines([{ ...never, askedMs: 0, fromMs: 1, toMs: 2 }]);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.note).toMatch(/never confirmed/u);
    expect(lines[0]?.what).not.toMatch(/^Paused/u);
    expect(lines[0]?.isBad).toBe(true);
  });

  test('a late pause is two lines: what was recorded before it, and the pause', () => {
    const late = {
      pauseId: 'p',
      outcome: 'late',
      trigger: 'hotkey',
      exposureMs: 10_000,
      askedMs: 45_000,
      fromMs: 55_000,
      toMs: 68_000,
    } as const;
    expect(pauseLines([late])).toEqual([
      expect.objectContaining({ range: '0:45 – 0:55', note: 'Confirmed after 10 s', isBad: true, at: 45 }),
      expect.objectContaining({ range: '0:55 – 1:08', what: 'Paused by hotkey', isBad: false, at: 55 }),
    ]);
    // Where its place is not known nothing can be played from there.
    const lost = pauseLines([{ ...late, askedMs: null, fromMs: null, toMs: null }]);
    expect(lost).toEqual([expect.objectContaining({ range: '', at: null })]);
  });
});
