/** Azure DevOps Boards on this machine: what Closeloop uses of its API, and people who close work items by hand. */
import { randomUUID } from 'node:crypto';

import type { WireRequest } from '../../aws/gateway/wire.ts';
import { findRoute, removeWhere, startVendorServer } from '../vendor-server.ts';
import type { Routes, VendorAnswer, VendorServer } from '../vendor-server.ts';
import { areas, locations } from './discovery.ts';
import { boardsPage } from './page.ts';
import { refused } from './refusal.ts';
import { itemBy, STATES } from './state.ts';
import type { BoardsState, WorkItem } from './state.ts';
import * as items from './work-items.ts';
import type { Named } from './work-items.ts';

export const AZURE_DEVOPS_TOKEN = 'sandbox-only-pat';
export const AZURE_DEVOPS_WEBHOOK_SECRET = 'sandbox-only-hook-password';

/** A service hook's request. */
export interface ServiceHook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SandboxAzureDevOps extends Pick<VendorServer, 'calls' | 'fail' | 'stop'> {
  /** With the organization. */
  readonly url: string;
  readonly items: readonly WorkItem[];
  /** A person sets a state, and what the service hook then sends. */
  moveByHand(id: number, state: string, by: string): ServiceHook;
  /** A person makes an item with these tags. */
  createByHand(project: string, tags: string): WorkItem;
  /** A person deletes it. */
  remove(id: number): void;
}

