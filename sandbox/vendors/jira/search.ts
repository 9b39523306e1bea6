/** As much JQL as Closeloop writes. https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/ */
import { z } from 'zod';

import type { WireRequest } from '../../aws/gateway/wire.ts';
import type { VendorAnswer } from '../vendor-server.ts';
import { parseJson } from '../vendor-server.ts';
import { issueJson } from './issues.ts';
import { refused } from './refusal.ts';
import type { Issue, JiraState } from './state.ts';

const body = z.strictObject({
  jql: z.string(),
  fields: z.array(z.string()).default(['id']),
  maxResults: z.int().min(1).max(5000).default(50),
  nextPageToken: z.string().optional(),
  expand: z.string().optional(),
});

/** Issues younger than the lag are not in the index yet. */
export function search(state: JiraState, request: WireRequest): VendorAnswer {
  const parsed = body.safeParse(parseJson(request.body));
  if (!parsed.success) return refused(400, ['Invalid request payload.']);
  const { jql, fields, maxResults } = parsed.data;
  const clauses = clausesIn(jql);
  if (clauses === null) return refused(400, [`Error in the JQL Query: ${jql}`]);
  if (clauses.length === 0)
    return refused(400, [
      'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
    ]);
  const indexed = state.issues.filter(({ created }) => created + state.indexLag <= state.now());
  const hits = indexed.filter((issue) => clauses.every((clause) => matches(issue, clause)));
  const issues = hits.slice(0, maxResults).map((issue) => issueJson(state, issue, fields));
  return { status: 200, body: { issues, isLast: hits.length <= maxResults } };
}

interface Clause {
  readonly field: 'project' | 'labels';
  readonly value: string;
}

const CLAUSE = /^(project|labels)\s*=\s*"((?:[^"\\]|\\.)*)"$/i;

/** Null for what is no JQL, or JQL that the sandbox does not know. */
function clausesIn(jql: string): readonly Clause[] | null {
  const where = jql.replace(/\s*ORDER BY created ASC$/i, '').trim();
  if (where === '') return [];
  const clauses = where.split(/\s+AND\s+/i).map((text) => {
    const [, field, value = ''] = CLAUSE.exec(text.trim()) ?? [];
    const name = field?.toLowerCase();
    const known: Clause['field'] | null = name === 'project' || name === 'labels' ? name : null;
    return known !== null ? { field: known, value: value.replaceAll(/\\(.)/g, '$1') } : null;
  });
  const known = clauses.filter((clause) => clause !== null);
  return known.length === clauses.length ? known : null;
}

/** A label is found whole. */
function matches(issue: Issue, { field, value }: Clause): boolean {
  return field === 'project' ? issue.project === value : issue.labels.includes(value);
}
