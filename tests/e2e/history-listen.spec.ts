// Hearing a recording in the browser: real MP3, one fetch, a waveform, and marks where our own journal knows of a pause.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { WebSocketRoute } from 'playwright/test';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { expect, foundByAxe, picture, test, type MainWindow } from './fixtures.ts';

const time = (mainWindow: MainWindow): Promise<number> =>
  mainWindow.page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime);
const audioFetches = (requests: readonly { readonly endpoint: string }[]): number =>
  requests.filter(({ endpoint }) => endpoint === 'media').length;

/** Puts a recording of now on the server, of so long by its details. */
async function bringIn(simulator: Pick<Simulator, 'url' | 'users'>, audio: Buffer, duration: string): Promise<void> {
  const [user] = simulator.users;
  const form = new FormData();
  const localParty = { username: user?.username, phoneNumber: '101' };
  const details = { startDateTime: new Date().toISOString(), duration, direction: 1, localParty };
  form.append('jsondata', new Blob([JSON.stringify(details)], { type: 'application/json' }), 'x');
  form.append('attachment', new Blob([new Uint8Array(audio)], { type: 'audio/mpeg' }), 'call.mp3');
  const authorization = `Basic ${Buffer.from(`${user?.username ?? ''}:${user?.password ?? ''}`).toString('base64')}`;
  const url = `${simulator.url}/fw/Apps/Recorder/WebAPI/Recordings`;
  const answer = await fetch(url, { method: 'POST', headers: { authorization }, body: form });
  expect(answer.status).toBe(201);
}

test.beforeEach(async ({ mainWindow, simulator }) => {
  await mainWindow.signedIn(simulator.url);
  await expect(mainWindow.firstRow).toBeVisible();
});

test('plays a recording: time moves, seeking works, the waveform is drawn, and it is fetched once', async ({
  mainWindow,
  simulator,
  profile,
}) => {
  const { page } = mainWindow;
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  await mainWindow.firstRow.click();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await expect.poll(() => time(mainWindow)).toBeGreaterThan(0.3);
  await expect(page.getByRole('button', { name: /^Pause playback/u })).toBeVisible();
  // One stroke for each bar.
  const bars = (): Promise<number> =>
    page
      .locator('.played, .to-come')
      .evaluateAll((paths) =>
        paths.reduce(
          (sum, { attributes }) => sum + (attributes.getNamedItem('d')?.value.split('M').length ?? 1) - 1,
          0,
        ),
      );
  await expect.poll(bars).toBeGreaterThan(80);
  await picture(page, 'history-playing');
  await page.getByRole('button', { name: /^Pause playback/u }).click();
  await page.getByRole('slider', { name: 'Position' }).fill('10');
  await expect.poll(() => time(mainWindow)).toBe(10);
  await page.getByRole('button', { name: 'Forward 5 seconds' }).click();
  await expect.poll(() => time(mainWindow)).toBe(15);
  await page.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '2×' });
  const sounding = await page
    .locator('audio')
    .evaluate((audio: HTMLAudioElement) => [audio.playbackRate, audio.preservesPitch, Math.round(audio.duration)]);
  expect(sounding.slice(0, 2)).toEqual([2, true]);

  // Saving takes what was heard: the server has noted one fetch.
  await page.getByRole('button', { name: 'Save recording' }).click();
  // The line about the last save offers it too.
  const panel = page.getByRole('complementary', { name: 'Selected recording' });
  await expect(panel.getByRole('button', { name: 'Show in folder' })).toBeVisible();
  expect(audioFetches(simulator.requests)).toBe(1);
  expect(await readdir(path.join(profile, 'audio-cache'))).toHaveLength(1);
  expect(refused).toEqual([]);

  expect(await foundByAxe(page)).toEqual([]);

  // At sign-out nothing of it stays but what was saved.
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect.poll(() => readdir(path.join(profile, 'audio-cache'))).toEqual([]);
});

test('a recording of changing bit rate without a head: every moment of it is where it sounds', async ({
  mainWindow,
  simulator,
}) => {
  const { page } = mainWindow;
  const audio = await readFile(path.join(import.meta.dirname, '..', 'support', 'audio', 'vbr-no-head.mp3'));
  // The server has another length: that is said.
  await bringIn(simulator, audio, 'PT30S');
  await page.reload();
  await mainWindow.firstRow.click();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await expect.poll(() => time(mainWindow)).toBeGreaterThan(0.1);
  const played = page.locator('audio');
  expect(await played.evaluate((element: HTMLAudioElement) => element.duration)).toBeCloseTo(18.792, 2);
  await expect(page.getByRole('slider', { name: 'Position' })).toHaveAttribute('max', '18.7');
  await expect(page.getByText('This recording is 0:18 long, but the server reported 0:30.')).toBeVisible();
  // It speaks for 6.3 s, is silent for 6 s, and speaks again.
  const loudness = await played.evaluate(async (element: HTMLAudioElement) => {
    const context = new AudioContext();
    await context.resume();
    const analyser = context.createAnalyser();
    analyser.fftSize = 8192;
    context.createMediaElementSource(element).connect(analyser);
    const found: boolean[] = [];
    for (const at of [3, 9, 15, 7, 17]) {
      element.currentTime = at;
      await new Promise((resolve) => element.addEventListener('seeked', resolve, { once: true }));
      await element.play();
      // Sound of before the jump is out of the window of the analyser by then.
      while (element.currentTime < at + 0.4) await new Promise((resolve) => requestAnimationFrame(resolve));
      const wave = new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(wave);
      found.push(Math.max(...wave) > 0.02);
    }
    return found;
  });
  expect(loudness).toEqual([true, false, true, false, true]);
});

