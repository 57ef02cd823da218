// The password in the system's own keychain, with the app ended and started again.
import { expect, stateOf, test } from './fixtures.ts';

test('whoever signed in is still signed in after a restart, and nobody is after signing out', async ({
  launch,
  simulator,
}) => {
  const first = await launch();
  const main = await first.signIn(simulator.url);
  const kept = await main.evaluate(() => window.sidetone?.call('snapshot.get', {}));
  expect(kept).toMatchObject({ ok: true, value: { session: { passwordKept: 'keychain' } } });
  await first.quit();

  // Signed in, no window but the widget comes by itself.
  const second = await launch();
  const widget = await second.window('widget.html');
  await expect(stateOf(widget)).toHaveText('Not recording');
  expect(second.electron.windows()).toHaveLength(1);
  await widget.evaluate(() => window.sidetone?.call('window.openMain', { page: 'history' }));
  const again = await second.window('main.html');
  await again.getByRole('button', { name: 'Sign out' }).click();
  await expect(again.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await second.quit();

  const third = await launch();
  await expect((await third.window('main.html')).getByRole('heading', { name: 'Sign in' })).toBeVisible();
});
