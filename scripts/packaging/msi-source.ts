// Describes the MSI for wixl: its files, shortcuts, registry and properties. What wixl doesn't know is in msi-tables.ts.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Known to every version: an MSI with the same code is an upgrade, never a second installation. */
const upgradeCode = '6F0A1C52-8E7B-4E0B-9C0F-2D1B7B6A9E31';
/** Components that are installed only when a property asks for them. */
export const optional = { desktop: 'DesktopShortcut', signIn: 'StartAtSignIn' } as const;

export type MsiOptions = {
  readonly version: string;
  readonly arch: 'x64' | 'arm64';
  /** Folder with the packaged app. */
  readonly app: string;
  /** Icon of the list of programs. */
  readonly icon: string;
  /** The program that custom actions run. */
  readonly helper: string;
};

const hash = (text: string): string => createHash('sha256').update(`sidetone ${text}`).digest('hex');

/** The same GUID for the same name, at each build. */
export function stableGuid(name: string): string {
  const h = hash(name);
  const groups = [h.slice(0, 8), h.slice(8, 12), `5${h.slice(13, 16)}`, `8${h.slice(17, 20)}`, h.slice(20, 32)];
  return groups.join('-').toUpperCase();
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** A text as an attribute of XML. */
export const attribute = (text: string): string => text.replaceAll(/[&<>"]/gu, (letter) => escapes[letter] ?? letter);

type Tree = { readonly lines: readonly string[]; readonly components: readonly string[] };

/** A component: what is installed or removed together. Its GUID comes from its name. */
function component(id: string, inside: string): string {
  return `<Component Id="${id}" Guid="${stableGuid(id)}" Win64="yes">${inside}</Component>`;
}

/** The files and folders of the app, one component for each file, in an order that doesn't depend on the disk. */
function folderTree(app: string, inside: string): Tree {
  const entries = readdirSync(path.join(app, inside), { withFileTypes: true });
  entries.sort((left, right) => (left.name < right.name ? -1 : 1));
  const parts = entries.map((entry): Tree => {
    const relative = path.posix.join(inside, entry.name);
    const key = hash(relative).slice(0, 24);
    if (entry.isDirectory()) {
      const { lines, components } = folderTree(app, relative);
      return {
        lines: [`<Directory Id="D${key}" Name="${attribute(entry.name)}">`, ...lines, '</Directory>'],
        components,
      };
    }
    const source = `Id="F${key}" Name="${attribute(entry.name)}" Source="${attribute(relative)}" KeyPath="yes"`;
    return { lines: [component(`C${key}`, `<File ${source}/>`)], components: [`C${key}`] };
  });
  return { lines: parts.flatMap(({ lines }) => lines), components: parts.flatMap(({ components }) => components) };
}

function registry(key: string, name: string | null, value: string, isKeyPath = false): string {
  const named = name === null ? '' : ` Name="${attribute(name)}"`;
  const keyPath = isKeyPath ? ' KeyPath="yes"' : '';
  return `<RegistryValue Root="HKLM" Key="${attribute(key)}"${named} Type="string" Value="${attribute(value)}"${keyPath}/>`;
}

/** A shortcut to the program in a folder of the system. */
const shortcut = (id: string, folder: string): string =>
  `<Shortcut Id="${id}" Directory="${folder}" Name="Sidetone" Target="${program}" WorkingDirectory="INSTALLDIR" Icon="Sidetone.ico"/>`;

const ownKey = String.raw`Software\Sidetone`;
const program = '[INSTALLDIR]Sidetone.exe';

/** Where browsers look for native hosts, and which manifest each reads: https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging */
const browsers = [
  [String.raw`Google\Chrome`, 'chromium'],
  ['Chromium', 'chromium'],
  [String.raw`Microsoft\Edge`, 'chromium'],
  ['Mozilla', 'firefox'],
] as const;

const nativeHosts = (): string =>
  browsers
    .map(([browser, kind], at) => {
      const key = ['Software', browser, 'NativeMessagingHosts', 'io.sidetone.browser'].join('\\');
      return registry(key, null, `[INSTALLDIR]resources\\extension\\${kind}-host.json`, at === 0);
    })
    .join('');

/** The registry of the machine, by component: the link, the native host of browsers, what an upgrade has to know, and what is optional. */
function registryComponents(): ReadonlyMap<string, string> {
  const link = String.raw`Software\Classes\sidetone`;
  return new Map([
    [
      'Link',
      registry(link, null, 'URL:Sidetone', true) +
        registry(link, 'URL Protocol', '') +
        registry(String.raw`${link}\shell\open\command`, null, `"${program}" "%1"`),
    ],
    ['NativeHosts', nativeHosts()],
    [
      'Remembered',
      registry(ownKey, 'InstallFolder', '[INSTALLDIR]', true) +
        shortcut('StartMenu', 'ProgramMenuFolder') +
        registry(ownKey, 'StartAtSignIn', '[STARTATSIGNIN]') +
        registry(ownKey, 'DesktopShortcut', '[DESKTOPSHORTCUT]'),
    ],
    [
      optional.signIn,
      registry(
        String.raw`Software\Microsoft\Windows\CurrentVersion\Run`,
        'Sidetone',
        `"${program}" --at-sign-in`,
        true,
      ),
    ],
    [optional.desktop, registry(ownKey, 'HasDesktopShortcut', '1', true) + shortcut('Desktop', 'DesktopFolder')],
  ]);
}

/** The source of the MSI. Paths of files are relative to the folder of the app. */
export function msiSource({ version, arch, app, icon, helper }: MsiOptions): string {
  const tree = folderTree(app, '');
  const inRegistry = registryComponents();
  const references = [...tree.components, ...inRegistry.keys()].map((id) => `<ComponentRef Id="${id}"/>`);
  const properties = {
    ARPPRODUCTICON: 'Sidetone.ico',
    ARPNOMODIFY: '1',
    // Windows would end Sidetone in the middle of a call; the helper asks it.
    MSIRESTARTMANAGERCONTROL: 'Disable',
    CLOSEWAIT: '300',
  };
  return `<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
<Product Id="${stableGuid(`product ${version} ${arch}`)}" Name="Sidetone" Language="1033" Version="${version}"
 Manufacturer="The Sidetone authors" UpgradeCode="${upgradeCode}">
<Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine" Description="Sidetone"/>
<MajorUpgrade DowngradeErrorMessage="A newer version of Sidetone is installed. Remove it first."/>
<Media Id="1" Cabinet="sidetone.cab" EmbedCab="yes"/>
<Icon Id="Sidetone.ico" SourceFile="${attribute(icon)}"/>
<Binary Id="SetupHelper" SourceFile="${attribute(helper)}"/>
${Object.entries(properties)
  .map(([name, value]) => `<Property Id="${name}" Value="${value}"/>`)
  .join('\n')}
<Directory Id="TARGETDIR" Name="SourceDir">
<Directory Id="ProgramMenuFolder"/>
<Directory Id="DesktopFolder"/>
<Directory Id="ProgramFiles64Folder">
<Directory Id="INSTALLDIR" Name="Sidetone">
${tree.lines.join('\n')}
${[...inRegistry].map(([id, inside]) => component(id, inside)).join('\n')}
</Directory>
</Directory>
</Directory>
<Feature Id="Sidetone" Level="1" Title="Sidetone">
${references.join('\n')}
</Feature>
</Product>
</Wix>
`;
}
