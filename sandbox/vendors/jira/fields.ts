/** What may be written into an issue, as strictly as Jira. */
import { z } from 'zod';

import { refusedFields, unknownFields } from './refusal.ts';
import type { JiraState } from './state.ts';

const NO_PROJECT = 'Specify a valid project ID or key';
const NO_TYPE = 'Specify a valid issue type';

const fieldsShape = ({ projects, isDocument }: JiraState) =>
  z
    .strictObject({
      project: z.strictObject({ key: z.enum(projects, NO_PROJECT) }, NO_PROJECT),
      issuetype: z.strictObject({ name: z.enum(['Task', 'Bug'], NO_TYPE) }, NO_TYPE),
      summary: z
        .string('You must specify a summary of the issue.')
        .regex(/\S/, 'You must specify a summary of the issue.')
        .regex(/^[^\r\n]*$/, 'The summary is invalid because it contains newline characters.')
        .max(255, 'Summary must be less than 255 characters.'),
      description: z.unknown().refine(isDocument, 'Operation value must be an Atlassian Document'),
      labels: z.array(
        z.string().max(255).regex(/^\S*$/, 'The label contains spaces which is invalid.'),
        'data was not an array',
      ),
    })
    .partial();

/** The fields; refuses everything that is wrong with them at once. */
export function readFields(state: JiraState, fields: Readonly<Record<string, unknown>>) {
  const parsed = fieldsShape(state).safeParse(fields);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0
      ? unknownFields(issue.keys)
      : [[String(issue.path[0]), issue.message] as const],
  );
  throw refusedFields(errors);
}
