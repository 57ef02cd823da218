// The manifest of the extension: one source for Chrome and Edge, and for Firefox, which names its background and its id differently.
import { extensionText } from '../../src/shared/messages/en/extension.ts';
import { firefoxId } from './extension-id.ts';

export const extensionKinds = ['chromium', 'firefox'] as const;
export type ExtensionKind = (typeof extensionKinds)[number];

/** What the icon of the toolbar says; sizes in pixels. */
export const iconNames = { off: 'offline', watching: 'idle', on: 'armed' } as const;
export const iconSizes = [16, 32] as const;
export const appIconSizes = [48, 128] as const;

const sites = ['http://*/*', 'https://*/*'];

const iconsOf = (name: string, sizes: readonly number[]): Record<string, string> =>
  Object.fromEntries(sizes.map((size) => [String(size), `icons/${name}-${String(size)}.png`]));

const onlyFor = {
  chromium: (key: string) => ({
    key,
    minimum_chrome_version: '121',
    background: { service_worker: 'background.js' },
  }),
  firefox: () => ({
    browser_specific_settings: { gecko: { id: firefoxId, strict_min_version: '128.0' } },
    background: { scripts: ['background.js'] },
  }),
};

export function extensionManifest(kind: ExtensionKind, version: string, key: string): Record<string, unknown> {
  return {
    manifest_version: 3,
    name: extensionText.name,
    description: extensionText.description,
    version,
    ...onlyFor[kind](key),
    permissions: ['nativeMessaging', 'scripting'],
    host_permissions: sites,
    content_scripts: [
      {
        matches: sites,
        js: ['content.js'],
        all_frames: true,
        match_about_blank: true,
        match_origin_as_fallback: true,
        run_at: 'document_start',
      },
    ],
    action: { default_title: extensionText.titles.off, default_icon: iconsOf('off', iconSizes) },
    icons: iconsOf('app', appIconSizes),
  };
}
