/** JSON Patch of a work item, as strictly as Azure DevOps. https://learn.microsoft.com/en-us/rest/api/azure/devops/wit/work-items/update */
import { z } from 'zod';

import type { WireRequest } from '../../aws/gateway/wire.ts';
import { readBody } from '../vendor-server.ts';
import { refused, ruleRefused } from './refusal.ts';
import { nextId, RULES, STATES } from './state.ts';
import type { BoardsState, WorkItem } from './state.ts';

const operation = z.strictObject({
  op: z.enum(['add', 'replace', 'test']),
  path: z.string(),
  from: z.null().optional(),
  value: z.unknown(),
});
type Operation = z.output<typeof operation>;
const document = z.array(operation).min(1);

function invalidPatch(message: string) {
  return refused(400, 'VssPropertyValidationException', message);
}

/** Carries everything out, or refuses and changes nothing. */
export function patch(state: BoardsState, item: WorkItem, request: WireRequest): void {
  const noPatch = invalidPatch('You must pass a valid patch document in the body of the request.');
  const operations = readBody(document, request, noPatch);
  const draft: WorkItem = { ...item, relations: [...item.relations], comments: [...item.comments] };
  for (const one of operations) carryOut(state, draft, one);
  if (draft.title.trim() === '')
    throw ruleRefused('TF401320: Rule Error for field Title. Error code: Required, InvalidEmpty.');
  Object.assign(item, draft, { rev: item.rev + 1 });
}

function carryOut(state: BoardsState, draft: WorkItem, { op, path, value }: Operation): void {
  if (path === '/rev') {
    if (op !== 'test' || value !== draft.rev) throw STALE;
    return;
  }
  if (op === 'test') throw invalidPatch(`Test of ${path} is not known here.`);
  if (path === '/relations/-') {
    addRelation(draft, value);
    return;
  }
  const field = /^\/fields\/(.+)$/.exec(path)?.[1] ?? '';
  const set = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  if (set === undefined)
    throw refused(400, 'WorkItemFieldNotFoundException', `TF51535: Cannot find field ${field}.`);
  if (typeof value !== 'string')
    throw ruleRefused(`TF401326: Invalid field status 'InvalidType' for field '${field}'.`);
  set(draft, value, state);
}

/** Which code it really is was not seen yet: docs/emulation-differences.md. */
const STALE = refused(
  412,
  'TestPatchOperationFailedException',
  'VS403351: Test Operation for path /rev failed.',
);

type SetField = (draft: WorkItem, value: string, state: BoardsState) => void;

const FIELDS: Readonly<Record<string, SetField>> = {
  'System.Title': (draft, value) => {
    if (value.length > 255)
      throw ruleRefused('TF401324: Invalid field status InvalidTooLong for field System.Title.');
    draft.title = value;
  },
  'System.Description': (draft, value) => {
    draft.description = value;
  },
  'System.Tags': (draft, value) => {
    const tags = value.split(/[;,]/).map((tag) => tag.trim());
    draft.tags = tags.filter((tag) => tag !== '').join('; ');
  },
  'System.History': (draft, value, state) => {
    draft.comments.push({ id: nextId(state), by: state.us, text: `<div>${value}</div>` });
  },
  'System.State': (draft, value) => {
    const known = STATES.some(({ name }) => name === value);
    const allowed = draft.state === value || (RULES[draft.state] ?? [value]).includes(value);
    if (!known || !allowed)
      throw ruleRefused('TF401320: Rule Error for field State. Error code: LimitedToValues.');
    draft.state = value;
  },
};

const relation = z.strictObject({
  rel: z.literal('Hyperlink'),
  url: z.url(),
  attributes: z.strictObject({ comment: z.string().max(255).optional() }).default({}),
});

function addRelation(draft: WorkItem, value: unknown): void {
  const parsed = relation.safeParse(value);
  if (!parsed.success)
    throw refused(400, 'WorkItemLinkInvalidException', 'TF401258: The link is not valid.');
  const { rel, url, attributes } = parsed.data;
  if (draft.relations.some((one) => one.url === url))
    throw refused(400, 'WorkItemResourceLinkException', 'VS402914: Relation already exists.');
  draft.relations.push({ rel, url, comment: attributes.comment ?? '' });
}
