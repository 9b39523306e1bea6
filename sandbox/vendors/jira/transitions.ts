/** https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-issueidorkey-transitions-post */
import { z } from 'zod';

import type { WireRequest } from '../../aws/gateway/wire.ts';
import type { VendorAnswer } from '../vendor-server.ts';
import { readBody } from '../vendor-server.ts';
import { statusJson } from './issues.ts';
import { lackingFields, refused, refusedFields, unknownFields } from './refusal.ts';
import { issueBy, RESOLUTIONS } from './state.ts';
import type { Issue, JiraState, Transition } from './state.ts';

export function listTransitions(state: JiraState, { query }: WireRequest, id = ''): VendorAnswer {
  const issue = issueBy(state, id);
  const withFields = query.get('expand')?.split(',').includes('transitions.fields') === true;
  const transitions = possible(state, issue).map((transition) => ({
    id: transition.id,
    name: transition.name,
    isAvailable: true,
    hasScreen: transition.requires !== undefined,
    to: statusJson(state, transition.to),
    ...(withFields ? { fields: fieldsOf(transition) } : {}),
  }));
  return { status: 200, body: { expand: 'transitions', transitions } };
}

function possible({ workflow }: JiraState, issue: Issue): readonly Transition[] {
  return workflow.transitions.filter(({ from }) => from.includes(issue.status));
}

function fieldsOf({ requires = [] }: Transition): Readonly<Record<string, unknown>> {
  const shared = { required: true, hasDefaultValue: false, operations: ['set'] };
  const fields = requires.map((name) => {
    const known = name === 'resolution' ? { allowedValues: RESOLUTIONS } : {};
    const schema = { type: name === 'resolution' ? 'resolution' : 'string' };
    return [name, { ...shared, key: name, name, schema, ...known }];
  });
  return Object.fromEntries(fields);
}

const body = z.strictObject({
  transition: z.strictObject({ id: z.string() }),
  fields: z.record(z.string(), z.unknown()).default({}),
});
const resolution = z.strictObject({ id: z.enum(RESOLUTIONS.map(({ id }) => id)) });

export function transitionIssue(state: JiraState, request: WireRequest, id = ''): VendorAnswer {
  const issue = issueBy(state, id);
  const noTransition = refused(400, "Missing 'transition' identifier");
  const { transition: wanted, fields } = readBody(body, request, noTransition);
  const transition = possible(state, issue).find((one) => one.id === wanted.id);
  if (transition === undefined)
    throw refused(400, `Transition id '${wanted.id}' is not valid for this issue.`);
  if (transition.refuses !== undefined) throw refused(400, transition.refuses);
  const { requires = [] } = transition;
  const lacking = requires.filter((name) => !(name in fields));
  const unknown = Object.keys(fields).filter((name) => !requires.includes(name));
  if (lacking.length + unknown.length > 0)
    throw refusedFields([...lackingFields(lacking), ...unknownFields(unknown)]);
  if (requires.includes('resolution')) {
    const given = resolution.safeParse(fields['resolution']);
    if (!given.success) throw refusedFields([['resolution', 'Specify a valid resolution']]);
    issue.resolution = given.data.id;
  }
  if (transition.to !== 'Erledigt') issue.resolution = null;
  issue.status = transition.to;
  return { status: 204 };
}
