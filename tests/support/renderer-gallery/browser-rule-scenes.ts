// What the gallery shows of the browser extension: the question that is asked once, and the proof that a browser is seen.
import type { AutomaticView } from '../../../src/shared/ipc/automatic.ts';
import { section } from './journal-and-settings-scenes.ts';
import { snapshotOf } from './snapshots.ts';
import { noAutomaticPause } from '../no-automatic-pause.ts';
import type { Scene } from './scenes.ts';

const connected: AutomaticView = { ...noAutomaticPause, browsers: ['edge'] };
const asked = { snapshot: snapshotOf('recording', { automatic: { ...connected, answered: false } }), total: 1284 };

export const browserRuleScenes: readonly Scene[] = [
  { name: 'card-question', window: 'main', width: 1280, height: 740, scenario: asked },
  { name: 'card-question-small', window: 'main', width: 720, height: 480, scenario: asked },
  {
    name: 'settings-test-browser',
    window: 'main',
    width: 1280,
    height: 800,
    scenario: {
      snapshot: snapshotOf('recording', { automatic: connected }),
      total: 1284,
      answers: {
        'automatic.look': { window: null, matches: [], browsers: ['edge'], seen: [{ browser: 'edge', ms: 6 }] },
      },
    },
    act: async (page) => {
      await section('Automatic pause')(page);
      await page.getByRole('button', { name: 'Test a browser…' }).click();
      await page.getByText('6 ms').waitFor();
    },
  },
];
