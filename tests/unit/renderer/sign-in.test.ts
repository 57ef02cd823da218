// @vitest-environment happy-dom
// Signing in as a person meets it: nothing is lost, and each thing in the way has its own way out.
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, test } from 'vitest';
import type { Bridge, CallInput } from '../../../src/shared/ipc/ipc-table.ts';
import type { Problem } from '../../../src/shared/domain/problem.ts';
import type { SessionView } from '../../../src/shared/ipc/snapshot.ts';
import SignInPage from '../../../src/renderer/main/sign-in/SignInPage.svelte';
import { SignInForm } from '../../../src/renderer/main/sign-in/sign-in-form.svelte.ts';

const session: SessionView = {
  phase: 'signedOut',
  server: 'https://ucx.example.com',
  username: 'ada.agent',
  passwordKept: null,
  problem: null,
  keychainProblem: null,
  plainHttpAllowed: false,
  serverLocked: false,
  canRetry: false,
};

/** A form whose tries are answered by `problems` one after the other; null lets the user in. */
function formOf(
  problems: (Problem | null)[],
  held = session,
): { form: SignInForm; sent: CallInput<'session.signIn'>[] } {
  const sent: CallInput<'session.signIn'>[] = [];
  const bridge = {
    call: (_name: string, input: CallInput<'session.signIn'>) => {
      sent.push(input);
      const problem = problems.shift() ?? null;
      return Promise.resolve(problem === null ? { ok: true, value: {} } : { ok: false, error: problem });
    },
    on: () => () => undefined,
  };
  // The form makes one kind of call only.
  return { form: new SignInForm(bridge as unknown as Bridge, () => held), sent };
}

describe('Signing in', () => {
  test('remembers the server and the user of the last session', () => {
    const { form } = formOf([]);
    expect([form.server, form.username, form.password]).toEqual(['https://ucx.example.com', 'ada.agent', '']);
  });

  test('names each empty box, sends nothing, and leads to the first of them', async () => {
    const { form, sent } = formOf([], { ...session, server: null });
    expect(await form.submit()).toBe('server');
    expect(form.missing).toEqual(['server', 'password']);
    expect(sent).toEqual([]);
  });

  test('has a refused password typed again and keeps the rest', async () => {
    const { form } = formOf([{ code: 'credentials-refused' }]);
    form.password = 'wrong';
    expect(await form.submit()).toBe('password');
    expect([form.server, form.username, form.password]).toEqual(['https://ucx.example.com', 'ada.agent', '']);
    expect(form.problem?.code).toBe('credentials-refused');
  });

  test('keeps the password when it was not the password that failed', async () => {
    const { form } = formOf([{ code: 'server-timeout' }]);
    form.password = 'right';
    expect(await form.submit()).toBeNull();
    expect(form.password).toBe('right');
  });

  test('allows plain http only after the user ticked it', async () => {
    const { form, sent } = formOf([{ code: 'server-plain-http' }, null]);
    form.password = 'right';
    expect(form.asksPlainHttp).toBe(false);
    await form.submit();
    expect(form.asksPlainHttp).toBe(true);
    form.allowPlainHttp = true;
    await form.submit();
    expect(sent.map((input) => input.allowPlainHttp)).toEqual([false, true]);
  });

  test('does not carry the allowance of plain http over to another server', async () => {
    const { form, sent } = formOf([null], { ...session, server: 'http://one.example.com', plainHttpAllowed: true });
    expect(form.allowPlainHttp).toBe(true);
    form.server = 'http://two.example.com';
    form.password = 'right';
    await form.submit();
    expect(sent.map((input) => input.allowPlainHttp)).toEqual([false]);
  });

  test('offers to keep the password for the session when the keychain cannot', async () => {
    const { form, sent } = formOf([{ code: 'keychain-locked' }, null]);
    form.password = 'right';
    await form.submit();
    expect(form.offersSessionOnly).toBe(true);
    await form.submit(true);
    expect(sent.map((input) => input.thisSessionOnly)).toEqual([false, true]);
    expect(form.password).toBe('');
  });

  test('says why the last session ended until something is tried', async () => {
    const { form } = formOf([null], { ...session, problem: { code: 'credentials-refused' } });
    expect(form.problem?.code).toBe('credentials-refused');
    form.password = 'right';
    await form.submit();
    expect(form.problem).toBeNull();
  });

  test('does not send twice while the first try is under way', async () => {
    const { form, sent } = formOf([null, null]);
    form.password = 'right';
    await Promise.all([form.submit(), form.submit()]);
    expect(sent).toHaveLength(1);
  });
});

describe('What is typed as the address', () => {
  const typedForm = (server: string): { form: SignInForm; sent: unknown[] } => {
    const sent: unknown[] = [];
    const bridge = {
      call: (_name: string, input: unknown) => {
        sent.push(input);
        return Promise.resolve({ ok: true, value: {} });
      },
    };
    // The form makes one call only.
    const form = new SignInForm(bridge as unknown as Bridge, () => session);
    form.server = server;
    form.username = 'ada';
    form.password = 'secret';
    return { form, sent };
  };

  test.each([
    ['http://ucx.example.com', true],
    [' HTTP://10.0.0.1:8080/x ', true],
    ['https://ucx.example.com', false],
    ['ucx.example.com', false],
    ['http://localhost:8080', false],
    ['http://127.0.0.1', false],
    ['http://[::1]:80', false],
    ['http://', false],
    ['', false],
  ])('%j warns of a password that can be read on the way: %s', (server, warns) => {
    expect(typedForm(server).form.isPlainHttp).toBe(warns);
  });

  test('is made https with one press, whatever else it holds', () => {
    const { form } = typedForm(' HTTP://ucx.example.com:8080/fw ');
    form.useHttps();
    expect([form.server, form.isPlainHttp]).toEqual(['https://ucx.example.com:8080/fw', false]);
  });

  test('and the password is kept in the keychain unless that is taken away', async () => {
    const { form, sent } = typedForm('ucx.example.com');
    await form.submit();
    form.password = 'secret';
    form.keeps = false;
    await form.submit();
    expect(sent).toMatchObject([{ thisSessionOnly: false }, { thisSessionOnly: true }]);
  });

  test('has the focus where something is missing first', () => {
    const { form } = typedForm('');
    expect(form.firstEmpty).toBe('server');
    form.server = 'a';
    expect(form.firstEmpty).toBe('password');
    form.username = '';
    expect(form.firstEmpty).toBe('username');
  });
});

describe('The saved password', () => {
  afterEach(() => {
    cleanup();
  });
  const name = 'Try again with the saved password';
  const page = (held: SessionView): string[] => {
    const calls: string[] = [];
    const call = (called: string) => {
      calls.push(called);
      return Promise.resolve({ ok: true, value: {} });
    };
    const bridge = { call, on: () => () => undefined } as unknown as Bridge;
    render(SignInPage, { bridge, session: held, platform: 'windows' });
    return calls;
  };

  test('is tried again by one press where there is one, and only then', async () => {
    const calls = page({ ...session, canRetry: true, problem: { code: 'credentials-refused' } });
    expect(calls).toEqual([]);
    await fireEvent.click(screen.getByRole('button', { name }));
    expect(calls).toEqual(['session.retry']);
  });

  test('is not offered where none was kept', () => {
    page({ ...session, problem: { code: 'credentials-refused' } });
    expect(screen.queryByRole('button', { name })).toBeNull();
  });
});
