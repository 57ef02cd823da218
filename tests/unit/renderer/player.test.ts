// @vitest-environment happy-dom
// Hearing and choosing recordings as the history does it.
import { describe, expect, test } from 'vitest';
import type { Bridge, HistoryRow } from '../../../src/shared/ipc/ipc-table.ts';
import { Player, type MediaPort } from '../../../src/renderer/main/history/player/player.svelte.ts';
import { Selection } from '../../../src/renderer/main/history/list/selection.svelte.ts';
import { factsOf, pauseSentence } from '../../../src/renderer/main/history/detail/detail-facts.ts';

const id = '6b98303a-b295-473a-adae-19b78aca468d';

function playerOf(refused: string | null = null): {
  player: Player;
  media: MediaPort & { paused: boolean };
  calls: unknown[];
  asked: (() => void)[];
} {
  const calls: unknown[] = [];
  const asked: (() => void)[] = [];
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
  const player = new Player(bridge as unknown as Bridge, (_why, goOn) => asked.push(goOn));
  player.attach(media);
  return { player, media, calls, asked };
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
    const { player, calls, asked } = playerOf(code);
    await player.toggle(id);
    expect([player.playing, player.problem, asked.length]).toEqual([false, null, 1]);
    asked[0]?.();
    await Promise.resolve();
    await Promise.resolve();
    expect(calls).toContainEqual(['audio.open', { recordingId: id, acknowledged: true }]);
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
    const text = factsOf(row(1), detail, null).map(({ name, value }) => `${name}: ${value}`);
    expect(text).toEqual([
      'Owner: Ada Agent (ada)',
      'Owner number: 101',
      'Local number: 101',
      'Reference: 1',
      'Note: <b>bold</b> (by Ada Agent (ada))',
      'Preserved by: Ada Agent (ada)',
      'PBX: carrier-pigeon',
      'PBX · ringNumber: 7',
      'PBX · callId: {"a":1}',
      'PBX call ID: call-7',
      'Hash: crc32:77',
      'Saved as: Not saved on this computer',
    ]);
  });

  test('a PBX that is known is told in the words of the trade, and one without a type by its fields alone', () => {
    const names = (pbxInfo: { type: string | null; fields: Record<string, string> }): string[] =>
      factsOf(row(1), { ...detail, pbxInfo }, null)
        .map(({ name, value }) => `${name}: ${value}`)
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
    const copied = Object.fromEntries(factsOf(row(1), detail, null).map(({ name, copy }) => [name, copy]));
    expect(copied).toMatchObject({
      Owner: 'ada',
      'Owner number': '101',
      'Local number': '101',
      Reference: '1',
      Note: '<b>bold</b>',
      'PBX call ID': 'call-7',
      Hash: 'crc32:77',
      'Saved as': null,
    });
  });

  test('a pause that was never confirmed is never told as a pause', () => {
    const sentence = pauseSentence({
      outcome: 'notConfirmed',
      trigger: 'hotkey',
      exposureMs: null,
      askedMs: 0,
      fromMs: 1,
      toMs: 2,
    });
    expect(sentence).toMatch(/never confirmed/u);
    expect(sentence).not.toMatch(/^Paused/u);
  });
});
