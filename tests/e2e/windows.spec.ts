// The two pages of the preview: how one opens the other, and what neither may do.
import { expect, foundByAxe, ring, test } from './fixtures.ts';

test('the address itself leads to the main window, and its token is needed', async ({ page, preview }) => {
  await page.goto(preview.url);
  await expect(page).toHaveURL(`${preview.url}main.html`);
  const withoutToken = await page.request.get(`${new URL(preview.url).origin}/main.html`);
  expect(withoutToken.status()).toBe(404);
  expect(await withoutToken.text()).toContain('token');
});

test('the widget opens the main window when there is none, and shows the page in it when there is', async ({
  widget,
  context,
}) => {
  await widget.open();
  const opened = context.waitForEvent('page', (page) => page.url().endsWith('main.html'));
  await widget.page.evaluate(() => window.sidetone?.call('window.openMain', { page: 'history' }));
  const main = await opened;
  await expect(main.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('the main window goes to the page that the widget asks for', async ({
  mainWindow,
  widget,
  simulator,
  context,
}) => {
  await mainWindow.signedIn(simulator.url);
  await widget.open();
  const pages = context.pages().length;
  await widget.page.evaluate(() => window.sidetone?.call('window.openMain', { page: 'settings' }));
  await expect(mainWindow.page.getByRole('link', { name: 'Settings' })).toHaveAttribute('aria-current', 'page');
  expect(context.pages()).toHaveLength(pages);
});

test('a page can reach nothing but its own socket, and runs no script but its own', async ({
  mainWindow,
  simulator,
}) => {
  await mainWindow.open();
  const before = simulator.requests.length;
  const outcome = await mainWindow.page.evaluate(async (url) => {
    const violations: string[] = [];
    // They are told by events of their own, in their own time.
    const bothTold = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        if (violations.push(effectiveDirective) === 2) resolve();
      });
    });
    const fetched = await fetch(url).then(
      () => 'answered',
      () => 'refused',
    );
    const script = document.createElement('script');
    script.textContent = 'window.planted = true';
    document.body.append(script);
    await bothTold;
    return { violations, fetched, planted: 'planted' in window };
  }, simulator.url);
  expect(outcome.fetched).toBe('refused');
  expect(outcome.planted).toBe(false);
  expect(outcome.violations.toSorted()).toEqual(['connect-src', 'script-src-elem']);
  expect(simulator.requests).toHaveLength(before);
});

test('axe finds nothing wrong with the sign-in, the history and the widget', async ({
  mainWindow,
  widget,
  simulator,
}) => {
  // A button on its way from waiting to ready is between two colours: what is judged is where it arrives.
  for (const { page } of [mainWindow, widget]) await page.emulateMedia({ reducedMotion: 'reduce' });
  await mainWindow.open();
  await expect(mainWindow.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(await foundByAxe(mainWindow.page)).toEqual([]);
  await mainWindow.signedIn(simulator.url);
  await expect(mainWindow.firstRow).toBeVisible();
  expect(await foundByAxe(mainWindow.page)).toEqual([]);
  await widget.open();
  ring(simulator);
  await expect(widget.state).toHaveText('Recording');
  expect(await foundByAxe(widget.page)).toEqual([]);
});
