// Planted faults in what is kept and fetched: the journal, the save queue, filters.
import type { PlantedArea } from './planted-area.ts';

export const plantedRecords: readonly PlantedArea[] = [
  {
    area: 'journal',
    folder: 'src/main/core/journal',
    tests: [
      'live/journal',
      'live/call-records.test.ts',
      'live/pause-marks.test.ts',
      'shell/journal-tampering.test.ts',
      'shell/command-line-journal.test.ts',
      'platform/held-files.test.ts',
    ],
    faults: [
      [
        'a clock that jumps back breaks the order of the files',
        'journal.ts',
        'month > this.#lastFile ? month : this.#lastFile',
        'month',
      ],
      ['entries that the disk refused wait for a newer one', 'journal.ts', 'this.#writeAgainLater();', ''],
      ['half a line stays in the file', 'journal.ts', 'this.#cutFirst = true;', 'this.#cutFirst = false;'],
      [
        'a damaged line gives its number away',
        'journal.ts',
        'last?.sequence ?? 0) + damaged;',
        'last?.sequence ?? 0);',
      ],
      [
        'a listener that throws loses the entry behind it',
        'journal.ts',
        "attempt(ports.log, 'journal-listener-crashed', () => this.#dependencies.onEntry?.(entry));",
        'this.#dependencies.onEntry?.(entry);',
      ],
      [
        'a changed member that the schema does not know goes unnoticed',
        'journal-file.ts',
        '=== hash ? parsed.output : null',
        "=== '' ? null : parsed.output",
      ],
      [
        'a missing entry goes unnoticed',
        'journal-file.ts',
        '(this.#sequence === null || entry.sequence === this.#sequence + 1)',
        'true',
      ],
      [
        'an older copy of the journal goes unnoticed',
        'checkpoints.ts',
        'found.sequence > signed || found.hash === head',
        'found.sequence >= 0 || found.hash === head',
      ],
      [
        'a checkpoint of another key is genuine',
        'checkpoint.ts',
        'checkpoint?.key === fingerprintOf(key) ? checkpoint : null',
        'checkpoint !== null ? checkpoint : null',
      ],
      ['a pause that ended is not signed', 'checkpoints.ts', "fact.kind !== 'ended' ||", "fact.kind === 'ended' ||"],
      ['what is not on the disk counts as signed', 'checkpoints.ts', 'if (journal.problem !== null) return;', ''],
    ],
  },
  {
    area: 'save queue',
    folder: 'src/main/core',
    tests: [
      'recordings/downloads',
      'recordings/circuit-breaker.test.ts',
      'recordings/bulk-save.test.ts',
      'live/pauses-unknown.test.ts',
    ],
    faults: [
      ['more than three files at once', 'downloads/queue-runner.ts', 'size >= mostAtOnce || ', ''],
      [
        'a short loss of the network fails a file',
        'downloads/queue-runner.ts',
        "scope === 'server' || scope === 'unknown'",
        "scope === 'folder'",
      ],
      [
        "another user's file is saved with this account",
        'downloads/queue-runner.ts',
        'queued.account === source.account() && ',
        '',
      ],
      [
        'a file is started before its entry is on the disk',
        'downloads/queue-runner.ts',
        'await unlessAborted(Promise.all([file.flushed(), partialFiles.cleaned(queued.folder)]), controller.signal);',
        '',
      ],
      [
        'one file that fails stops all',
        'downloads/circuit-breaker.ts',
        'const isSecond = this.#suspect !== null && this.#suspect !== recordingId;',
        'const isSecond = true;',
      ],
      [
        'a person who holds the queue is overruled',
        'downloads/circuit-breaker.ts',
        "if (this.#openedBy === 'person') return;",
        '',
      ],
      [
        'what is saved already is saved again',
        'history/bulk-save.ts',
        'leaveOut.skipSaved ? await this.#notSaved(proven) : proven',
        'proven',
      ],
      [
        'a journal that cannot be read proves every pause',
        'history/bulk-save.ts',
        '    } catch {\n      return null;',
        '    } catch {\n      return recordings;',
      ],
      [
        'a new request does not end the one before',
        'history/bulk-save.ts',
        'this.cancel(what);\n    const collecting',
        'const collecting',
      ],
    ],
  },
  {
    area: 'filters',
    folder: 'src/main/core',
    tests: ['recordings/history.test.ts', 'board'],
    faults: [
      ['the first moment of a day is left out', 'history/filter-query.ts', 'new Date(first.getTime() - 1)', 'first'],
      ['the last day is left out', 'history/filter-query.ts', 'midnight(to, 1)', 'midnight(to, 0)'],
      [
        'a number as people write it does not find the call',
        'history/filter-query.ts',
        'numberToFind(filter.remoteParty)',
        'filter.remoteParty.trim()',
      ],
      [
        'an exact number is changed',
        'history/filter-query.ts',
        "const isExact = filter.remotePartyIs === 'equals';",
        'const isExact = false;',
      ],
      [
        'a narrow list says that a recording is gone',
        'board/board-filter.ts',
        'return key === filterKey(filter) || filterKey(filter) === filterKey(noBoardFilter);',
        'return true;',
      ],
    ],
  },
];
