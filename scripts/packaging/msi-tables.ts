// What wixl can't describe, as changes of the finished MSI's tables (Windows Installer, "Database Tables").
import { optional } from './msi-source.ts';

/** Properties that an administrator may set on the command line. */
const publicProperties = [
  'SERVERADDRESS',
  'PAUSEHOTKEY',
  'RESUMEHOTKEY',
  'STARTATSIGNIN',
  'DESKTOPSHORTCUT',
  'CLOSEWAIT',
];
/** An upgrade finds what was chosen at the installation. */
const remembered = [
  { property: 'STARTATSIGNIN', value: 'StartAtSignIn' },
  { property: 'DESKTOPSHORTCUT', value: 'DesktopShortcut' },
];

/** Bits of a custom action's type. */
const type = { program: 2, setProperty: 51, ignoreFailure: 64, rollback: 256, deferred: 1024, asSystem: 2048 } as const;
/** A registry value in the 64-bit registry (RegLocator). */
const rawValue64 = 18;
const localMachine = 2;

type Action = {
  readonly name: string;
  readonly type: number;
  readonly words: string;
  readonly condition: string;
  readonly sequence: number;
};

const asSystem = type.program + type.deferred + type.asSystem;
const isUninstall = 'REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE';
const isInstall = 'NOT REMOVE="ALL"';

/** What the helper does, and when: numbers lie between those of the standard actions. */
const actions: readonly Action[] = [
  // If the installation fails later, Sidetone runs again.
  {
    name: 'StartAfterFailure',
    type: asSystem + type.rollback + type.ignoreFailure,
    words: 'start "[INSTALLDIR]."',
    condition: 'NOT UPGRADINGPRODUCTCODE',
    sequence: 1501,
  },
  {
    name: 'CloseSidetone',
    type: asSystem,
    words: 'close "[INSTALLDIR]." [CLOSEWAIT] "[WIX_UPGRADE_DETECTED]"',
    condition: 'NOT UPGRADINGPRODUCTCODE',
    sequence: 1502,
  },
  {
    name: 'CleanUp',
    type: asSystem + type.ignoreFailure,
    words: 'clean "[INSTALLDIR]."',
    condition: isUninstall,
    sequence: 3450,
  },
  {
    name: 'PreparePolicy',
    type: asSystem,
    words: 'policy "[SERVERADDRESS]" "[PAUSEHOTKEY]" "[RESUMEHOTKEY]"',
    condition: isInstall,
    sequence: 5300,
  },
  {
    name: 'StartSidetone',
    type: asSystem + type.ignoreFailure,
    words: 'start "[INSTALLDIR]."',
    condition: isInstall,
    sequence: 6550,
  },
];

/** A text in the query language of Windows Installer, which has no way to write a quote. */
function text(value: string): string {
  if (value.includes("'")) throw new Error(`a value of the MSI holds a quote: ${value}`);
  return `'${value}'`;
}

function insert(table: string, row: Readonly<Record<string, string | number>>): string {
  const names = Object.keys(row).map((name) => `\`${name}\``);
  const values = Object.values(row).map((value) => (typeof value === 'number' ? String(value) : text(value)));
  return `INSERT INTO \`${table}\` (${names.join(', ')}) VALUES (${values.join(', ')})`;
}

const inSequence = (action: string, sequence: number, condition = ''): string =>
  insert('InstallExecuteSequence', {
    Action: action,
    ...(condition === '' ? {} : { Condition: condition }),
    Sequence: sequence,
  });

const moved = (action: string, sequence: number): string =>
  `UPDATE \`InstallExecuteSequence\` SET \`Sequence\` = ${String(sequence)} WHERE \`Action\` = ${text(action)}`;

const addedAction = ({ name, type: kind, words, condition, sequence }: Action): string[] => [
  insert('CustomAction', { Action: name, Type: kind, Source: 'SetupHelper', Target: words }),
  inSequence(name, sequence, condition),
];

const rememberedProperty = ({ property, value }: (typeof remembered)[number], index: number): string[] => {
  const [saved, action] = [`SAVED${property}`, `Use${value}`];
  return [
    insert('RegLocator', {
      Signature_: saved,
      Root: localMachine,
      Key: String.raw`Software\Sidetone`,
      Name: value,
      Type: rawValue64,
    }),
    insert('AppSearch', { Property: saved, Signature_: saved }),
    insert('CustomAction', { Action: action, Type: type.setProperty, Source: property, Target: `[${saved}]` }),
    inSequence(action, 60 + index, `NOT ${property} AND ${saved}`),
  ];
};

/** The queries in the order in which they must run. `sequenced` are the actions that the MSI has already. */
export function msiQueries(sequenced: readonly string[]): string[] {
  const standard = {
    AppSearch: 50,
    InstallExecute: 1510,
    RemoveEnvironmentStrings: 3300,
    WriteEnvironmentStrings: 5200,
  };
  if (sequenced.includes('InstallExecute')) throw new Error('the MSI has InstallExecute already, at another place');
  const detected = ['WIX_DOWNGRADE_DETECTED', 'WIX_UPGRADE_DETECTED'];
  return [
    // What Sidetone is asked before the old version goes: actions that wait are carried out by InstallExecute.
    moved('RemoveExistingProducts', 1520),
    ...Object.entries(standard)
      .filter(([name]) => !sequenced.includes(name))
      .map(([name, sequence]) => inSequence(name, sequence)),
    ...actions.flatMap(addedAction),
    ...remembered.flatMap(rememberedProperty),
    // Set at installation (=), removed at uninstallation (-), of the machine (*), behind what is there.
    'CREATE TABLE `Environment` (`Environment` CHAR(72) NOT NULL, `Name` CHAR(255) NOT NULL LOCALIZABLE, `Value` CHAR(255) LOCALIZABLE, `Component_` CHAR(72) NOT NULL PRIMARY KEY `Environment`)',
    insert('Environment', {
      Environment: 'Path',
      Name: '=-*PATH',
      Value: '[~];[INSTALLDIR]bin',
      Component_: 'Remembered',
    }),
    `UPDATE \`Component\` SET \`Condition\` = 'STARTATSIGNIN="1"' WHERE \`Component\` = '${optional.signIn}'`,
    `UPDATE \`Component\` SET \`Condition\` = 'DESKTOPSHORTCUT="1"' WHERE \`Component\` = '${optional.desktop}'`,
    `UPDATE \`Property\` SET \`Value\` = '${[...detected, ...publicProperties].join(';')}' WHERE \`Property\` = 'SecureCustomProperties'`,
  ];
}
