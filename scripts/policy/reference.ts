// The policy reference of docs/admin-guide.md, made from the table of preferences.
import { policyTable, usualText, valuesText, type PolicyRow } from './policy-table.ts';
import { en } from './words/en.ts';

/** What stands before and after the reference in the guide. */
const marks = {
  begin: '<!-- Policy reference: made by scripts/policy-templates.ts -->',
  end: '<!-- End of the policy reference -->',
} as const;

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('’', "'");

const line = (row: PolicyRow): string =>
  `| \`${row.name}\` | ${cell(en.settings[row.name].join(': '))} | \`${cell(valuesText(row))}\` | \`${cell(usualText(row))}\` |`;

function table(rows: readonly PolicyRow[]): string {
  return ['| Setting | Meaning | Values | Default |', '|---|---|---|---|', ...rows.map((row) => line(row))].join('\n');
}

/** Throws when the guide has no place for the reference. */
export function withReference(guide: string): string {
  const from = guide.indexOf(marks.begin);
  const to = guide.indexOf(marks.end);
  if (from < 0 || to < from) throw new Error('docs/admin-guide.md has no place for the policy reference.');
  const reference = [
    marks.begin,
    'Settings that users may choose where no policy locks them:',
    table(policyTable.filter((row) => !row.isPolicyOnly)),
    "Policies for the organisation alone. Users neither see nor choose them, and Sidetone's main process enforces them; a refused action says that the organisation doesn't allow it:",
    table(policyTable.filter((row) => row.isPolicyOnly)),
  ];
  return `${guide.slice(0, from)}${reference.join('\n\n')}\n\n${guide.slice(to)}`;
}
