// Builds the system's own menu from the drawn one: for the tray, and for the widget, which carries all where there is no tray.
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { TrayAction, TrayEntry } from './tray-view.ts';

export type NativeMenu = ReturnType<typeof Menu.buildFromTemplate>;

/** An `&` in a label would mark the next letter as the key of the entry. */
const plain = (label: string): string => label.replaceAll('&', '&&');

export function nativeMenu(entries: readonly TrayEntry[], onAction: (action: TrayAction) => void): NativeMenu {
  return Menu.buildFromTemplate(entries.map((entry) => template(entry, onAction)));
}

function template(entry: TrayEntry, onAction: (action: TrayAction) => void): MenuItemConstructorOptions {
  switch (entry.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'text':
      return { label: plain(entry.label), enabled: false };
    case 'action':
      return { label: plain(entry.label), enabled: entry.enabled, click: () => onAction(entry.action) };
    case 'choice':
      return {
        label: plain(entry.label),
        enabled: entry.enabled,
        submenu: entry.options.map(({ label, chosen, action }) => ({
          label: plain(label),
          ...(chosen === null ? {} : { type: 'radio' as const, checked: chosen }),
          click: () => onAction(action),
        })),
      };
  }
}
