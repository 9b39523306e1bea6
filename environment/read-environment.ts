/**
 * Environment variables, checked with a schema before a process does anything. A folder of its own, below every process
 * and beside everything else: domain, workflows, policies and activities cannot import it, so they are handed values.
 */
import type { z } from 'zod';

export type Variables = Readonly<Record<string, string | undefined>>;

/** A variable that is missing or malformed. */
export interface EnvironmentProblem {
  readonly name: string;
  /** Null when the variable is missing. */
  readonly value: string | null;
  readonly message: string;
}

export type CheckedEnvironment<Data> =
  | { readonly ok: true; readonly data: Data }
  | { readonly ok: false; readonly problems: readonly EnvironmentProblem[] };

/** All problems at once. An empty variable counts as missing: that is how Compose and shells pass what nobody set. */
export function checkEnvironment<Data>(
  schema: z.ZodType<Data>,
  variables: Variables,
): CheckedEnvironment<Data> {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return { ok: true, data: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return { name, value: given[name] ?? null, message };
  });
  return { ok: false, problems };
}

/** Throws an Error that names everything missing or malformed at once, and no value: some are secrets. */
export function readEnvironment<Data>(
  owner: string,
  schema: z.ZodType<Data>,
  variables: Variables,
): Data {
  const checked = checkEnvironment(schema, variables);
  if (checked.ok) return checked.data;
  throw incompleteEnvironment(
    owner,
    checked.problems.map(({ name, message }) => `${name}: ${message}`),
  );
}

/** `owner` is the process, as people call it: "the worker", "the Slack function". */
export function incompleteEnvironment(owner: string, problems: readonly string[]): Error {
  const lines = problems.map((problem) => `\n  ${problem}`).join('');
  return new Error(`The environment of ${owner} is not complete:${lines}`);
}
