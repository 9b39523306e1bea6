/** What may be written into an issue, as strictly as Jira. */
import { z } from 'zod';

import type { VendorAnswer } from '../vendor-server.ts';
import { refused } from './refusal.ts';
import type { JiraState } from './state.ts';

export interface Written {
  readonly project?: string;
  readonly summary?: string;
  readonly description?: unknown;
  readonly labels?: readonly string[];
}

/** Either the fields, or Jira's refusal of all that is wrong with them. */
export function fieldsIn(
  state: JiraState,
  fields: Readonly<Record<string, unknown>>,
): { readonly written: Written } | { readonly refusal: VendorAnswer } {
  const errors = Object.entries(fields).flatMap(([name, value]) => {
    const problem = problemOf(state, name, value);
    return problem === null ? [] : [[name, problem] as const];
  });
  if (errors.length > 0) return { refusal: refused(400, [], Object.fromEntries(errors)) };
  const { summary, labels, project } = known.parse(fields);
  const { description } = fields;
  return {
    written: {
      ...(project === undefined ? {} : { project: project.key }),
      ...(summary === undefined ? {} : { summary }),
      ...(labels === undefined ? {} : { labels }),
      ...(description === undefined ? {} : { description }),
    },
  };
}

const known = z.object({
  project: z.object({ key: z.string() }).optional(),
  summary: z.string().optional(),
  labels: z.array(z.string()).optional(),
});

function problemOf(state: JiraState, name: string, value: unknown): string | null {
  const check = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
  if (check === undefined)
    return `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`;
  return check(value, state);
}

const CHECKS: Readonly<Record<string, (value: unknown, state: JiraState) => string | null>> = {
  project: (value, { projects }) => {
    const parsed = z.strictObject({ key: z.string() }).safeParse(value);
    return parsed.success && projects.includes(parsed.data.key)
      ? null
      : 'Specify a valid project ID or key';
  },
  issuetype: (value) =>
    z.strictObject({ name: z.enum(['Task', 'Bug']) }).safeParse(value).success
      ? null
      : 'Specify a valid issue type',
  summary: (value) => {
    if (typeof value !== 'string' || value.trim() === '')
      return 'You must specify a summary of the issue.';
    if (/[\r\n]/.test(value))
      return 'The summary is invalid because it contains newline characters.';
    return value.length > 255 ? 'Summary must be less than 255 characters.' : null;
  },
  description: (value, { isDocument }) =>
    isDocument(value)
      ? null
      : 'Operation value must be an Atlassian Document (see the Atlassian Document Format)',
  labels: (value) => {
    const labels = z.array(z.string().max(255)).safeParse(value);
    if (!labels.success) return 'data was not an array';
    const spaced = labels.data.find((label) => /\s/.test(label));
    return spaced === undefined ? null : `The label '${spaced}' contains spaces which is invalid.`;
  },
};
