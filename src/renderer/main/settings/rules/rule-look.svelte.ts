// What is in front, asked again and again while somebody tries the rules or writes one.
import type { BrowserRuleDraft, RuleLook } from '../../../../shared/ipc/automatic.ts';
import type { Bridge } from '../../../../shared/ipc/ipc-table.ts';

const askEveryMs = 500;

export class LiveLook {
  readonly #bridge: Bridge;
  /** Null until the first answer, and where none comes. */
  latest = $state.raw<RuleLook | null>(null);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Asks until the function that this returns is called. */
  follow(draft: () => BrowserRuleDraft | null): () => void {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const answer = await this.#bridge.call('automatic.look', { draft: draft() });
      if (isOver) return;
      this.latest = answer.ok ? answer.value : null;
      timer = setTimeout(() => void ask(), askEveryMs);
    };
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
      this.latest = null;
    };
  }
}
