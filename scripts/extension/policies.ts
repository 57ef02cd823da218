// Templates for administrators: install the extension without asking, and let it speak with its native host.
import { firefoxId, nativeHostName } from './extension-id.ts';

/** Where an organisation puts the packages; to be replaced by its own. */
const place = 'https://files.example.com/sidetone';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const chromium = (id: string, update: string) => ({
  ExtensionSettings: {
    [id]: { installation_mode: 'force_installed', update_url: update, override_update_url: true },
  },
  NativeMessagingAllowlist: [nativeHostName],
});

const firefox = {
  policies: {
    ExtensionSettings: {
      [firefoxId]: {
        installation_mode: 'force_installed',
        install_url: `${place}/sidetone-firefox.xpi`,
        private_browsing: true,
      },
    },
  },
};

/** A value of the registry that is a text; backslashes and quotes are escaped. */
const regText = (name: string, value: string): string =>
  `"${name}"="${value.replaceAll('\\', '\\\\').replaceAll('"', String.raw`\"`)}"`;

function registryFile(id: string): string {
  const browsers = [String.raw`Google\Chrome`, String.raw`Microsoft\Edge`].flatMap((browser) => {
    const key = `HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\${browser}`;
    const { ExtensionSettings } = chromium(id, `${place}/updates.xml`);
    return [
      `[${key}]`,
      regText('ExtensionSettings', JSON.stringify(ExtensionSettings)),
      '',
      `[${key}\\NativeMessagingAllowlist]`,
      regText('1', nativeHostName),
      '',
    ];
  });
  const lines = [
    'Windows Registry Editor Version 5.00',
    '',
    ...browsers,
    String.raw`[HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Mozilla\Firefox]`,
    regText('ExtensionSettings', JSON.stringify(firefox.policies.ExtensionSettings)),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** What Chrome and Edge read of a place of one's own: https://developer.chrome.com/docs/extensions/how-to/distribute/host-on-linux */
const updates = (id: string, version: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0">
  <app appid="${id}">
    <updatecheck codebase="${place}/sidetone-chromium.crx" version="${version}"/>
  </app>
</gupdate>
`;

/** Name and content of each template. */
export function policyFiles(id: string, version: string): Readonly<Record<string, string>> {
  return {
    'chrome-and-edge.json': json(chromium(id, `${place}/updates.xml`)),
    'firefox-policies.json': json(firefox),
    'windows.reg': registryFile(id),
    'updates.xml': updates(id, version),
  };
}
