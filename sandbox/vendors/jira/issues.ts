/** Issues, comments and links. https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/ */
import { z } from 'zod';

import type { WireRequest } from '../../aws/gateway/wire.ts';
import type { VendorAnswer } from '../vendor-server.ts';
import { readBody } from '../vendor-server.ts';
import { readFields } from './fields.ts';
import { lackingFields, refused, refusedFields } from './refusal.ts';
import { issueBy, nextId, statusOf } from './state.ts';
import type { Issue, JiraComment, JiraState, JiraUser } from './state.ts';

const update = z.strictObject({
  fields: z.record(z.string(), z.unknown()).default({}),
  update: z.strictObject({}).optional(),
});

export function createIssue(state: JiraState, request: WireRequest): VendorAnswer {
  const { fields } = readBody(update, request, INVALID);
  const lacking = ['project', 'issuetype', 'summary'].filter((name) => !(name in fields));
  if (lacking.length > 0) throw refusedFields(lackingFields(lacking));
  const { project: of, summary = '', description = null, labels = [] } = readFields(state, fields);
  const id = nextId(state);
  const project = of?.key ?? '';
  const number = state.issues.filter((one) => one.project === project).length + 1;
  const issue: Issue = {
    id,
    key: `${project}-${number}`,
    project,
    creator: state.us,
    created: state.now(),
    summary,
    description,
    labels,
    status: state.workflow.statuses[0]?.name ?? '',
    resolution: null,
    comments: [],
    links: [],
  };
  state.issues.push(issue);
  return { status: 201, body: { id, key: issue.key, self: selfOf(state, issue) } };
}

export const INVALID = refused(400, 'Invalid request payload. Refer to the documentation.');

function selfOf(state: JiraState, { id }: Issue): string {
  return `${state.url()}/rest/api/3/issue/${id}`;
}

export function getIssue(state: JiraState, { query }: WireRequest, id = ''): VendorAnswer {
  const issue = issueBy(state, id);
  const wanted = query.get('fields')?.split(',') ?? ['*all'];
  return { status: 200, body: issueJson(state, issue, wanted) };
}

/** With the wanted fields only. */
export function issueJson(state: JiraState, issue: Issue, wanted: readonly string[]): unknown {
  const all: Readonly<Record<string, unknown>> = {
    summary: issue.summary,
    description: issue.description,
    labels: issue.labels,
    creator: userJson(issue.creator),
    created: jiraTime(issue.created),
    status: statusJson(state, issue.status),
    project: { key: issue.project },
  };
  const names = Object.keys(all).filter((name) => wanted.includes('*all') || wanted.includes(name));
  const fields = Object.fromEntries(names.map((name) => [name, all[name]]));
  return { id: issue.id, key: issue.key, self: selfOf(state, issue), fields };
}

export function userJson({ accountId, displayName }: JiraUser): unknown {
  return { accountId, displayName, accountType: 'atlassian', active: true };
}

export function statusJson(state: JiraState, name: string): unknown {
  const { id, category } = statusOf(state, name);
  return { id, name, statusCategory: { id: CATEGORY_IDS[category], key: category } };
}

const CATEGORY_IDS = { new: 2, indeterminate: 4, done: 3 } as const;

/** `2026-11-23T10:00:00.000+0000` */
function jiraTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}

export function editIssue(state: JiraState, request: WireRequest, id = ''): VendorAnswer {
  const issue = issueBy(state, id);
  const { fields } = readBody(update, request, INVALID);
  const { project: _project, issuetype: _type, ...written } = readFields(state, fields);
  Object.assign(issue, written);
  return { status: 204 };
}

export function listComments(state: JiraState, { query }: WireRequest, id = ''): VendorAnswer {
  const issue = issueBy(state, id);
  const start = Number(query.get('startAt') ?? 0);
  const most = Math.min(Number(query.get('maxResults') ?? 50), 5000);
  const newestFirst = query.get('orderBy') === '-created';
  const sorted = newestFirst ? issue.comments.toReversed() : issue.comments;
  const comments = sorted.slice(start, start + most).map(commentJson);
  const { length: total } = issue.comments;
  return { status: 200, body: { startAt: start, maxResults: most, total, comments } };
}

function commentJson({ id, author, created, body }: JiraComment): unknown {
  return { id, author: userJson(author), created: jiraTime(created), body };
}

const commentBody = z.strictObject({ body: z.unknown() });

export function addComment(state: JiraState, request: WireRequest, id = ''): VendorAnswer {
  const issue = issueBy(state, id);
  const { body } = readBody(commentBody, request, INVALID);
  if (!state.isDocument(body)) throw refusedFields([['comment', 'Comment body is not valid!']]);
  const comment = { id: nextId(state), author: state.us, created: state.now(), body };
  issue.comments.push(comment);
  return { status: 201, body: commentJson(comment) };
}

const linkBody = z.strictObject({
  globalId: z.string().min(1).max(255).optional(),
  object: z.strictObject({ url: z.url(), title: z.string().min(1).max(255) }),
});

/** 200 where the global id was there, 201 where it was not. */
export function upsertLink(state: JiraState, request: WireRequest, id = ''): VendorAnswer {
  const issue = issueBy(state, id);
  const noObject = refusedFields([['object', "'object' is required."]]);
  const { globalId = nextId(state), object } = readBody(linkBody, request, noObject);
  const at = issue.links.findIndex((link) => link.globalId === globalId);
  issue.links.splice(at < 0 ? issue.links.length : at, at < 0 ? 0 : 1, { globalId, ...object });
  const body = { id: 10_000 + issue.links.length, self: selfOf(state, issue) };
  return { status: at < 0 ? 201 : 200, body };
}
