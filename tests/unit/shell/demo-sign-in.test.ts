// The demo may sign in by itself, and nothing else may.
import { expect, test } from 'vitest';
import { demoSignIn } from '../../../src/main/electron/start/demo-sign-in.ts';

const signIn = (server: string) => JSON.stringify({ server, username: 'ada.agent', password: 'demo' });

test.each(['http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:5'])(
  'to a server on this computer: %s',
  (server) => {
    expect(demoSignIn({ SIDETONE_DEMO_SIGN_IN: signIn(server) }, false)).toMatchObject({ server });
  },
);

test.each([
  ['a server elsewhere', signIn('https://ucx.example.com')],
  ['a name that only begins like this computer', signIn('http://127.0.0.1.example.com')],
  ['this computer as a user name', signIn('http://127.0.0.1@example.com')],
  ['another scheme', signIn('file://localhost/x')],
  ['what is not JSON', 'ada.agent'],
  ['what lacks a password', JSON.stringify({ server: 'http://127.0.0.1', username: 'ada' })],
])('not to %s', (_what, text) => {
  expect(demoSignIn({ SIDETONE_DEMO_SIGN_IN: text }, false)).toBeNull();
});

test('not in the packaged app', () => {
  expect(demoSignIn({ SIDETONE_DEMO_SIGN_IN: signIn('http://127.0.0.1:1') }, true)).toBeNull();
});
