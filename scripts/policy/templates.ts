// The ADMX and ADML files of the policy, for Group Policy and Intune, as texts.
// https://learn.microsoft.com/previous-versions/windows/desktop/policy/admx-schema
import { defaultsKey, policyKey } from '../../src/main/policy/registry-source.ts';
import { policyTable, usualText, valuesText, type PolicyRow } from './policy-table.ts';
import type { PolicyWords } from './words/policy-words.ts';

type Level = 'Locked' | 'Default';

const idOf = (name: string): string => name.replaceAll('.', '_');
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** What the policy is called at each of its levels. */
const levelsOf = (row: PolicyRow): readonly Level[] => (row.isPolicyOnly ? ['Locked'] : ['Locked', 'Default']);
const policiesOf = () => policyTable.flatMap((row) => levelsOf(row).map((level) => ({ row, level })));

function choiceItem(row: PolicyRow, option: string | number): string {
  const value =
    typeof option === 'number' ? `<decimal value="${String(option)}" />` : `<string>${escaped(option)}</string>`;
  return `<item displayName="$(string.Choice_${idOf(row.name)}_${String(option)})"><value>${value}</value></item>`;
}

function elementOf(row: PolicyRow): string | null {
  const named = `id="Value" valueName="${row.name}"`;
  switch (row.kind) {
    case 'boolean':
      return null;
    case 'number':
      // The registry has no fractions: those are texts.
      if (!row.isWhole) return `<text ${named} required="true" maxLength="20" />`;
      return `<decimal ${named} required="true" minValue="${String(row.min)}" maxValue="${String(row.max)}" />`;
    case 'text':
      return `<text ${named} required="true" maxLength="${String(row.maxLength)}" />`;
    case 'choice':
      return `<enum ${named} required="true">${row.options.map((option) => choiceItem(row, option)).join('')}</enum>`;
    case 'list':
      return `<multiText ${named} required="true" />`;
  }
}

function policyXml(row: PolicyRow, level: Level): string {
  const id = `${level}_${idOf(row.name)}`;
  const key = level === 'Locked' ? policyKey : defaultsKey;
  const element = elementOf(row);
  const texts = `displayName="$(string.${idOf(row.name)})" explainText="$(string.${id}_Help)"`;
  const value = element === null ? ` valueName="${row.name}"` : ` presentation="$(presentation.${id})"`;
  const lines = [
    `<policy name="${id}" class="Both" ${texts} key="${key}"${value}>`,
    `  <parentCategory ref="${level === 'Locked' ? 'Sidetone' : 'Defaults'}" />`,
    '  <supportedOn ref="Supported" />',
  ];
  if (element === null) {
    lines.push(
      '  <enabledValue><decimal value="1" /></enabledValue>',
      '  <disabledValue><decimal value="0" /></disabledValue>',
    );
  } else {
    const item = `<item key="${key}" valueName="${row.name}"><value><string>null</string></value></item>`;
    if (row.isNullable) lines.push(`  <disabledList>${item}</disabledList>`);
    lines.push(`  <elements>${element}</elements>`);
  }
  return [...lines, '</policy>'].map((line) => `    ${line}`).join('\n');
}

const head =
  '<?xml version="1.0" encoding="utf-8"?>\n<!-- Made by scripts/policy-templates.ts from the table of preferences. -->';
const namespace = 'xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"';

/** The definitions, which are the same in every language. */
export function admx(): string {
  return `${head}
<policyDefinitions ${namespace} revision="1.0" schemaVersion="1.0">
  <policyNamespaces>
    <target prefix="sidetone" namespace="Sidetone.Policies" />
  </policyNamespaces>
  <resources minRequiredRevision="1.0" />
  <supportedOn>
    <definitions>
      <definition name="Supported" displayName="$(string.Supported)" />
    </definitions>
  </supportedOn>
  <categories>
    <category name="Sidetone" displayName="$(string.Sidetone)" />
    <category name="Defaults" displayName="$(string.Defaults)">
      <parentCategory ref="Sidetone" />
    </category>
  </categories>
  <policies>
${policiesOf()
  .map(({ row, level }) => policyXml(row, level))
  .join('\n')}
  </policies>
</policyDefinitions>
`;
}

function helpOf(row: PolicyRow, level: Level, words: PolicyWords): string {
  const [name, meaning] = words.settings[row.name];
  return [
    `${name}: ${meaning}.`,
    level === 'Locked' ? words.lockedHelp : words.defaultHelp,
    ...(row.isNullable ? [words.disabledHelp] : []),
    `${words.valuesHelp}${valuesText(row)}`,
    `${words.usualHelp}${usualText(row)}`,
  ].join('\n');
}

function presentationOf(row: PolicyRow, level: Level, words: PolicyWords): string {
  const [name] = words.settings[row.name];
  const label = escaped(name);
  const box = `<textBox refId="Value"><label>${label}</label></textBox>`;
  const control = {
    boolean: '',
    number:
      row.kind === 'number' && row.isWhole
        ? `<decimalTextBox refId="Value" defaultValue="${String(typeof row.usual === 'number' ? row.usual : row.min)}">${label}</decimalTextBox>`
        : box,
    text: box,
    choice: `<dropdownList refId="Value" noSort="true">${label}</dropdownList>`,
    list: `<multiTextBox refId="Value">${label}</multiTextBox>`,
  }[row.kind];
  return `      <presentation id="${level}_${idOf(row.name)}">${control}</presentation>`;
}

/** The words of one language. */
export function adml(words: PolicyWords): string {
  const texts: [string, string][] = [
    ['Sidetone', words.title],
    ['Defaults', words.defaults],
    ['Supported', words.supported],
    ...policyTable.map((row): [string, string] => [idOf(row.name), words.settings[row.name][0]]),
    ...policyTable.flatMap((row) =>
      row.kind === 'choice'
        ? row.options.map((option): [string, string] => [`Choice_${idOf(row.name)}_${String(option)}`, String(option)])
        : [],
    ),
    ...policiesOf().map(({ row, level }): [string, string] => [
      `${level}_${idOf(row.name)}_Help`,
      helpOf(row, level, words),
    ]),
  ];
  const withControls = policiesOf().filter(({ row }) => row.kind !== 'boolean');
  return `${head}
<policyDefinitionResources ${namespace} revision="1.0" schemaVersion="1.0">
  <displayName>${escaped(words.title)}</displayName>
  <description>${escaped(words.description)}</description>
  <resources>
    <stringTable>
${texts.map(([id, text]) => `      <string id="${id}">${escaped(text)}</string>`).join('\n')}
    </stringTable>
    <presentationTable>
${withControls.map(({ row, level }) => presentationOf(row, level, words)).join('\n')}
    </presentationTable>
  </resources>
</policyDefinitionResources>
`;
}
