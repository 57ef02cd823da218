// What an administrator may set, read from the table of preferences: the kind of each value, its limits and its default.
import type * as v from 'valibot';
import {
  defaultPreferences,
  isPolicyOnly,
  preferenceNames,
  preferenceTable,
  type PreferenceName,
} from '../../src/shared/domain/preferences.ts';

type PolicyKind =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly isWhole: boolean }
  | { readonly kind: 'text'; readonly maxLength: number }
  | { readonly kind: 'choice'; readonly options: readonly (string | number)[] }
  | { readonly kind: 'list' };

export type PolicyRow = {
  readonly name: PreferenceName;
  /** May have no value (null). */
  readonly isNullable: boolean;
  /** Users can't choose it: it has no default level. */
  readonly isPolicyOnly: boolean;
  readonly usual: unknown;
} & PolicyKind;

/** The part of a schema of valibot 1.5 that is read. */
type Schema = v.GenericSchema & {
  readonly wrapped?: Schema;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
  readonly options?: readonly (string | number)[];
};

function limit(schema: Schema, type: string): number | null {
  const found = schema.pipe?.find((step) => step.type === type)?.requirement;
  return typeof found === 'number' ? found : null;
}

/** Throws where the templates don't know the kind of a value: it needs a control of its own. */
function kindOf(name: string, schema: Schema): PolicyKind {
  const unknown = (): never => {
    throw new Error(`The policy templates have no control for ${name} (${schema.type}).`);
  };
  switch (schema.type) {
    case 'boolean':
    case 'array':
      return schema.type === 'array' ? { kind: 'list' } : { kind: 'boolean' };
    case 'picklist':
      return { kind: 'choice', options: schema.options ?? unknown() };
    case 'string':
      return { kind: 'text', maxLength: limit(schema, 'max_length') ?? unknown() };
    case 'number': {
      const isWhole = schema.pipe?.some(({ type }) => type === 'integer') === true;
      return {
        kind: 'number',
        min: limit(schema, 'min_value') ?? unknown(),
        max: limit(schema, 'max_value') ?? unknown(),
        isWhole,
      };
    }
    default:
      return unknown();
  }
}

export const policyTable: readonly PolicyRow[] = preferenceNames.map((name) => {
  const schema: Schema = preferenceTable[name].schema;
  const isNullable = schema.type === 'nullable';
  return {
    name,
    isNullable,
    isPolicyOnly: isPolicyOnly(name),
    usual: defaultPreferences[name],
    ...kindOf(name, isNullable ? (schema.wrapped ?? schema) : schema),
  };
});

/** The values of a setting, in words that are the same in every language. */
export function valuesText(row: PolicyRow): string {
  const noValue = row.isNullable ? ' / null' : '';
  switch (row.kind) {
    case 'boolean':
      return 'true / false';
    case 'number':
      return `${String(row.min)} – ${String(row.max)}${noValue}`;
    case 'choice':
      return `${row.options.join(' / ')}${noValue}`;
    case 'list':
      return '[ "…" ]';
    case 'text':
      return `"…"${noValue}`;
  }
}

export const usualText = ({ usual }: PolicyRow): string => (typeof usual === 'string' ? usual : JSON.stringify(usual));
