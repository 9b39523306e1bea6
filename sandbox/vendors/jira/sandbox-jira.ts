/** Jira on this machine: what Closeloop uses of its API, and people who close tickets by hand. */
import { createHmac } from 'node:crypto';

import type { WireRequest } from '../../aws/gateway/wire.ts';
import { findRoute, removeWhere, startVendorServer } from '../vendor-server.ts';
import type { Routes, VendorAnswer, VendorServer } from '../vendor-server.ts';
import { adfCheck } from './adf.ts';
import * as issues from './issues.ts';
import { jiraPage } from './page.ts';
import { refused } from './refusal.ts';
import { search } from './search.ts';
import { issueBy, WORKFLOW } from './state.ts';
import type { Issue, JiraState, JiraUser } from './state.ts';
import { listTransitions, transitionIssue } from './transitions.ts';

export const JIRA_EMAIL = 'closeloop@example.com';
export const JIRA_TOKEN = 'sandbox-only-api-token';
export const JIRA_WEBHOOK_SECRET = 'sandbox-only-webhook-secret';

/** A webhook as Jira sends it. */
export interface Webhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SandboxJira extends Pick<VendorServer, 'url' | 'calls' | 'fail' | 'stop'> {
  readonly issues: readonly Issue[];
  /** A person moves an issue to that status, and what Jira then sends. */
  moveByHand(key: string, status: string, by: string): Webhook;
  /** A person makes an issue with these labels. */
  createByHand(project: string, labels: readonly string[]): Issue;
  /** A person deletes it. */
  remove(id: string): void;
}

export interface JiraOptions {
  /** Keys of projects. */
  readonly projects: readonly string[];
  /** How far search is behind: two seconds when absent. Milliseconds. */
  readonly indexLag?: number;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export async function startSandboxJira({
  projects,
  indexLag = 2_000,
  now = Date.now,
}: JiraOptions): Promise<SandboxJira> {
  const us = { accountId: '5b10ac8d82e05b22cc7d4ef5', displayName: 'Closeloop' };
  let url = '';
  const state: JiraState = {
    projects,
    workflow: WORKFLOW,
    issues: [],
    us,
    now,
    indexLag,
    isDocument: adfCheck(),
    url: () => url,
    last: 0,
  };
  const server = await startVendorServer((request) => answer(state, request));
  ({ url } = server);
  return {
    ...server,
    issues: state.issues,
    moveByHand: (key, status, by) => moveByHand(state, { key, status, by }),
    createByHand: (project, labels) => createByHand(state, project, labels),
    remove: (id) => removeWhere(state.issues, (issue) => issue.id === id),
  };
}

type Route = (state: JiraState, request: WireRequest, id?: string) => VendorAnswer;

const ROUTES: Routes<Route> = [
  [/^GET \/rest\/api\/3\/myself$/, ({ us }) => ({ status: 200, body: issues.userJson(us) })],
  [/^POST \/rest\/api\/3\/search\/jql$/, search],
  [/^POST \/rest\/api\/3\/issue$/, issues.createIssue],
  [/^GET \/rest\/api\/3\/issue\/(?<id>[^/]+)$/, issues.getIssue],
  [/^PUT \/rest\/api\/3\/issue\/(?<id>[^/]+)$/, issues.editIssue],
  [/^GET \/rest\/api\/3\/issue\/(?<id>[^/]+)\/comment$/, issues.listComments],
  [/^POST \/rest\/api\/3\/issue\/(?<id>[^/]+)\/comment$/, issues.addComment],
  [/^GET \/rest\/api\/3\/issue\/(?<id>[^/]+)\/transitions$/, listTransitions],
  [/^POST \/rest\/api\/3\/issue\/(?<id>[^/]+)\/transitions$/, transitionIssue],
  [/^POST \/rest\/api\/3\/issue\/(?<id>[^/]+)\/remotelink$/, issues.upsertLink],
];

function answer(state: JiraState, request: WireRequest): VendorAnswer {
  const { method, path, headers } = request;
  if (method === 'GET' && path === '/') return { status: 200, body: jiraPage(state) };
  if (path === '/rest/api/3/search')
    throw refused(410, 'The requested API has been removed. Use the /rest/api/3/search/jql API.');
  const wanted = `Basic ${Buffer.from(`${JIRA_EMAIL}:${JIRA_TOKEN}`).toString('base64')}`;
  if (headers['authorization'] !== wanted)
    throw refused(401, 'Client must be authenticated to access this resource.');
  const isJson = (headers['content-type'] ?? '').startsWith('application/json');
  if (method !== 'GET' && !isJson) return { status: 415 };
  const found = findRoute(ROUTES, request);
  if (found === null) throw refused(404, `The sandbox's Jira has no ${method} ${path}`);
  return found.handle(state, request, found.named['id']);
}

interface ByHand {
  readonly key: string;
  readonly status: string;
  readonly by: string;
}

/** https://developer.atlassian.com/cloud/jira/platform/webhooks/ */
function moveByHand(state: JiraState, { key, status, by }: ByHand): Webhook {
  const issue = issueBy(state, key);
  const from = issue.status;
  issue.status = status;
  const user: JiraUser = { accountId: `5b10-${by}`, displayName: by };
  const field = { field: 'status', fieldtype: 'jira', fieldId: 'status' };
  const item = { ...field, fromString: from, toString: status };
  state.last += 1;
  const body = JSON.stringify({
    timestamp: state.now(),
    webhookEvent: 'jira:issue_updated',
    issue_event_type_name: 'issue_generic',
    user: issues.userJson(user),
    issue: issues.issueJson(state, issue, ['*all']),
    changelog: { id: String(state.last), items: [item] },
  });
  return signedWebhook(body, JIRA_WEBHOOK_SECRET);
}

/** As Jira signs what it sends. https://developer.atlassian.com/cloud/jira/platform/webhooks/#secure-admin-webhooks */
export function signedWebhook(body: string, secret: string): Webhook {
  const mac = createHmac('sha256', secret).update(body).digest('hex');
  const type = 'application/json; charset=UTF-8';
  return { headers: { 'content-type': type, 'x-hub-signature': `sha256=${mac}` }, body };
}

function createByHand(state: JiraState, project: string, labels: readonly string[]): Issue {
  const id = String(90_000 + state.issues.length);
  const issue: Issue = {
    id,
    key: `${project}-${id}`,
    project,
    creator: { accountId: '5b10-somebody', displayName: 'Somebody' },
    created: 0,
    summary: 'made by hand',
    description: { type: 'doc', version: 1, content: [] },
    labels,
    status: 'Backlog',
    resolution: null,
    comments: [],
    links: [],
  };
  state.issues.push(issue);
  return issue;
}
