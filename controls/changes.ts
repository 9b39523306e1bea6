/** What a control's documents change, as data: setting by setting, what may break, and how to take it back. */
import type { z } from 'zod';

import type { SettingValue, ShownChange } from '../domain/change.ts';
import type { Plan } from '../domain/plan.ts';

export interface Changes {
  /** What the plan changes; null where the data does not know the plan's document in its version, or its settings. */
  readonly of: (plan: ChangingPlan) => ShownChange | null;
  /** The settings that a check read (`CheckResult.settings`); null for others. */
  readonly valuesIn: (settings: unknown) => readonly SettingValue[] | null;
  /** What a compliant resource has, for fixes in code. */
  readonly wanted: readonly SettingValue[];
  /** What the fix may break, on whatever way it comes. */
  readonly mayBreak: string;
  /** The documents and versions that the data knows. */
  readonly documents: readonly Pick<DocumentChange<never>, 'name' | 'version'>[];
}

type ChangingPlan = Pick<Plan, 'document' | 'parameters' | 'preState' | 'resource'>;

/** What a document is started with, and on what. */
type Started = Pick<Plan, 'parameters' | 'resource'>;

/** One document in one version. Data of a version stays as long as plans of it may be looked at. */
interface DocumentChange<Settings> {
  readonly name: string;
  readonly version: string;
  /** The settings as the document leaves them. */
  readonly after: (before: Settings, started: Started) => Settings;
  readonly mayBreak: string;
  readonly undo: string;
}

interface Data<Settings> {
  /** What `verify` reports as settings. */
  readonly schema: z.ZodType<Settings>;
  /** In the words of AWS, in the order in which people read them. */
  readonly settings: readonly {
    readonly name: string;
    readonly value: (settings: Settings) => string;
  }[];
  /** The runbook first. */
  readonly documents: readonly [DocumentChange<Settings>, ...DocumentChange<Settings>[]];
  readonly wanted: readonly SettingValue[];
}

export function changesOf<Settings>(data: Data<Settings>): Changes {
  const { schema, settings, documents, wanted } = data;
  const valuesOf = (found: Settings) =>
    settings.map(({ name, value }) => ({ name, value: value(found) }));
  return {
    of: ({ document, parameters, preState, resource }) => {
      const known = documents.filter(({ name }) => name === document.name);
      const exact = known.find(({ version }) => version === document.version);
      const one = exact ?? (isOfAws(document) ? known.at(-1) : undefined);
      const before = schema.safeParse(JSON.parse(preState));
      if (one === undefined || !before.success) return null;
      const after = valuesOf(one.after(before.data, { parameters, resource }));
      const shown = valuesOf(before.data).map(({ name, value }, at) => {
        return { name, before: value, after: after[at]?.value ?? '' };
      });
      const remark = exact === undefined ? otherVersion(document, one) : '';
      return { settings: shown, mayBreak: `${one.mayBreak}${remark}`, undo: one.undo };
    },
    valuesIn: (found) => {
      const read = schema.safeParse(found);
      return read.success ? valuesOf(read.data) : null;
    },
    wanted,
    mayBreak: documents[0].mayBreak,
    documents: documents.map(({ name, version }) => ({ name, version })),
  };
}

function isOfAws({ name }: Plan['document']): boolean {
  return name.startsWith('AWS-');
}

/** A person has read the other version of AWS before it was accepted. */
function otherVersion({ version }: Plan['document'], known: { readonly version: string }): string {
  return ` This is what version ${known.version} of the document does; version ${version} is what policies/documents.yaml accepts.`;
}

/** The first value of a parameter; empty where it has none. */
export function parameter({ parameters }: Started, name: string): string {
  return parameters[name]?.[0] ?? '';
}

/** For a reversible control's runbook: what its undo document does. */
export const UNDO_BY_CLOSELOOP =
  'Closeloop restores the settings as they were before, when one person asks for it (findings undo) and another approves.';

/** For an undo's own document. */
export const FIX_AGAIN =
  'The finding is open afterwards: approve a new plan of the fix, and Closeloop sets it again.';
