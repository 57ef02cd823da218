// @vitest-environment happy-dom
// The question whether to pause while a card field is in use: when it's asked, and what an answer does.
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import type { AutomaticView } from '../../../src/shared/ipc/automatic.ts';
import type { Bridge } from '../../../src/shared/ipc/ipc-table.ts';
import { checkedRules } from '../../../src/shared/domain/automatic-rule.ts';
import { defaultPreferences, type PreferenceName } from '../../../src/shared/domain/preferences.ts';
import CardFieldQuestion from '../../../src/renderer/main/CardFieldQuestion.svelte';
import { noAutomaticPause } from '../../support/no-automatic-pause.ts';
import { snapshotOf } from '../../support/renderer-gallery/snapshots.ts';

afterEach(cleanup);

type Given = { view?: Partial<AutomaticView>; own?: unknown[]; locked?: PreferenceName[]; fails?: boolean };

function asked({ view = {}, own = [], locked = [], fails = false }: Given = {}): (readonly [string, unknown])[] {
  const calls: (readonly [string, unknown])[] = [];
  const bridge = {
    call: (name: string, input: unknown) => {
      calls.push([name, input]);
      return Promise.resolve(fails ? { ok: false, error: { code: 'internal' } } : { ok: true, value: {} });
    },
  };
  const snapshot = snapshotOf('idle', {
    automatic: { ...noAutomaticPause, browsers: ['edge'], answered: false, ...view },
    preferences: { ...defaultPreferences, 'automatic.rules': own },
    lockedPreferences: locked,
  });
  // The question makes calls only.
  const props = { snapshot, bridge: bridge as unknown as Bridge };
  render(CardFieldQuestion, props);
  return calls;
}
const isAsked = (): boolean => screen.queryByText('Pause while a card field is in use?') !== null;

test('it is asked where a browser can see it and nobody has decided', () => {
  asked();
  expect(isAsked()).toBe(true);
});

test.each<[string, Given]>([
  ['no browser is connected', { view: { browsers: [] } }],
  ['it was answered', { view: { answered: true } }],
  ['there are rules', { own: [{ id: 'x', name: 'X', url: 'x', enabled: false }] }],
  ['there is a rule that can’t be used', { view: { dropped: ['X'] } }],
  ['the organisation decides', { locked: ['automatic.rules'] }],
])('it is not asked where %s', (_why, given) => {
  asked(given);
  expect(isAsked()).toBe(false);
});

test('a yes saves one rule that can be used, and the answer', async () => {
  const calls = asked();
  await fireEvent.click(screen.getByRole('button', { name: 'Pause automatically' }));
  expect(calls.map(([name]) => name)).toEqual(['preferences.set', 'automatic.answered']);
  const [first] = calls;
  expect(first?.[1]).toMatchObject({ name: 'automatic.rules', value: [{ field: 'cc-*' }] });
  const { value } = first?.[1] as { value: unknown[] };
  expect(checkedRules([], value)).toMatchObject({ dropped: [], rules: [{ rule: { name: 'Card field' } }] });
});

test('a no is an answer too, and a yes that could not be saved is none', async () => {
  const no = asked();
  await fireEvent.click(screen.getByRole('button', { name: 'Not now' }));
  expect(no).toEqual([['automatic.answered', {}]]);
  cleanup();
  const failed = asked({ fails: true });
  await fireEvent.click(screen.getByRole('button', { name: 'Pause automatically' }));
  expect(failed.map(([name]) => name)).toEqual(['preferences.set']);
});
