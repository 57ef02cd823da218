// What holds for every test, whatever computer it runs on and however busy that is.
import { afterAll, beforeEach } from 'vitest';
import { followLocale } from '../../src/renderer/lib/format.ts';

// A limit for what never comes; the second that is usual passes on a busy machine.
if (typeof document !== 'undefined') {
  const { configure } = await import('@testing-library/svelte');
  configure({ asyncUtilTimeout: 60_000 });
  // Files share a page where they share a worker: what one leaves there must not be found by the next.
  afterAll(() => {
    document.body.replaceChildren();
  });
}

// What is expected to be read is written as in the United Kingdom. A test of another locale follows that one.
beforeEach(() => {
  followLocale('en-GB');
});
