/** As much JQL as Closeloop writes. https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/ */
import { z } from 'zod';

import type { WireRequest } from '../../aws/gateway/wire.ts';
import type { VendorAnswer } from '../vendor-server.ts';
import { readBody } from '../vendor-server.ts';
import { INVALID, issueJson } from './issues.ts';
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
  const { jql, fields, maxResults } = readBody(body, request, INVALID);
  const clauses = clausesIn(jql);
  if (clauses.length === 0) throw refused(400, 'Unbounded JQL queries are not allowed here.');
  const indexed = state.issues.filter(({ created }) => created + state.indexLag <= state.now());
  const hits = indexed.filter((issue) => clauses.every((clause) => matches(issue, clause)));
  const issues = hits.slice(0, maxResults).map((issue) => issueJson(state, issue, fields));
  return { status: 200, body: { issues, isLast: hits.length <= maxResults } };
}

interface Clause {
  readonly field: string;
  readonly value: string;
}

const CLAUSE = /^(project|labels)\s*=\s*"((?:[^"\\]|\\.)*)"$/i;

/** Refuses what is no JQL, and JQL that the sandbox does not know. */
function clausesIn(jql: string): readonly Clause[] {
  const where = jql.replace(/\s*ORDER BY created ASC$/i, '').trim();
  if (where === '') return [];
  return where.split(/\s+AND\s+/i).map((text) => {
    const [, field = '', value = ''] = CLAUSE.exec(text.trim()) ?? [];
    if (field === '') throw refused(400, `Error in the JQL Query: ${jql}`);
    return { field: field.toLowerCase(), value: value.replaceAll(/\\(.)/g, '$1') };
  });
}

/** A label is found whole. */
function matches(issue: Issue, { field, value }: Clause): boolean {
  return field === 'project' ? issue.project === value : issue.labels.includes(value);
}
