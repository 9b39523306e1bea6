/** Jira Cloud as a tracker. https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/ */
import { z } from 'zod';

import type { Waits } from '../../http.ts';
import { callAs, readAnswer, trackerCalls } from '../call.ts';
import type { Answered, Call, Request } from '../call.ts';
import { LABEL } from '../finding-label.ts';
import type {
  Comment,
  Link,
  NewTicket,
  Ticket,
  TicketRef,
  Tickets,
  TicketText,
} from '../tickets.ts';
import { adf, lastWords } from './adf.ts';
import { categoryOf, move } from './transitions.ts';

export interface JiraOptions extends Waits {
  /** Where people see it, without a slash at its end: `https://acme.atlassian.net`. */
  readonly site: string;
  /** Where its API is, when not there: scoped tokens have `https://api.atlassian.com/ex/jira/<cloud id>`. */
  readonly apiRoot?: string;
  readonly email: string;
  readonly token: string;
  /** The name of an issue type of every project concerned. */
  readonly issueType: string;
}

/** A container is a project's key; a ticket's id is the issue's, which stays when it is moved. */
export function jiraTickets(options: JiraOptions): Tickets {
  const { site, apiRoot = site, email, token, issueType, ...waits } = options;
  const authorization = `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;
  const call = trackerCalls({ name: 'Jira', root: apiRoot, authorization, ...waits });
  return {
    create: (project, ticket) => create(call, { project, issueType }, ticket),
    find: (project, mark) => find(call, project, mark),
    read: (ticket) => read(call, site, ticket),
    update: (ticket, text) => update(call, ticket, text),
    move: (ticket, to) => move(call, ticket, to),
    comment: (ticket, comment) => commentOnce(call, ticket, comment),
    link: (ticket, link) => upsertLink(call, ticket, link),
  };
}

interface Where {
  readonly project: string;
  readonly issueType: string;
}

const created = z.object({ id: z.string().min(1) });

async function create(
  call: Call,
  { project, issueType }: Where,
  ticket: NewTicket,
): Promise<TicketRef> {
  const what = `creating a ticket in ${project}`;
  const fields = {
    project: { key: project },
    issuetype: { name: issueType },
    labels: [LABEL, ticket.mark],
    ...textFields(ticket),
  };
  const request = { method: 'POST', path: '/rest/api/3/issue', body: { fields }, what } as const;
  return await callAs(call, created, request);
}

function textFields({ title, body }: TicketText): Readonly<Record<string, unknown>> {
  return { summary: title, description: adf(body) };
}

const account = z.object({ accountId: z.string().min(1) });
const found = z.object({
  issues: z.array(
    z.object({
      id: z.string().min(1),
      fields: z.object({
        creator: account.nullish(),
        labels: z.array(z.string()).default([]),
      }),
    }),
  ),
});

/**
 * Whoever may edit an issue may give it our label: only what our own account created counts.
 * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/#api-rest-api-3-search-jql-post
 */
async function find(call: Call, project: string, mark: string): Promise<TicketRef | null> {
  const what = `looking for ${mark} in ${project}`;
  const us = await callAs(call, account, { method: 'GET', path: '/rest/api/3/myself', what });
  const body = {
    jql: `project = ${quoted(project)} AND labels = ${quoted(mark)} ORDER BY created ASC`,
    fields: ['labels', 'creator'],
    maxResults: 50,
  };
  const request = { method: 'POST', path: '/rest/api/3/search/jql', body, what } as const;
  const { issues } = await callAs(call, found, request);
  const ours = issues.find(
    ({ fields }) => fields.creator?.accountId === us.accountId && fields.labels.includes(mark),
  );
  return ours === undefined ? null : { id: ours.id };
}

/** A JQL string. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

const issue = z.object({
  id: z.string().min(1),
  key: z.string().min(1),
  fields: z.object({
    status: z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }) }),
  }),
});

async function read(call: Call, site: string, { id }: TicketRef): Promise<Ticket | null> {
  const what = `readAnswer ticket ${id}`;
  const answer = await ifThere(call, { method: 'GET', path: `${pathOf(id)}?fields=status`, what });
  if (answer === null) return null;
  const { id: same, key, fields } = readAnswer(issue, answer, what);
  const { name: status, statusCategory } = fields.status;
  const url = `${site}/browse/${key}`;
  return { id: same, name: key, url, status, category: categoryOf(statusCategory.key) };
}

function pathOf(id: string): string {
  return `/rest/api/3/issue/${encodeURIComponent(id)}`;
}

/** Null for 404: Jira says the same of what is gone and of what we may not see. */
async function ifThere(call: Call, request: Request): Promise<Answered | null> {
  const answer = await call({ ...request, expected: [404] });
  return answer.status === 404 ? null : answer;
}

async function update(call: Call, { id }: TicketRef, text: TicketText): Promise<boolean> {
  const body = { fields: textFields(text) };
  const request = { method: 'PUT', path: pathOf(id), body, what: `updating ticket ${id}` } as const;
  return (await ifThere(call, request)) !== null;
}

const comments = z.object({ comments: z.array(z.object({ body: z.unknown() })) });

/** Jira would take it any number of times: the newest are looked through first, which are never behind. */
async function commentOnce(
  call: Call,
  { id }: TicketRef,
  { mark, body }: Comment,
): Promise<boolean> {
  const what = `commenting on ticket ${id}`;
  const path = `${pathOf(id)}/comment`;
  const query = 'orderBy=-created&maxResults=100';
  const newest = await ifThere(call, { method: 'GET', path: `${path}?${query}`, what });
  if (newest === null) return false;
  const { comments: written } = readAnswer(comments, newest, what);
  if (written.some((one) => lastWords(one.body) === mark)) return true;
  const document = adf([...body, { kind: 'paragraph', text: mark }]);
  return (await ifThere(call, { method: 'POST', path, body: { body: document }, what })) !== null;
}

/** The same `globalId` replaces. https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-remote-links/ */
async function upsertLink(call: Call, { id }: TicketRef, { url, title }: Link): Promise<boolean> {
  const body = { globalId: `closeloop=${url}`.slice(0, 255), object: { url, title } };
  const path = `${pathOf(id)}/remotelink`;
  const request = { method: 'POST', path, body, what: `linking ticket ${id} to ${url}` } as const;
  return (await ifThere(call, request)) !== null;
}
