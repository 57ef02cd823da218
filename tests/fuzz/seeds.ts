// What each parser is given first: one good example of each form it knows. The search goes on from there.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { announcement, sha512Of } from '../support/feed-server.ts';
import { oldCsv, oldLines } from '../support/old-journal.ts';
import { signedKey, signedNote, type targets } from './targets.ts';

const id = '6b98303a-b295-473a-adae-19b78aca468d';
const audioFolder = path.resolve(import.meta.dirname, '../support/audio');
/** Bytes of an example: heads are at the beginning. */
const headBytes = 6_000;
const audio = (ending: string): Buffer[] =>
  readdirSync(audioFolder)
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(path.join(audioFolder, name)).subarray(0, headBytes));

const live = {
  id,
  duration: 'PT1M13S',
  localParty: { username: 'user1' },
  remoteParty: { firstName: 'John', lastName: 'Doe', phoneNumber: '+1555123456' },
  isPaused: false,
};
const completed = {
  id,
  referenceNumber: '1',
  startTime: '2026-11-27T10:00:00Z',
  duration: 'PT1M',
  direction: 1,
  localPartyNumber: '201',
  remotePartyNumber: '+39',
  ownerUsername: 'ada',
  owner: { username: 'ada' },
  note: { owner: 'x', text: 'y' },
  pbxInfo: { type: 'generic', callId: '7' },
  size: 12,
  hash: { sha256: 'a'.repeat(64) },
};

/** As it is sent to a witness, and waits in a queue. */
const checkpoint = JSON.stringify({
  ...{ version: 1, id, at: '2026-11-22T09:00:00.000Z', appVersion: '0.1.0', user: null, kind: 'checkpoint' },
  ...{ publicKey: signedKey, note: signedNote },
});

const hello = `${JSON.stringify({ kind: 'hello', id: 'a-1', browser: 'edge', on: ['pay'] })}\n`;