export interface AzureDevOpsSandboxOptions {
  readonly projects: readonly string[];
  /** How far search is behind: two seconds when absent. Milliseconds. */
  readonly indexLag?: number;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export async function startSandboxAzureDevOps({
  projects,
  indexLag = 2_000,
  now = Date.now,
}: AzureDevOpsSandboxOptions): Promise<SandboxAzureDevOps> {
  const us = { id: 'd291b0c4-a05c-4ea6-8df1-4b41d5f39eff', displayName: 'Closeloop' };
  let url = '';
  const state: BoardsState = { projects, items: [], us, now, indexLag, url: () => url, last: 0 };
  const server = await startVendorServer((request) => answer(state, request));
  url = `${server.url}/acme`;
  return {
    ...server,
    url,
    items: state.items,
    moveByHand: (id, name, by) => moveByHand(state, { id, name, by }),
    createByHand: (project, tags) => createByHand(state, project, tags),
    remove: (id) => removeWhere(state.items, (item) => item.id === id),
  };
}

type Route = (state: BoardsState, request: WireRequest, named: Named) => VendorAnswer;

/** Paths are read without regard to case. */
const ROUTES: Routes<Route> = [
  [/^OPTIONS \/acme\/_apis\/(?<area>\w+)$/i, locations],
  [/^GET \/acme\/_apis\/resourceAreas$/i, areas],
  [/^GET \/acme\/_apis\/connectionData$/i, connectionData],
  [/^POST \/acme\/(?<project>[^/]+)\/_apis\/wit\/workitems\/\$(?<type>[^/]+)$/i, items.createItem],
  [/^PATCH \/acme\/(?:(?<project>[^/]+)\/)?_apis\/wit\/workitems\/(?<id>\d+)$/i, items.updateItem],
  [/^GET \/acme\/(?:(?<project>[^/]+)\/)?_apis\/wit\/workitems\/(?<id>\d+)$/i, items.getItem],
  [/^GET \/acme\/(?:(?<project>[^/]+)\/)?_apis\/wit\/workitems$/i, items.listItems],
  [
    /^GET \/acme\/(?<project>[^/]+)\/_apis\/wit\/workitems\/(?<id>\d+)\/comments$/i,
    items.listComments,
  ],
  [
    /^GET \/acme\/(?<project>[^/]+)\/_apis\/wit\/workitemtypes\/(?<type>[^/]+)\/states$/i,
    items.listStates,
  ],
  [/^POST \/acme\/(?<project>[^/]+)\/_apis\/wit\/wiql$/i, items.queryByWiql],
];

function connectionData({ us: { id, displayName } }: BoardsState): VendorAnswer {
  const authenticatedUser = { id, providerDisplayName: displayName };
  return { status: 200, body: { authenticatedUser } };
}

function answer(state: BoardsState, request: WireRequest): VendorAnswer {
  const { method, headers } = request;
  const path = decodeURIComponent(request.path);
  if (method === 'GET' && (path === '/' || path.includes('/_workitems/')))
    return { status: 200, body: boardsPage(state) };
  // Any user name goes with a token.
  const [, token] = Buffer.from((headers['authorization'] ?? '').replace(/^Basic /, ''), 'base64')
    .toString('utf8')
    .split(':');
  if (token !== AZURE_DEVOPS_TOKEN) return SIGN_IN;
  requireVersionAndType(request);
  const found = findRoute(ROUTES, request);
  if (found === null)
    throw refused(404, 'VssResourceNotFoundException', `The sandbox has no ${method} ${path}`);
  const { project } = found.named;
  if (project !== undefined && !state.projects.includes(project))
    throw refused(
      404,
      'ProjectDoesNotExistWithNameException',
      `TF200016: The following project does not exist: ${project}.`,
    );
  return found.handle(state, request, found.named);
}

/** Whom it does not know it shows a page, with a status that looks like an answer. */
const SIGN_IN: VendorAnswer = {
  status: 203,
  body: '<html><title>Azure DevOps Services | Sign In</title></html>',
};

/** The API version is in the query or in `Accept`; the content type must be the operation's. */
function requireVersionAndType({ method, path, query, headers }: WireRequest): void {
  if (method !== 'POST' && method !== 'PATCH') return;
  const versioned = query.has('api-version') || (headers['accept'] ?? '').includes('api-version=');
  if (!versioned)
    throw refused(
      400,
      'VssVersionNotSpecifiedException',
      `No api-version was supplied for the "${method}" request.`,
    );
  const wanted = /\/wiql$/i.test(path) ? 'application/json' : 'application/json-patch+json';
  const type = (headers['content-type'] ?? '').split(';')[0];
  if (type === wanted) return;
  throw refused(
    415,
    'VssRequestContentTypeNotSupportedException',
    `Content-Type "${type}" is not supported here. Valid content types are: ${wanted}.`,
  );
}

interface ByHand {
  readonly id: number;
  readonly name: string;
  readonly by: string;
}

/** https://learn.microsoft.com/en-us/azure/devops/service-hooks/events#workitem.updated */
function moveByHand(state: BoardsState, { id, name, by }: ByHand): ServiceHook {
  const item = itemBy(state, String(id));
  if (!STATES.some((one) => one.name === name)) throw new Error(`There is no state ${name}.`);
  const oldValue = item.state;
  item.state = name;
  item.rev += 1;
  const who = { id: randomUUID(), displayName: by };
  const body = JSON.stringify({
    subscriptionId: '00000000-0000-0000-0000-000000000000',
    notificationId: item.rev,
    id: randomUUID(),
    eventType: 'workitem.updated',
    publisherId: 'tfs',
    resource: {
      id: 1,
      workItemId: id,
      rev: item.rev,
      revisedBy: who,
      fields: { 'System.State': { oldValue, newValue: name } },
      revision: items.itemJson(state, item),
    },
    resourceVersion: '1.0',
  });
  return serviceHook(body, AZURE_DEVOPS_WEBHOOK_SECRET);
}

/** A service hook signs nothing: it signs in. */
export function serviceHook(body: string, password: string): ServiceHook {
  const authorization = `Basic ${Buffer.from(`closeloop:${password}`).toString('base64')}`;
  return { headers: { 'content-type': 'application/json; charset=utf-8', authorization }, body };
}

function createByHand(state: BoardsState, project: string, tags: string): WorkItem {
  const item: WorkItem = {
    id: state.items.length + 1,
    project,
    type: 'Task',
    createdBy: { id: randomUUID(), displayName: 'Somebody' },
    created: 0,
    rev: 1,
    title: 'made by hand',
    description: '',
    tags,
    state: 'Offen',
    relations: [],
    comments: [],
  };
  state.items.push(item);
  return item;
}
