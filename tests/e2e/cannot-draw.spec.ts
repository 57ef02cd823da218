// A window that cannot draw says so, wherever the throw was: its last picture never stays.
import type { Page } from 'playwright/test';
import { accessible, beginSession, expect, picture, test } from './fixtures.ts';

/** The places where drawing can throw; each is broken from outside, with the components as they are shipped. */
const places = {
  'while it draws a new state': () => {
    // The next snapshot has no recordings to count.
    Reflect.set(window, 'spoil', (snapshot: { live: object }) => ({
      ...snapshot,
      live: { ...snapshot.live, recordings: null },
    }));
  },
  'while it takes a new state over': () => {
    Reflect.set(window, 'spoil', () => null);
  },
  'while it writes a time that goes on': () => {
    String.prototype.padStart = () => {
      throw new Error('planted');
    };
  },
  'in a timer': () => {
    setTimeout(() => {
      throw new Error('planted');
    }, 0);
  },
  'in what a press does': () => {
    document.addEventListener('click', () => {
      throw new Error('planted');
    });
    document.body.click();
  },
} as const;

/** Lets the test spoil the snapshots that reach the page, and notes the faults that it reports. */
async function prepare(page: Page): Promise<() => Promise<{ window: string; drawing: boolean; stack: string }[]>> {
  await page.addInitScript(() => {
    type Bridge = NonNullable<Window['sidetone']>;
    const faults: unknown[] = [];
    Reflect.set(window, 'faults', faults);
    const wrapped = (bridge: Bridge): Bridge => ({
      ...bridge,
      call: (name, input) => {
        if (name === 'window.fault') faults.push(input);
        return bridge.call(name, input);
      },
      on: (name, listener) =>
        bridge.on(name, (payload) => {
          const spoil = Reflect.get(window, 'spoil') as ((spoiled: typeof payload) => typeof payload) | undefined;
          listener(name === 'snapshot' && spoil !== undefined ? spoil(payload) : payload);
        }),
    });
    const define = Object.defineProperty.bind(Object);
    Object.defineProperty = (target, key, how) =>
      define(target, key, key === 'sidetone' ? { ...how, value: wrapped(how.value as Bridge) } : how);
  });
  return () =>
    page.evaluate(() => Reflect.get(window, 'faults') as { window: string; drawing: boolean; stack: string }[]);
}

for (const name of ['main', 'widget'] as const)
  test(`the ${name} window that throws says that it cannot show the state, wherever it is`, async ({
    mainWindow,
    widget,
    simulator,
    preview,
  }) => {
    await beginSession(preview, simulator.url);
    const page = name === 'main' ? mainWindow.page : widget.page;
    const faults = await prepare(page);
    const state = page.getByRole('status', { name: 'Recording state' });
    await (name === 'main' ? mainWindow : widget).open();
    // After each of them the window has loaded itself anew, with nothing planted.
    for (const [index, [place, plant]] of Object.entries(places).entries())
      await test.step(place, async () => {
        // Of somebody else each time: the same number so soon would be the same call, transferred.
        const call = simulator.beginCall({ username: 'ada.agent', remoteNumber: `+3905511047${String(20 + index)}` });
        if (name === 'main') await page.getByRole('link', { name: 'Live' }).click();
        await expect(state).toHaveText('Recording');
        await preview.core.handlers['live.pause']({});
        await expect(state).toHaveText('Paused');

        await page.evaluate(plant);
        // Somebody else resumes: the picture of before would now be a lie.
        simulator.setPaused(call.id, false);
        await expect(page.getByRole('alert')).toContainText("Sidetone can't show the state");
        await expect(page.getByText('Paused')).toHaveCount(0);
        const told = await faults();
        expect(told.filter(({ drawing }) => drawing)).toHaveLength(1);
        expect(told[0]).toMatchObject({ window: name, drawing: true });
        await page.getByRole('button', { name: 'Try again' }).click();
        await expect(name === 'main' ? page.getByRole('navigation', { name: 'Pages' }) : state).toBeVisible();
        simulator.endCall(call.id);
        await expect.poll(() => preview.core.snapshot().live.state).toBe('idle');
      });
  });

test('the words fit the widget in both sizes, and axe finds nothing wrong with them', async ({ widget }) => {
  const { page } = widget;
  await widget.open();
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error('planted');
    }, 0);
  });
  const alert = page.getByRole('alert');
  await expect(alert).toBeVisible();
  for (const width of [400, 76]) {
    await page.setViewportSize({ width, height: 76 });
    const box = await page.getByRole('heading').locator('..').boundingBox();
    expect(Math.round((box?.y ?? -1) + (box?.height ?? 0))).toBeLessThanOrEqual(76);
    await accessible(page);
    await picture(page, `cannot-draw-${String(width)}`);
  }
});

for (const name of ['main', 'widget'] as const) {
  test(`the ${name} window that throws in its first picture says so too`, async ({ mainWindow, widget }) => {
    const { page } = name === 'main' ? mainWindow : widget;
    await page.addInitScript(() => {
      // The element that every page is drawn into refuses.
      Document.prototype.createTreeWalker = () => {
        throw new Error('planted');
      };
      Node.prototype.cloneNode = () => {
        throw new Error('planted');
      };
    });
    await (name === 'main' ? mainWindow : widget).open();
    await expect(page.getByRole('alert')).toContainText("Sidetone can't show the state");
  });
}
