// What holds for every test, whatever computer it runs on and however busy that is.
import { beforeEach } from 'vitest';
import { followLocale } from '../../src/renderer/lib/format.ts';

// A limit for what never comes; the second that is usual passes on a busy machine.
if (typeof document !== 'undefined') {
  const { configure } = await import('@testing-library/svelte');
  configure({ asyncUtilTimeout: 60_000 });
}

// What is expected to be read is written as in the United Kingdom. A test of another locale follows that one.
beforeEach(() => {
  followLocale('en-GB');
});
