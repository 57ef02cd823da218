// The app that many tests share: started once, signed in to the server of each test, and put back as it was before the next.
import { expect, type ElectronApplication } from 'playwright/test';
import type { Snapshot } from '../../src/shared/ipc/snapshot.ts';
import { newProfile, removeProfile, Sidetone } from './sidetone.ts';

export class SharedApp {
  readonly sidetone: Sidetone;
  readonly #preferences: Snapshot['preferences'];

  private constructor(sidetone: Sidetone, preferences: Snapshot['preferences']) {
    this.sidetone = sidetone;
    this.#preferences = preferences;
  }

  static async start(): Promise<SharedApp> {
    const sidetone = await Sidetone.start({ profile: await newProfile() });
    const main = await sidetone.window('main.html');
    await expect(main.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    return new SharedApp(sidetone, (await sidetone.snapshot()).preferences);
  }

  /** Signs in, and shows both windows with the preferences of a new profile. */
  async begin(server: string): Promise<void> {
    const { sidetone } = this;
    await this.#resetPreferences();
    const account = { server, username: 'ada.agent', password: 'demo', allowPlainHttp: false, thisSessionOnly: true };
    expect(await sidetone.call('session.signIn', account)).toEqual({ ok: true, value: {} });
    await sidetone.call('window.openMain', { page: 'history' });
    await sidetone.call('window.openWidget', {});
    await sidetone.window('widget.html');
    const main = await sidetone.window('main.html');
    await expect(main.getByRole('link', { name: 'History' })).toHaveAttribute('aria-current', 'page');
  }

  /** Signs out and takes back what the test replaced. With the session goes all that the app knows of the test's server. */
  async finish(): Promise<void> {
    await restoreSystem(this.sidetone.electron);
    await this.sidetone.call('session.signOut', {});
    await expect.poll(async () => (await this.sidetone.snapshot()).session.phase).toBe('signedOut');
  }

  async end(): Promise<void> {
    await this.sidetone.kill();
    await removeProfile(this.sidetone.profile);
  }

  async #resetPreferences(): Promise<void> {
    const { preferences } = await this.sidetone.snapshot();
    for (const [name, value] of Object.entries(this.#preferences)) {
      if (JSON.stringify(Reflect.get(preferences, name)) === JSON.stringify(value)) continue;
      // Name and value come from one snapshot, so they fit each other.
      const change = { name, value } as Parameters<typeof this.sidetone.call<'preferences.set'>>[1];
      expect(await this.sidetone.call('preferences.set', change)).toMatchObject({ ok: true });
    }
  }
}

/** What Electron shows, replaced so that no dialog waits for a person. */
type Replaced = { readonly asked: unknown[]; readonly restore: () => void };

const replacedName = 'sidetoneTestReplaced';

/**
 * Answers every later question in a dialog of the system with that button, and every choice of files with those.
 * @param answers the index of the button, and the paths
 */
export async function answerDialogs(
  electron: ElectronApplication,
  answers: { readonly button?: number; readonly files?: readonly string[] },
): Promise<void> {
  await restoreSystem(electron);
  await electron.evaluate(
    ({ dialog, shell }, { button, files, name }) => {
      const { showMessageBox, showOpenDialog } = dialog;
      const { showItemInFolder } = shell;
      const asked: unknown[] = [];
      dialog.showMessageBox = (...question: unknown[]) => {
        asked.push(question.at(-1));
        return Promise.resolve({ response: button, checkboxChecked: false });
      };
      dialog.showOpenDialog = () => Promise.resolve({ canceled: files.length === 0, filePaths: [...files] });
      shell.showItemInFolder = (file: string) => void asked.push(file);
      const restore = (): void => {
        Object.assign(dialog, { showMessageBox, showOpenDialog });
        shell.showItemInFolder = showItemInFolder;
      };
      Reflect.set(globalThis, name, { asked, restore });
    },
    { button: answers.button ?? 0, files: answers.files ?? [], name: replacedName },
  );
}

/** The questions that dialogs asked, and the files that were shown in their folder, since `answerDialogs`. */
export function askedInDialogs(electron: ElectronApplication): Promise<unknown[]> {
  return electron.evaluate(
    (_electron, name) => (Reflect.get(globalThis, name) as Replaced | undefined)?.asked ?? [],
    replacedName,
  );
}

async function restoreSystem(electron: ElectronApplication): Promise<void> {
  await electron.evaluate((_electron, name) => {
    (Reflect.get(globalThis, name) as Replaced | undefined)?.restore();
    Reflect.deleteProperty(globalThis, name);
  }, replacedName);
}
