import type { Attributes, Value } from '../../../../controls/code-change.ts';
import { isExpression, isList } from '../../../../controls/code-change.ts';
import { blocksOf } from '../../../../controls/effects.ts';
import { moduleBlocks } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import type { Documents } from './documents.ts';
import { resolve, resolveBody } from './scope.ts';
import type { Scope } from './scope.ts';

/** The address in `data.aws_iam_policy_document.x.json`; null for any other expression. */
export function documentAddress(template: string): string | null {
  const match =
    /^\$\{(data\.aws_iam_policy_document\.[\w-]+)(?:\[(?:0|count\.index|each\.key)\])?\.json\}$/.exec(
      template,
    );
  return match?.[1] ?? null;
}

/** A policy's content where the module shows it: JSON, `jsonencode`, or a document of the module. */
export function policyOf(
  raw: string,
  block: Block,
  {
    model,
    scope,
    documents,
  }: { readonly model: SourceModel; readonly scope: Scope; readonly documents: Documents },
): Value {
  const parsed = documents.get(raw);
  if (parsed !== undefined) return resolve(parsed, scope);
  const value = resolve(raw, scope);
  const address = isExpression(value) ? documentAddress(value.template) : null;
  return (address === null ? null : documentOf(model, address, { scope, user: block })) ?? value;
}

/**
 * The policy that a data block of the file writes, in the form of IAM's JSON; null when it is not in the file, is
 * generated, or is merged with documents from elsewhere.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function documentOf(
  model: SourceModel,
  address: string,
  {
    scope,
    user,
    depth = 0,
  }: { readonly scope: Scope; readonly user: Block; readonly depth?: number },
): Attributes | null {
  const blocks = moduleBlocks(model).filter(
    (one) => one.kind === 'data' && one.address === address,
  );
  const [block] = blocks;
  if (block === undefined || blocks.length > 1 || depth > DEEPEST) return null;
  const body = resolveBody(block.body, scope);
  const plain = [...body.keys()].every((name) => PLAIN.has(name));
  if (!plain || !sameInstances(block, user)) return null;
  const sources = ['source_policy_documents', 'source_json'].flatMap((name) => {
    const given = body.get(name) ?? [];
    return isList(given) ? given : [given];
  });
  const merged = sources.map((source) => {
    const name = isExpression(source) ? documentAddress(source.template) : null;
    return name === null ? null : documentOf(model, name, { scope, user: block, depth: depth + 1 });
  });
  if (!merged.every((one) => one !== null)) return null;
  const inherited = merged.flatMap((one) => blocksOf(one.get('Statement')));
  const own = blocksOf(body.get('statement')).map(statementOf);
  return new Map<string, Value>([['Statement', [...inherited, ...own]]]);
}

const DEEPEST = 4;

/** A document exists for each instance of what uses it: once, or with the same `for_each` or `count`. */
function sameInstances(document: Block, user: Block): boolean {
  const repeated = ['count', 'for_each'].filter((name) => Object.hasOwn(document.body, name));
  return repeated.every(
    (name) => JSON.stringify(document.body[name]) === JSON.stringify(user.body[name]),
  );
}

const PLAIN = new Set([
  'statement',
  'version',
  'policy_id',
  'source_policy_documents',
  'source_json',
  'for_each',
  'count',
]);

function statementOf(statement: Attributes): Attributes {
  const read: [string, Value | undefined][] = [
    ['Sid', statement.get('sid')],
    ['Effect', statement.get('effect') ?? 'Allow'],
    ['Action', statement.get('actions')],
    ['NotAction', statement.get('not_actions')],
    ['Resource', statement.get('resources')],
    ['NotResource', statement.get('not_resources')],
    ['Principal', principals(statement.get('principals'))],
    ['NotPrincipal', principals(statement.get('not_principals'))],
    ['Condition', conditions(statement.get('condition'))],
    ['dynamic', statement.get('dynamic')],
  ];
  return new Map(read.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function principals(value: Value | undefined): Value | undefined {
  if (value === undefined || isExpression(value)) return value;
  const types = new Map<string, Value>();
  for (const block of blocksOf(value)) {
    const type = textOr(block.get('type'));
    types.set(type, merge(types.get(type), block.get('identifiers')));
  }
  return types;
}

function conditions(value: Value | undefined): Value | undefined {
  if (value === undefined || isExpression(value)) return value;
  const tests = new Map<string, Map<string, Value>>();
  for (const block of blocksOf(value)) {
    const test = textOr(block.get('test'));
    const variables = tests.get(test) ?? new Map<string, Value>();
    const variable = textOr(block.get('variable'));
    variables.set(variable, merge(variables.get(variable), block.get('values')));
    tests.set(test, variables);
  }
  return tests;
}

/** The provider merges blocks that repeat a type, or a test with its variable. */
function merge(before: Value | undefined, added: Value | undefined): Value {
  if (before === undefined) return added ?? null;
  const lists = [before, added ?? null].flatMap((one) => (isList(one) ? one : [one]));
  return lists;
}

function textOr(value: Value | undefined): string {
  return typeof value === 'string' ? value : '?';
}
