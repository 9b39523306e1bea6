/** JSON Patch of a work item, as strictly as Azure DevOps. https://learn.microsoft.com/en-us/rest/api/azure/devops/wit/work-items/update */
import { z } from 'zod';

import type { VendorAnswer } from '../vendor-server.ts';
import { parseJson } from '../vendor-server.ts';
import { refused } from './refusal.ts';
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

/** Null when everything was carried out; else the refusal, and nothing was. */
export function patch(state: BoardsState, item: WorkItem, body: Buffer): VendorAnswer | null {
  const parsed = document.safeParse(parseJson(body));
  if (!parsed.success)
    return refused(
      400,
      'VssPropertyValidationException',
      'You must pass a valid patch document in the body of the request.',
    );
  // On a copy: all or nothing.
  const draft: WorkItem = { ...item, relations: [...item.relations], comments: [...item.comments] };
  for (const one of parsed.data) {
    const refusal = carryOut(state, draft, one);
    if (refusal !== null) return refusal;
  }
  if (draft.title.trim() === '')
    return refused(
      400,
      'RuleValidationException',
      'TF401320: Rule Error for field Title. Error code: Required, HasValues, LimitedToValues, AllowsOldValue, InvalidEmpty.',
    );
  item.relations.splice(0, item.relations.length, ...draft.relations);
  item.comments.splice(0, item.comments.length, ...draft.comments);
  const { title, description, tags, state: name } = draft;
  Object.assign(item, { title, description, tags, state: name, rev: item.rev + 1 });
  return null;
}

function carryOut(
  state: BoardsState,
  draft: WorkItem,
  { op, path, value }: Operation,
): VendorAnswer | null {
  if (path === '/rev') return op === 'test' && value === draft.rev ? null : STALE;
  if (op === 'test')
    return refused(400, 'VssPropertyValidationException', `Test of ${path} is not known here.`);
  if (path === '/relations/-') return addRelation(draft, value);
  const field = /^\/fields\/(.+)$/.exec(path)?.[1] ?? '';
  const set = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  if (set === undefined)
    return refused(400, 'WorkItemFieldNotFoundException', `TF51535: Cannot find field ${field}.`);
  if (typeof value !== 'string')
    return refused(
      400,
      'RuleValidationException',
      `TF401326: Invalid field status 'InvalidType' for field '${field}'.`,
    );
  return set(draft, value, state);
}

/** Which code it really is was not seen yet: docs/emulation-differences.md. */
const STALE = refused(
  412,
  'TestPatchOperationFailedException',
  'VS403351: Test Operation for path /rev failed.',
);

type Set = (draft: WorkItem, value: string, state: BoardsState) => VendorAnswer | null;

const FIELDS: Readonly<Record<string, Set>> = {
  'System.Title': (draft, value) => {
    if (value.length > 255)
      return refused(
        400,
        'RuleValidationException',
        'TF401324: Invalid field status InvalidTooLong for field System.Title.',
      );
    draft.title = value;
    return null;
  },
  'System.Description': (draft, value) => {
    draft.description = value;
    return null;
  },
  'System.Tags': (draft, value) => {
    const tags = value.split(/[;,]/).map((tag) => tag.trim());
    draft.tags = tags.filter((tag) => tag !== '').join('; ');
    return null;
  },
  'System.History': (draft, value, state) => {
    draft.comments.push({ id: nextId(state), by: state.us, text: `<div>${value}</div>` });
    return null;
  },
  'System.State': (draft, value) => {
    const known = STATES.some(({ name }) => name === value);
    const allowed = draft.state === value || (RULES[draft.state] ?? [value]).includes(value);
    if (!known || !allowed)
      return refused(
        400,
        'RuleValidationException',
        `TF401320: Rule Error for field State. Error code: HasValues, LimitedToValues, AllowsOldValue, InvalidNotOldValue.`,
      );
    draft.state = value;
    return null;
  },
};

const relation = z.strictObject({
  rel: z.literal('Hyperlink'),
  url: z.url(),
  attributes: z.strictObject({ comment: z.string().max(255).optional() }).default({}),
});

function addRelation(draft: WorkItem, value: unknown): VendorAnswer | null {
  const parsed = relation.safeParse(value);
  if (!parsed.success)
    return refused(
      400,
      'WorkItemLinkInvalidException',
      "TF401258: The link's type or address is not valid.",
    );
  const { rel, url, attributes } = parsed.data;
  if (draft.relations.some((one) => one.url === url))
    return refused(400, 'WorkItemResourceLinkException', 'VS402914: Relation already exists.');
  draft.relations.push({ rel, url, comment: attributes.comment ?? '' });
  return null;
}
