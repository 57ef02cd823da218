// The local date of this moment, which changes at midnight while a window stays open.
/* eslint-disable svelte/prefer-svelte-reactivity -- the dates here are read once; what is drawn is the day */
import { localDay } from './format.ts';

export class Today {
  #day = $state.raw(localDay(new Date()));

  /** `YYYY-MM-DD`. */
  get day(): string {
    return this.#day;
  }

  /** Follows the calendar. Sleep and a set clock are met when the window is looked at again. Returns the function that stops. */
  follow(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(timer);
      const now = new Date();
      this.#day = localDay(now);
      const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
      timer = setTimeout(look, midnight.getTime() - now.getTime() + 50);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }
}
