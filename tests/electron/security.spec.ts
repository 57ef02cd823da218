// What a page of the real app may not do, whatever runs in it.
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { newProfile, removeProfile, Sidetone } from './sidetone.ts';

// Nothing here changes the app: one start serves every test. Its processes are apart, as in use: they are part of what is tested.
let sidetone: Sidetone;
test.beforeAll(async () => {
  sidetone = await Sidetone.start({ profile: await newProfile(), apart: true });
});
test.afterAll(async () => {
  await sidetone.kill();
  await removeProfile(sidetone.profile);
});

async function bothWindows(): Promise<Page[]> {
  const main = await sidetone.window('main.html');
  await main.evaluate(() => window.sidetone?.call('window.openWidget', {}));
  return [main, await sidetone.window('widget.html')];
}

test('no window has Node, Electron or anything of ours but the one bridge', { tag: '@windows' }, async () => {
  for (const page of await bothWindows()) {
    const found = await page.evaluate(() => ({
      names: ['require', 'process', 'module', 'Buffer', 'global', 'electron'].filter((name) => name in window),
      bridge: Object.keys(window.sidetone ?? {}).toSorted(),
    }));
    expect(found).toEqual({ names: [], bridge: ['addFiles', 'call', 'on'] });
  }
});

test(
  'a page cannot leave, open a window, or reach a network, and runs no script but its own',
  { tag: '@windows' },
  async ({ simulator }) => {
    for (const page of await bothWindows()) {
      const address = page.url();
      const outcome = await page.evaluate(async (url) => {
        const violations: string[] = [];
        Reflect.set(window, 'violations', violations);
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
          violations.push(effectiveDirective),
        );
        const fetched = await fetch(url).then(
          () => 'answered',
          () => 'refused',
        );
        const script = document.createElement('script');
        script.textContent = 'window.planted = true';
        document.body.append(script);
        const image = new Image();
        const loaded = await new Promise((resolve) => {
          image.onload = () => resolve('loaded');
          image.onerror = () => resolve('refused');
          image.src = `${url}/picture.png`;
        });
        const opened = window.open(url) === null ? 'refused' : 'opened';
        const frame = document.createElement('iframe');
        frame.src = url;
        document.body.append(frame);
        return { fetched, loaded, opened, planted: 'planted' in window };
      }, simulator.url);
      expect(outcome).toEqual({ fetched: 'refused', loaded: 'refused', opened: 'refused', planted: false });
      await expect
        .poll(() => page.evaluate(() => Reflect.get(window, 'violations') as string[]))
        .toEqual(expect.arrayContaining(['connect-src', 'script-src-elem', 'img-src']));

      await page.evaluate((url) => {
        window.location.href = url;
      }, simulator.url);
      // The answer to a call shows that the page is still ours and alive.
      expect(await page.evaluate(() => window.sidetone?.call('snapshot.get', {}))).toMatchObject({ ok: true });
      expect(page.url()).toBe(address);
    }
    expect(simulator.requests).toEqual([]);
    await expect.poll(() => sidetone.log()).toContain('navigation refused');
  },
);

test('every permission is denied', { tag: '@windows' }, async () => {
  const main = await sidetone.window('main.html');
  const asked = await main.evaluate(async () => ({
    notification: await Notification.requestPermission(),
    microphone: await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'given',
      () => 'denied',
    ),
    place: await new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('given'),
        () => resolve('denied'),
      );
    }),
  }));
  expect(asked).toEqual({ notification: 'denied', microphone: 'denied', place: 'denied' });
});

test(
  'an unknown call, a wrong input and a page of somebody else are refused by name',
  { tag: '@windows' },
  async () => {
    const main = await sidetone.window('main.html');
    const answers = await main.evaluate(async () => {
      const bridge = window.sidetone;
      if (bridge === undefined) return [];
      const call = bridge.call as (name: string, input: unknown) => Promise<unknown>;
      return [await call('live.explode', {}), await call('live.pause', 'now')];
    });
    expect(answers).toMatchObject([
      { ok: false, error: { code: 'call-unknown' } },
      { ok: false, error: { code: 'input-invalid' } },
    ]);

    // A window that is not one of ours, with our own preload in it.
    const refused = await sidetone.electron.evaluate(async ({ app, BrowserWindow }) => {
      const preload = `${app.getAppPath()}/out/preload/preload.cjs`;
      const foreign = new BrowserWindow({ show: false, webPreferences: { sandbox: true, preload } });
      await foreign.loadURL('data:text/html,<p>somebody else</p>');
      const answer: unknown = await foreign.webContents.executeJavaScript("window.sidetone.call('snapshot.get', {})");
      foreign.destroy();
      return answer;
    });
    expect(refused).toEqual({ ok: false, error: { code: 'sender-refused' } });
  },
);

test('nothing outside the folder of the windows is served', { tag: '@windows' }, async () => {
  await sidetone.window('main.html');
  const statuses = await sidetone.electron.evaluate(async ({ net }) => {
    const paths = [
      'main.html',
      '..%2f..%2fpackage.json',
      '%2e%2e/%2e%2e/package.json',
      '..%5c..%5cpackage.json',
      'none.js',
    ];
    return Promise.all(paths.map(async (each) => (await net.fetch(`sidetone-app://app/${each}`)).status));
  });
  expect(statuses).toEqual([200, 404, 404, 404, 404]);
});
