// The first recording of History in any of its windows: browser or Electron.
import type { Locator, Page } from 'playwright/test';

/** The first recording of the list, once it is here: until then its row stands empty, and what is done to it is lost. */
export function firstRow(page: Page): Locator {
  return (
    page
      .getByRole('grid', { name: 'Recordings' })
      .getByRole('row')
      // The head has a box too, that selects all.
      .filter({ has: page.getByRole('gridcell').getByRole('checkbox') })
      .first()
  );
}