export const seeds: Readonly<Record<keyof typeof targets, readonly (string | Buffer)[]>> = {
  answers: [
    JSON.stringify([live]),
    JSON.stringify({ totalCount: 1, recordings: [completed] }),
    JSON.stringify(completed),
    JSON.stringify({ reason: 4, deviceName: 'SEP1', username: 'u', extension: '101' }),
  ],
  values: [
    'PT1H2M3.5S',
    '2026-11-27T10:00:00.1234567+01:00',
    'bytes=0-99',
    'https://ucx.example.com:8443/x',
    'Sat, 13 Sep 275760 00:00:00 GMT',
  ],
  settings: [
    `${checkpoint}\n`,
    JSON.stringify({ server: 'https://a', username: 'ada', passwordInKeychain: true, plainHttpAllowed: [] }),
    `${JSON.stringify({ held: true })}\n${JSON.stringify({ ended: [id] })}\n`,
    `${JSON.stringify({ id, path: '/x', sha256: 'a' })}\n`,
  ],
  policy: [JSON.stringify({ locked: { 'download.folder': String.raw`%USERPROFILE%\Calls`, 'pause.armFor': 30 } })],
  registry: [
    'HKEY_LOCAL_MACHINE\\Software\\Policies\\Sidetone\r\n    export.allowed    REG_DWORD    0x0\r\n    live.rows    REG_MULTI_SZ    a\\0b\r\n',
    JSON.stringify({
      'export.allowed': 0,
      'download.folder': String.raw`%USERPROFILE%\Calls`,
      'pause.autoResume': 'null',
    }),
  ],
  ownFiles: [
    JSON.stringify({ sets: [{ monitors: '0,0,1920,1080', widget: { x: 1, y: 1, width: 9, height: 9 } }] }),
    JSON.stringify({ pauseId: id, trigger: 'hotkey', pressedAt: 1, recordingIds: [id], resumeAt: null }),
    JSON.stringify({
      ...{ version: 1, id, at: '2026-11-22T09:00:00.000Z', appVersion: '0.1.0', user: 'ada', kind: 'not-confirmed' },
      ...{ pauseId: id, seconds: 5, detail: null, text: 'Not confirmed', leftOut: 0 },
    }),
  ],
  report: [oldLines.map((line) => `${line}\n`).join(''), signedNote, '--from=2026-11-01\0--csv\0a'],
  journal: [
    oldLines.map((line) => `${line}\n`).join(''),
    oldCsv,
    JSON.stringify({ format: 'sidetone-journal', version: 1, lines: oldLines }),
    signedNote,
    JSON.stringify({ fact: { kind: 'checkpoint', publicKey: signedKey, note: signedNote } }),
    `<133>1 2026-11-22T09:00:00.000Z - Sidetone - checkpoint - ${checkpoint}`,
  ],
  socket: [JSON.stringify({ kind: 'verb', verb: 'pause', secret: 'a'.repeat(43) })],
  ruleSources: [
    JSON.stringify({ kind: 'rules', secret: 'a'.repeat(64) }),
    JSON.stringify({ kind: 'hello', id: 'a-1', browser: 'edge', on: ['pay'] }),
    '{"kind":"heartbeat"}',
    '{"kind":"on","rule":"pay"}',
  ],
  updateFeed: [
    announcement('0.2.0', 'Sidetone-0.2.0-win-x64.exe', sha512Of('a')),
    "version: 1.0.0-beta.1\nminimumSystemVersion: '6'\nstagingPercentage: 50\npath: ../a.exe\nsha2: a\n",
    '{"version":"0.2.0","files":[{"url":"https://other.example/a.exe","sha512":"a","size":1}],"__proto__":{"a":1}}',
    '&a [*a, {? x : !!binary "AA=="}]\n--- |\n  x\n...\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10\r\nversion: 0.2.0\r\n\r\n0\r\n\r\n',
    'HTTP/1.1 302 Found\r\nlocation: https://other.example/\r\ncontent-length: 0\r\n\r\n',
    'HTTP/1.1 503 Gone\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}',
    'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
  ],
  browserBytes: [
    `\u0000\u0000${hello}{"kind":"on","rule":"pay"}\n{"kind":"heartbeat"}\n{"kind":"off","rule":"pay","at":1}\n`,
    `\u0007\u0005${hello}${hello}{"kind":"on","rule":"card","at":1}\n{"kind":"off","rule":"card"}\n`,
    `\u0040\u007f${hello}{"kind":"off","rule":"card"}\n${hello}`,
    `\u0000\u0000${hello}${'\u0001'.repeat(3)}`,
    `\u0000\u0000${hello}"\u0001\u0001"\n${hello}`,
    `\u007f\u0002{"kind":"heartbeat"}\n${hello}\n`,
  ],
  frameMessages: [
    '0{"kind":"focus","names":["cc-number"],"has":true,"at":-1}\n.\n0{"kind":"focus","names":[],"has":false,"at":0.5}\n.',
    '1{"kind":"focus","names":["cc-number"],"has":true,"at":1e999}\n.\n1{"kind":"focus","names":["x"],"has":true,"at":1e300}',
    '0{"kind":"focus","names":["cc-number"],"has":true,"at":1}\n.\n1{"kind":"put","names":["cc-csc"]}\nx0\n.',
    '8{"kind":"focus","names":[],"has":true,"at":1e3}\nh{"kind":"closed"}\nh{"kind":"open"}\n-\n.\n.\n.\nh{"kind":"open"}',
    'h{"kind":"rules","rules":[{"id":"a","field":"*","where":"frame.example/*"}]}\n3{"kind":"focus","names":["x"],"has":true,"at":0}',
  ],
  helperLines: [
    '{"program":"notepad.exe","title":"Untitled - Notepad"}\n{"program":"","title":""}\n',
    '{"program":"pos.exe","title":"Zo\u00eb \\u0022 \\ud83d"}\n',
  ],
  rules: [
    JSON.stringify([
      { id: 'pay', name: 'Payment page', url: 'pay.example.com/*' },
      { id: 'card', name: 'Card number', field: 'cc-*', where: '*' },
      { id: 'pos', name: 'Terminal', program: 'pos.exe', title: '*POS*' },
      '{"id":"x","name":"X","url":"x"}',
    ]),
  ],
  globs: ['*a?b*c\naxbxc', 'é*\ne\u0301'],
  links: ['sidetone://pause', 'sidetone://show?x=1'],
  argv: ['--user-data-dir=/x\0pause\0--help', 'verify-journal\0file', 'Control+Shift+F9', '+39 (055) 110-4729'],
  csv: ['=1+1\0+39055\0"a",b\r\n', 'a,"b ""c""",d\r\n'],
  names: ['{date}_{time}_{remote}\n20261120_1755_out_+3905.mp3', 'con\n../../CON.txt'],
  wave: audio('.wav'),
  mp3: audio('.mp3'),
  audio: [...audio('.wav'), ...audio('.mp3')],
};
