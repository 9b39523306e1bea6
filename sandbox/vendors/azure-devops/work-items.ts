/** https://learn.microsoft.com/en-us/rest/api/azure/devops/wit/work-items */
import { z } from 'zod';

import type { WireRequest } from '../../aws/gateway/wire.ts';
import type { VendorAnswer } from '../vendor-server.ts';
import { readBody } from '../vendor-server.ts';
import { patch } from './patch.ts';
import { refused } from './refusal.ts';
import { itemBy, requireType, STATES } from './state.ts';
import type { BoardsState, WorkItem } from './state.ts';

/** What a path names; groups of the route. */
export type Named = Readonly<Record<string, string | undefined>>;

export function createItem(
  state: BoardsState,
  request: WireRequest,
  { project = '', type = '' }: Named,
): VendorAnswer {
  requireType(type);
  const item: WorkItem = {
    id: state.items.length + 1,
    project,
    type,
    createdBy: state.us,
    created: state.now(),
    rev: 0,
    title: '',
    description: '',
    tags: '',
    state: STATES[0]?.name ?? '',
    relations: [],
    comments: [],
  };
  patch(state, item, request);
  state.items.push(item);
  return { status: 200, body: itemJson(state, item) };
}

export function updateItem(state: BoardsState, request: WireRequest, { id }: Named): VendorAnswer {
  const item = itemBy(state, id);
  patch(state, item, request);
  return { status: 200, body: itemJson(state, item) };
}

export function getItem(state: BoardsState, { query }: WireRequest, { id }: Named): VendorAnswer {
  const item = itemBy(state, id);
  const expand = (query.get('$expand') ?? 'none').toLowerCase();
  const all = itemJson(state, item);
  const { relations: _relations, ...rest } = all;
  return { status: 200, body: ['all', 'relations', '1', '4'].includes(expand) ? all : rest };
}

/** As the service names them; a work item without relations has no member for them. */
export function itemJson(state: BoardsState, item: WorkItem) {
  const { id, rev, project, relations } = item;
  const url = `${state.url()}/_apis/wit/workItems/${id}`;
  const hyperlinks = relations.map(({ comment, ...link }) => ({
    ...link,
    attributes: { comment },
  }));
  return {
    id,
    rev,
    fields: fieldsJson(item),
    ...(relations.length === 0 ? {} : { relations: hyperlinks }),
    _links: {
      self: { href: url },
      html: { href: `${state.url()}/${encodeURIComponent(project)}/_workitems/edit/${id}` },
    },
    url,
  };
}

function fieldsJson(item: WorkItem): Readonly<Record<string, unknown>> {
  return {
    'System.TeamProject': item.project,
    'System.WorkItemType': item.type,
    'System.State': item.state,
    'System.Title': item.title,
    'System.CreatedBy': item.createdBy,
    'System.CreatedDate': new Date(item.created).toISOString(),
    ...(item.description === '' ? {} : { 'System.Description': item.description }),
    ...(item.tags === '' ? {} : { 'System.Tags': item.tags }),
  };
}

/** With the wanted fields only; with `errorPolicy=Omit` deleted items are null. */
export function listItems(state: BoardsState, { query }: WireRequest): VendorAnswer {
  const wanted = query.get('fields')?.split(',') ?? null;
  const omits = query.get('errorPolicy')?.toLowerCase() === 'omit';
  const value = (query.get('ids') ?? '').split(',').map((wantedId) => {
    if (omits && !state.items.some((one) => String(one.id) === wantedId)) return null;
    const { id, rev, fields: all, url } = itemJson(state, itemBy(state, wantedId));
    const fields = Object.entries(all).filter(([name]) => wanted?.includes(name) ?? true);
    return { id, rev, fields: Object.fromEntries(fields), url };
  });
  return { status: 200, body: { count: value.length, value } };
}

export function listComments(
  state: BoardsState,
  { query }: WireRequest,
  { id }: Named,
): VendorAnswer {
  const item = itemBy(state, id);
  const newestFirst = query.get('order') === 'desc' || query.get('order') === '2';
  const sorted = newestFirst ? item.comments.toReversed() : item.comments;
  const top = Number(query.get('$top') ?? 200);
  const shared = { workItemId: item.id, version: 1 };
  const comments = sorted
    .slice(0, top)
    .map(({ by: createdBy, ...comment }) => ({ ...shared, ...comment, createdBy }));
  const { length: totalCount } = item.comments;
  return { status: 200, body: { totalCount, count: comments.length, comments } };
}

export function listStates(
  _state: BoardsState,
  _request: WireRequest,
  { type = '' }: Named,
): VendorAnswer {
  requireType(type);
  const value = STATES.map(({ name, category }) => ({ name, category, color: 'b2b2b2' }));
  return { status: 200, body: { count: value.length, value } };
}

const NO_QUERY = refused(
  400,
  'SyntaxErrorException',
  'TF51006: The query statement is missing a clause.',
);
const wiql = z.object({ query: z.string() });
const QUERY =
  /^SELECT \[System\.Id\] FROM WorkItems WHERE \[System\.TeamProject\] = @project AND \[System\.Tags\] CONTAINS '((?:[^']|'')*)' ORDER BY \[System\.Id\] ASC$/i;

/** As much WIQL as Closeloop writes. CONTAINS finds the words within longer tags too: the strictest reading. */
export function queryByWiql(
  state: BoardsState,
  request: WireRequest,
  { project }: Named,
): VendorAnswer {
  const words = QUERY.exec(readBody(wiql, request, NO_QUERY).query)?.[1];
  if (words === undefined) throw NO_QUERY;
  const tag = words.replaceAll("''", "'");
  const indexed = state.items.filter(({ created }) => created + state.indexLag <= state.now());
  const hits = indexed.filter((item) => item.project === project && item.tags.includes(tag));
  const workItems = hits.map(({ id }) => ({ id, url: `${state.url()}/_apis/wit/workItems/${id}` }));
  const asOf = new Date(state.now()).toISOString();
  const kind = { queryType: 'flat', queryResultType: 'workItem', columns: [] };
  return { status: 200, body: { ...kind, asOf, workItems } };
}
