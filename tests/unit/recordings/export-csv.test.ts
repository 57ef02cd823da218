// The CSV file of past recordings, as it is on disk.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ExportCsv } from '../../../src/main/core/history/export-csv.ts';
import { PauseMarks } from '../../../src/main/core/journal/pause-marks.ts';
import { id, recordingOf, SavingWorld } from '../../support/saving-world.ts';

let world: SavingWorld;
beforeEach(() => {
  world = new SavingWorld();
});
afterEach(() => world.dispose());

test('has a line for each recording: numbers stay as they were dialled, lengths are numbers', async () => {
  const { ports, saved } = world;
  const marks = new PauseMarks(
    () => Promise.resolve([]),
    () => 2_000,
  );
  const folder = () => ({ folder: ports.downloadFolder, makeFolder: true });
  const exportCsv = new ExportCsv({ ports, marks, saved, folder, separator: () => Promise.resolve(';') });
  const recording = {
    ...recordingOf(id(1), '0012'),
    remotePartyNumber: '+390551104729',
    localPartyNumber: '201',
    ownerUsername: 'zoë;x',
  };
  const written = await exportCsv.write([recording], new AbortController().signal);
  expect(written).toMatchObject({ ok: true, value: { rows: 1 } });
  const fileName = written.ok ? written.value.fileName : '';
  expect(await readFile(path.join(ports.downloadFolder, fileName), 'utf8')).toBe(
    '\ufeffreferenceNumber;id;startTime;durationSeconds;direction;remotePartyNumber;localPartyNumber;ownerUsername;pause;savedAs\r\n' +
      `"=""0012""";${id(1)};;60;incoming;"=""+390551104729""";"=""201""";"zoë;x";;\r\n`,
  );
});
