// A whole core with rules of the automatic pause and a browser that is connected to it.
import type { RuleSourceConnection } from '../../src/main/core/automatic/rule-source-connections.ts';
import type { RulesMessage } from '../../src/shared/ipc/rule-source-messages.ts';
import { parseLine, wholeLines } from '../../src/main/core/journal/journal-file.ts';
import type { PolicySource, Ports } from '../../src/main/core/platform/ports.ts';
import type { JournalFact } from '../../src/shared/domain/journal.ts';
import type { PreferenceName } from '../../src/shared/domain/preferences.ts';
import type { AttentionKind } from '../../src/shared/ipc/attention.ts';
import type { AutomaticView } from '../../src/shared/ipc/automatic.ts';
import { fakeCore, type FakeCore } from './fake-core.ts';
import { MemoryFiles } from './memory-files.ts';

export const payRule = { id: 'pay', name: 'Payment page', url: 'pay.example.com/*' };
export const cardRule = { id: 'card', name: 'Card number', field: 'cc-*' };
export const posRule = { id: 'pos', name: 'Terminal', program: 'pos.exe', title: '*Virtual POS*' };

export type RuledCore = FakeCore & {
  readonly files: MemoryFiles;
  readonly edge: RuleSourceConnection;
  readonly told: RulesMessage[];
  readonly attention: AttentionKind[];
  view(): AutomaticView;
  prefer(name: PreferenceName, value: unknown): Promise<void>;
  /** What the journal says, in short. */
  journal(): Promise<JournalFact[]>;
};

export async function ruledCore(
  locked: Readonly<Record<string, unknown>> = { automaticPauseRules: [payRule, cardRule] },
  ports: Partial<Ports> = {},
): Promise<RuledCore> {
  const files = new MemoryFiles();
  const policy: PolicySource = { read: () => Promise.resolve({ place: '/policy', kind: 'policy', value: { locked } }) };
  const fake = await fakeCore({ ports: { files, policySources: [policy], ...ports } });
  const { core, clock } = fake;
  const told: RulesMessage[] = [];
  const attention: AttentionKind[] = [];
  core.onAttention((kind) => attention.push(kind));
  const edge = core.automatic.connect((message) => told.push(message));
  edge.take({ kind: 'hello', id: 'edge-1', browser: 'edge', on: [] });
  await clock.settle();
  return {
    ...fake,
    files,
    edge,
    told,
    attention,
    view: () => core.snapshot().automatic,
    prefer: async (name, value) => {
      await core.handlers['preferences.set']({ name, value });
    },
    journal: async () => {
      await clock.advance(1_000);
      const files_ = [...files.contents].filter(([path]) => path.endsWith('.jsonl'));
      const lines = files_.flatMap(([, content]) => wholeLines(content.toString('utf8')).lines);
      return lines.flatMap((line) => parseLine(line)?.fact ?? []);
    },
  };
}

/** Passes time while the browser says that it is there. */
export async function beating(ruled: Pick<RuledCore, 'clock' | 'edge'>, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 5_000) {
    ruled.edge.take({ kind: 'heartbeat' });
    await ruled.clock.advance(Math.min(left, 5_000));
  }
}