test('shows the details in the words of the trade', async ({ mainWindow, simulator }) => {
  const { page } = mainWindow;
  simulator.addCompleted({ durationMs: 61_000, note: '<b>Asked</b> for the invoice copy', preservedBy: 'ada.agent' });
  await page.reload();
  await mainWindow.firstRow.click();
  const panel = page.getByRole('complementary', { name: 'Selected recording' });
  await panel.getByText('Technical').click();
  await expect(panel.getByText('Media Forking')).toBeVisible();
  await expect(panel.getByText('<b>Asked</b> for the invoice copy', { exact: false })).toBeVisible();
  await expect(panel.getByText('Preserved by')).toBeVisible();
  await expect(panel.getByText('SHA-256')).toBeVisible();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await panel.getByRole('button', { name: 'Copy SHA-256' }).click();
  // The click only begins the copying: the core is asked first, then the browser writes.
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^[0-9a-f]{64}$/u);
  await picture(page, 'history-detail');
});

test.describe('while a recording is heard', () => {
  const sounds = ({ page }: MainWindow): Promise<boolean> =>
    page.locator('audio').evaluate((audio: HTMLAudioElement) => !audio.paused);

  test.beforeEach(async ({ mainWindow }) => {
    await mainWindow.firstRow.click();
    await mainWindow.page.keyboard.press('Enter');
    await mainWindow.page.keyboard.press('Space');
    await expect.poll(() => time(mainWindow)).toBeGreaterThan(0.1);
  });

  test('leaving History stops it for now, and it goes on from there', async ({ mainWindow }) => {
    const { page } = mainWindow;
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect.poll(() => sounds(mainWindow)).toBe(false);
    const at = await time(mainWindow);
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('button', { name: /^Play /u }).click();
    await expect.poll(() => time(mainWindow)).toBeGreaterThan(at);
  });

  test('keys and buttons of the player play, skip by five seconds, and set how loud it is', async ({ mainWindow }) => {
    const { page } = mainWindow;
    await page.getByRole('button', { name: /^Pause playback/u }).focus();
    await page.keyboard.press('k');
    await expect.poll(() => sounds(mainWindow)).toBe(false);
    await page.getByRole('slider', { name: 'Position' }).fill('10');
    await page.keyboard.press('l');
    await expect.poll(() => time(mainWindow)).toBe(15);
    await page.keyboard.press('j');
    await expect.poll(() => time(mainWindow)).toBe(10);
    await page.getByRole('button', { name: 'Back 5 seconds' }).click();
    await expect.poll(() => time(mainWindow)).toBe(5);
    await page.getByRole('button', { name: 'Volume' }).click();
    await page.getByRole('slider', { name: 'Volume' }).fill('30');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('slider', { name: 'Volume' })).toHaveCount(0);
    const volume = page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.volume);
    expect(await volume).toBeCloseTo(0.3);
    await page.getByRole('button', { name: /^Play /u }).focus();
    await page.keyboard.press('k');
    await expect.poll(() => sounds(mainWindow)).toBe(true);
  });

  test('signing out ends it', async ({ mainWindow }) => {
    const { page } = mainWindow;
    const audio = await page.locator('audio').elementHandle();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect(await audio.evaluate((element) => element instanceof HTMLAudioElement && element.paused)).toBe(true);
    expect(await audio.evaluate((element) => element.getAttribute('src'))).toBeNull();
  });
});

test('closing the main window stops what is heard in it', async ({ mainWindow }) => {
  const { page } = mainWindow;
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/.*/u, (socket) => {
    sockets.push(socket);
    socket.connectToServer();
  });
  await page.reload();
  await mainWindow.firstRow.click();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await expect.poll(() => time(mainWindow)).toBeGreaterThan(0.1);
  // A browser has no window that is only hidden: what the app's shell says of one is said here.
  sockets[0]?.send(JSON.stringify({ event: 'mainWindow', payload: { shown: false } }));
  await expect(page.getByRole('button', { name: /^Play /u })).toBeVisible();
  expect(await page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.paused)).toBe(true);
});

test('says why a recording cannot be heard', async ({ mainWindow, simulator }) => {
  simulator.setFault({ endpoint: 'media' }, { kind: 'status', status: 404 });
  await mainWindow.firstRow.click();
  await mainWindow.page.getByRole('button', { name: /^Play /u }).click();
  await expect(mainWindow.page.getByRole('group', { name: 'Player' })).toContainText("isn't on the server");
});

for (const [where, afterBytes, said] of [
  ['before anyone could tell what it is', 300, /The connection to .* was lost/u],
  ['in the middle', 40_000, /The recording didn't arrive completely\./u],
] as const)
  test(`a recording that was cut on the way ${where} is said so, and nothing is kept as saved`, async ({
    mainWindow,
    simulator,
    profile,
  }) => {
    simulator.setFault({ endpoint: 'media' }, { kind: 'cut-body', afterBytes });
    await mainWindow.firstRow.click();
    await mainWindow.page.getByRole('button', { name: /^Play /u }).click();
    await expect(mainWindow.page.getByText(said)).toBeVisible();
    expect(await readdir(path.join(profile, 'downloads')).catch(() => [])).toEqual([]);
  });
