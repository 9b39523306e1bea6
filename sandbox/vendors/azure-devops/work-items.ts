/** https://learn.microsoft.com/en-us/rest/api/azure/devops/wit/work-items */
import { z } from 'zod';

import type { WireRequest } from '../../aws/gateway/wire.ts';
import type { VendorAnswer } from '../vendor-server.ts';
import { parseJson } from '../vendor-server.ts';
import { patch } from './patch.ts';
import { noItem, refused } from './refusal.ts';
import { itemBy, STATES, TYPES } from './state.ts';
import type { BoardsState, WorkItem } from './state.ts';

/** What a path names; groups of the route. */
export type Named = Readonly<Record<string, string | undefined>>;

export function createItem(
  state: BoardsState,
  { body }: WireRequest,
  { project = '', type = '' }: Named,
): VendorAnswer {
  if (!TYPES.includes(type))
    return refused(
      404,
      'WorkItemTypeNotFoundException',
      `VS402323: Work item type ${type} does not exist in project ${project} or you do not have permission to access it.`,
    );
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
  const refusal = patch(state, item, body);
  if (refusal !== null) return refusal;
  state.items.push(item);
  return { status: 200, body: itemJson(state, item) };
}

export function updateItem(state: BoardsState, { body }: WireRequest, { id }: Named): VendorAnswer {
  const item = itemBy(state, id);
  if (item === undefined) return noItem(id);
  return patch(state, item, body) ?? { status: 200, body: itemJson(state, item) };
}

export function getItem(state: BoardsState, { query }: WireRequest, { id }: Named): VendorAnswer {
  const item = itemBy(state, id);
  if (item === undefined) return noItem(id);
  const expand = (query.get('$expand') ?? 'none').toLowerCase();
  const all = itemJson(state, item);
  const { relations: _relations, ...rest } = all;
  return {
    status: 200,
    body:
      expand === 'all' || expand === 'relations' || expand === '1' || expand === '4' ? all : rest,
  };
}

/** As the service names them; a work item without relations has no member for them. */
export function itemJson(state: BoardsState, item: WorkItem) {
  const { id, rev, project, relations } = item;
  const url = `${state.url()}/_apis/wit/workItems/${id}`;
  const hyperlinks = relations.map(({ rel, url: to, comment }) => ({
    rel,
    url: to,
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
  const value = (query.get('ids') ?? '').split(',').map((id) => {
    const item = itemBy(state, id);
    if (item === undefined) return null;
    const fields = Object.entries(fieldsJson(item)).filter(
      ([name]) => wanted === null || wanted.includes(name),
    );
    return {
      id: item.id,
      rev: item.rev,
      fields: Object.fromEntries(fields),
      url: itemJson(state, item).url,
    };
  });
  const omits = (query.get('errorPolicy') ?? '').toLowerCase() === 'omit';
  if (!omits && value.includes(null)) return noItem(query.get('ids') ?? '');
  return { status: 200, body: { count: value.length, value } };
}

export function listComments(
  state: BoardsState,
  { query }: WireRequest,
  { id }: Named,
): VendorAnswer {
  const item = itemBy(state, id);
  if (item === undefined) return noItem(id);
  const newestFirst = query.get('order') === 'desc' || query.get('order') === '2';
  const sorted = newestFirst ? item.comments.toReversed() : item.comments;
  const top = Number(query.get('$top') ?? 200);
  const comments = sorted.slice(0, top).map(({ id: commentId, by, text }) => ({
    id: commentId,
    workItemId: item.id,
    version: 1,
    text,
    createdBy: by,
  }));
  return {
    status: 200,
    body: { totalCount: item.comments.length, count: comments.length, comments },
  };
}

export function listStates(
  _state: BoardsState,
  _request: WireRequest,
  { type = '' }: Named,
): VendorAnswer {
  if (!TYPES.includes(type))
    return refused(
      404,
      'WorkItemTypeNotFoundException',
      `VS402323: Work item type ${type} does not exist.`,
    );
  const value = STATES.map(({ name, category }) => ({ name, category, color: 'b2b2b2' }));
  return { status: 200, body: { count: value.length, value } };
}

const wiql = z.object({ query: z.string() });
const QUERY =
  /^SELECT \[System\.Id\] FROM WorkItems WHERE \[System\.TeamProject\] = @project AND \[System\.Tags\] CONTAINS '((?:[^']|'')*)' ORDER BY \[System\.Id\] ASC$/i;

/** As much WIQL as Closeloop writes. CONTAINS finds the words within longer tags too: the strictest reading. */
export function queryByWiql(
  state: BoardsState,
  { body }: WireRequest,
  { project }: Named,
): VendorAnswer {
  const parsed = wiql.safeParse(parseJson(body));
  const [, words] = QUERY.exec(parsed.success ? parsed.data.query : '') ?? [];
  if (words === undefined)
    return refused(
      400,
      'SyntaxErrorException',
      'TF51006: The query statement is missing a clause.',
    );
  const tag = words.replaceAll("''", "'");
  const indexed = state.items.filter(({ created }) => created + state.indexLag <= state.now());
  const hits = indexed.filter((item) => item.project === project && item.tags.includes(tag));
  const workItems = hits.map(({ id }) => ({ id, url: `${state.url()}/_apis/wit/workItems/${id}` }));
  return {
    status: 200,
    body: {
      queryType: 'flat',
      queryResultType: 'workItem',
      asOf: new Date(state.now()).toISOString(),
      columns: [],
      workItems,
    },
  };
}
