/** Azure DevOps Boards as a tracker. https://learn.microsoft.com/en-us/rest/api/azure/devops/wit/ */
import type { Waits } from '../../http.ts';
import { callAs, trackerCalls } from '../call.ts';
import type { Call } from '../call.ts';
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
import { find } from './find.ts';
import { endsWith, html } from './html.ts';
import { categoryIn, move, statesOf } from './states.ts';
import { changedAt, commentList, item, PATCH, readItem, VERSION } from './work-items.ts';
import type { Operation } from './work-items.ts';

export interface AzureDevOpsOptions extends Waits {
  /** Without a slash at its end: `https://dev.azure.com/acme`. */
  readonly organization: string;
  /** A personal access token that may read and write work items. */
  readonly token: string;
  /** A work item type of every project concerned. */
  readonly workItemType: string;
}

/** A container is a project's name. */
export function azureDevOpsTickets(options: AzureDevOpsOptions): Tickets {
  const { organization: root, token, workItemType, ...waits } = options;
  const authorization = `Basic ${Buffer.from(`:${token}`).toString('base64')}`;
  const call = trackerCalls({ name: 'Azure DevOps', root, authorization, ...waits });
  return {
    create: (project, ticket) => create(call, { project, workItemType }, ticket),
    find: (project, mark) => find(call, project, mark),
    read: (ticket) => read(call, ticket),
    update: (ticket, text) => update(call, ticket, text),
    move: (ticket, to) => move(call, ticket, to),
    comment: (ticket, comment) => commentOnce(call, ticket, comment),
    link: (ticket, link) => linkOnce(call, ticket, link),
  };
}

interface Where {
  readonly project: string;
  readonly workItemType: string;
}

async function create(
  call: Call,
  { project, workItemType }: Where,
  ticket: NewTicket,
): Promise<TicketRef> {
  const what = `creating a ticket in ${project}`;
  const type = encodeURIComponent(workItemType);
  const path = `/${encodeURIComponent(project)}/_apis/wit/workitems/$${type}?${VERSION}`;
  const tags = add('/fields/System.Tags', `${LABEL}; ${ticket.mark}`);
  const body = [...textOperations(ticket), tags];
  const request = { method: 'POST', path, body, contentType: PATCH, what } as const;
  return { id: String((await callAs(call, item, request)).id) };
}

function textOperations({ title, body }: TicketText): readonly Operation[] {
  return [add('/fields/System.Title', title), add('/fields/System.Description', html(body))];
}

/** On a field that has a value it replaces that. */
function add(path: string, value: unknown): Operation {
  return { op: 'add', path, value };
}

async function read(call: Call, ticket: TicketRef): Promise<Ticket | null> {
  const what = `readAnswer ticket ${ticket.id}`;
  const found = await readItem(call, ticket, what);
  if (found === null) return null;
  const { id, fields, _links: links } = found;
  const status = fields['System.State'];
  const category = categoryIn(await statesOf(call, found, what), status);
  return { id: String(id), name: String(id), url: links.html.href, status, category };
}

async function update(call: Call, { id }: TicketRef, text: TicketText): Promise<boolean> {
  const what = `updating ticket ${id}`;
  const path = `/_apis/wit/workitems/${encodeURIComponent(id)}?${VERSION}`;
  const request = { method: 'PATCH', path, contentType: PATCH, what, expected: [404] } as const;
  return (await call({ ...request, body: textOperations(text) })).status !== 404;
}

/** It would be taken any number of times: the newest are looked through first. */
async function commentOnce(
  call: Call,
  ticket: TicketRef,
  { mark, body }: Comment,
): Promise<boolean> {
  const what = `commenting on ticket ${ticket.id}`;
  const found = await readItem(call, ticket, what);
  if (found === null) return false;
  const project = encodeURIComponent(found.fields['System.TeamProject']);
  const path = `/${project}/_apis/wit/workItems/${found.id}/comments?$top=100&order=desc&api-version=7.1-preview.4`;
  const newest = await callAs(call, commentList, { method: 'GET', path, what });
  if (newest.comments.some(({ text }) => endsWith(text, mark))) return true;
  const text = html([...body, { kind: 'paragraph', text: mark }]);
  const operations = () => [add('/fields/System.History', text)];
  return await changedAt(call, ticket, { what, operations });
}

/** The same address twice would be refused. */
async function linkOnce(call: Call, ticket: TicketRef, { url, title }: Link): Promise<boolean> {
  const value = { rel: 'Hyperlink', url, attributes: { comment: title } };
  return await changedAt(call, ticket, {
    what: `linking ticket ${ticket.id} to ${url}`,
    operations: ({ relations = [] }) =>
      relations.some((one) => one.rel === 'Hyperlink' && one.url === url)
        ? []
        : [add('/relations/-', value)],
  });
}
