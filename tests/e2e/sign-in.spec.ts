// Signing in and out, in a browser.
import { expect, picture, test } from './fixtures.ts';

test('a wrong password is told in words, and nobody is signed in', async ({ mainWindow, simulator, preview }) => {
  await mainWindow.signIn(simulator.url, 'ada.agent', 'not the password');
  await expect(mainWindow.alert).toContainText('password');
  // The number of the answer; a port may hold it as a part.
  await expect(mainWindow.alert).not.toContainText(/\b401\b/u);
  await picture(mainWindow.page, 'sign-in-refused');
  await expect(mainWindow.page.getByRole('link', { name: 'History' })).toHaveCount(0);
  expect(preview.core.snapshot().session.phase).toBe('signedOut');
});

test('a server that cannot be reached is told in words', async ({ mainWindow, simulator }) => {
  await simulator.close();
  await mainWindow.signIn(simulator.url);
  await expect(mainWindow.alert).toContainText('127.0.0.1');
});

test('the right password shows the history, is kept in the keychain, and never comes down again', async ({
  mainWindow,
  simulator,
  keychain,
}) => {
  const fromServer: string[] = [];
  mainWindow.page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => fromServer.push(String(payload)));
  });
  const secret = 'correct horse battery';
  const [ada] = simulator.users;
  if (ada === undefined) throw new Error('the simulator has no users');
  ada.password = secret;
  await mainWindow.signIn(simulator.url, 'ada.agent', secret);
  await expect(mainWindow.firstRow).toBeVisible();
  expect([...keychain.passwords.values()]).toEqual([secret]);
  expect(fromServer.length).toBeGreaterThan(0);
  expect(fromServer.join('\n')).not.toContain(secret);
});

test('signing out shows the sign-in again and forgets the password', async ({ mainWindow, simulator, keychain }) => {
  await mainWindow.signedIn(simulator.url);
  await mainWindow.page.getByRole('button', { name: 'Sign out' }).click();
  await expect(mainWindow.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(mainWindow.page.getByLabel('Password')).toHaveValue('');
  expect(keychain.passwords.size).toBe(0);
});

test('without a keychain the user may sign in for this session only', async ({
  mainWindow,
  simulator,
  keychain,
  preview,
}) => {
  keychain.outOfOrder = 'keychain-missing';
  await mainWindow.signIn(simulator.url);
  await expect(mainWindow.alert).toContainText('keychain');
  await mainWindow.page.getByRole('button', { name: /this session/iu }).click();
  await expect(mainWindow.page.getByRole('link', { name: 'History' })).toBeVisible();
  expect(preview.core.snapshot().session.passwordKept).toBe('session');
});

test('a password that the server takes back in the middle of a session leads to the sign-in', async ({
  mainWindow,
  simulator,
}) => {
  await mainWindow.signedIn(simulator.url);
  simulator.setFault({}, { kind: 'unauthorized-from-now' });
  await expect(mainWindow.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(mainWindow.page.getByRole('textbox', { name: 'Server address' })).toHaveValue(simulator.url);
});
