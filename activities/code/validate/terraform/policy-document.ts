import type { Attributes, Value } from '../../../../controls/code-change.ts';
import { isExpression } from '../../../../controls/code-change.ts';
import { blocksOf } from '../../../../controls/effects.ts';
import type { SourceModel } from '../source/model.ts';
import { resolveBody } from './scope.ts';
import type { Scope } from './scope.ts';

/** The address in `data.aws_iam_policy_document.x.json`; null for any other expression. */
export function documentAddress(template: string): string | null {
  const match = /^\$\{(data\.aws_iam_policy_document\.[\w-]+)(?:\[0\])?\.json\}$/.exec(template);
  return match?.[1] ?? null;
}

/**
 * The policy that a data block of the file writes, in the form of IAM's JSON; null when it is not in the file, is
 * generated, or is merged with documents from elsewhere.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function documentOf(model: SourceModel, address: string, scope: Scope): Attributes | null {
  const block = model.blocks.find((one) => one.kind === 'data' && one.address === address);
  if (block === undefined) return null;
  const body = resolveBody(block.body, scope);
  const plain = [...body.keys()].every((name) => PLAIN.has(name));
  if (!plain) return null;
  return new Map<string, Value>([['Statement', blocksOf(body.get('statement')).map(statementOf)]]);
}

const PLAIN = new Set(['statement', 'version', 'policy_id']);

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
  const entries = blocksOf(value).map((block): [string, Value] => [
    textOr(block.get('type')),
    block.get('identifiers') ?? null,
  ]);
  return new Map(entries);
}

function conditions(value: Value | undefined): Value | undefined {
  if (value === undefined || isExpression(value)) return value;
  const tests = new Map<string, Map<string, Value>>();
  for (const block of blocksOf(value)) {
    const test = textOr(block.get('test'));
    const variables = tests.get(test) ?? new Map<string, Value>();
    variables.set(textOr(block.get('variable')), block.get('values') ?? null);
    tests.set(test, variables);
  }
  return tests;
}

function textOr(value: Value | undefined): string {
  return typeof value === 'string' ? value : '?';
}
