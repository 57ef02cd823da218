// Where there is no room beside a list its detail takes its place, as the style sheets have it.
import { MediaQuery } from 'svelte/reactivity';

/** The detail covers the list: its heading is then the first of the page. */
export const coversList = new MediaQuery('(max-width: 60rem)');
