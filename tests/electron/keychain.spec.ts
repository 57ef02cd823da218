// The password in the system's own keychain, with the app ended and started again.
import { expect, test } from './fixtures.ts';

test('whoever signed in is still signed in after a restart, and nobody is after signing out', async ({
  launch,
  simulator,
}) => {
  const first = await launch();
  const main = await first.signIn(simulator.url);
  const kept = await main.evaluate(() => window.sidetone?.call('snapshot.get', {}));
  expect(kept).toMatchObject({ ok: true, value: { session: { passwordKept: 'keychain' } } });
  await first.quit();

  const second = await launch();
  const again = await second.window('main.html');
  await expect(again.getByRole('link', { name: 'History' })).toBeVisible();
  await again.getByRole('button', { name: 'Sign out' }).click();
  await expect(again.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await second.quit();

  const third = await launch();
  await expect((await third.window('main.html')).getByRole('heading', { name: 'Sign in' })).toBeVisible();
});
