// The keychain against a real Secret Service: what was kept is found again, and a locked keyring is told from an empty one.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as keytar from 'keytar';
import { describe, expect, test } from 'vitest';
import { keytarKeychain } from '../../src/main/keychain-keytar.ts';
import { err, ok } from '../../src/shared/domain/result.ts';

const run = promisify(execFile);
const service = 'Sidetone test';

/** Speaks to the Secret Service itself, past keytar. */
async function secretService(method: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('dbus-send', [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.secrets',
    '/org/freedesktop/secrets',
    `org.freedesktop.Secret.Service.${method}`,
    ...args,
  ]);
  return stdout;
}

describe('the keychain of a Linux desktop', () => {
  test('gives back the password that was kept, also to a later start of the app', async () => {
    const account = 'ada.agent at https://ucx.example.com';
    expect(await keytarKeychain({ service }).set(account, 'pässwörd ☎')).toEqual(ok(null));
    expect(await keytarKeychain({ service }).get(account)).toEqual(ok('pässwörd ☎'));
  });

  test('forgets a password that was deleted, and knows that there is none', async () => {
    const keychain = keytarKeychain({ service });
    await keychain.set('bob', 'one');
    expect(await keychain.delete('bob')).toEqual(ok(null));
    expect(await keychain.get('bob')).toEqual(ok(null));
  });

  test('leaves nothing behind of the question whether it can be believed', async () => {
    const keychain = keytarKeychain({ service });
    await keychain.get('nobody');
    const kept = await keytar.findCredentials(service);
    expect(kept.map(({ account }) => account)).not.toContainEqual(expect.stringContaining('probe'));
    expect(kept).not.toEqual([]);
  });

  test('says that it is locked, and not that nothing is kept', async () => {
    const keychain = keytarKeychain({ service });
    expect(await keychain.set('carol', 'two')).toEqual(ok(null));
    await secretService('Lock', 'array:objpath:/org/freedesktop/secrets/collection/login');
    expect(await keychain.get('carol')).toMatchObject(err({ code: 'keychain-locked' }));
  });
});
