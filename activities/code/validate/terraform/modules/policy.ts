import { isAttributes, isExpression, isList } from '../../../../../controls/code-change.ts';
import type { Attributes, Value } from '../../../../../controls/code-change.ts';
import { isTrue } from '../../../../../controls/effects.ts';
import { UNKNOWN } from './inputs.ts';
import type { Sets } from './table.ts';

/** The statements of a policy that an input holds; null where they are not known. */
export type StatementsOf = (value: Value) => readonly Value[] | null;

interface Given {
  readonly inputs: Attributes;
  readonly statementsOf: StatementsOf;
  readonly arn: string;
}

interface Valued {
  readonly sets: Sets;
  readonly value: Value;
}

/** The bucket policy that a module makes of its switches and of the documents that it gets; null for none. */
export function policyOf(values: readonly Valued[], given: Given): Attributes | null {
  const denials = values.flatMap(({ sets, value }) =>
    sets.as === 'denial' ? statementOf(sets.sid, value, given.arn) : [],
  );
  const documents = values.flatMap(({ sets, value }) =>
    sets.as === 'policy' ? [{ ...sets, statements: statementsIn(sets, value, given) }] : [],
  );
  const replacing = documents.filter(({ overrides }) => overrides).flatMap((one) => one.statements);
  const own = denials.filter((one) => !mayReplace(replacing, one));
  const all = [...own, ...documents.flatMap((one) => one.statements)];
  return all.length === 0 ? null : new Map([['Statement', all]]);
}

function statementOf(sid: string, value: Value, arn: string): readonly Value[] {
  const is = isTrue(value);
  if (is !== 'pass') return is === 'fail' ? [] : [UNKNOWN];
  const template = `\${${arn}}`;
  const statement = new Map<string, Value>([
    ['Sid', sid],
    ['Effect', 'Deny'],
    ['Principal', '*'],
    ['Action', 's3:*'],
    ['Resource', [{ template }, { template: `${template}/*` }]],
    ['Condition', new Map([['Bool', new Map([['aws:SecureTransport', 'false']])]])],
  ]);
  return [statement];
}

function statementsIn(
  { if: condition }: Extract<Sets, { as: 'policy' }>,
  value: Value,
  { inputs, statementsOf }: Given,
): readonly Value[] {
  if (value === '') return [];
  if (condition !== undefined && isTrue(inputs.get(condition)) === 'fail') return [];
  return (isList(value) ? value : [value]).flatMap((one) => statementsOf(one) ?? [UNKNOWN]);
}

/** A later document replaces the statement of the same Sid; one that is not known may replace any. */
function mayReplace(replacing: readonly Value[], own: Value): boolean {
  const sid = isAttributes(own) ? own.get('Sid') : undefined;
  return replacing.some((one) => {
    if (!isAttributes(one) || one.has('dynamic')) return true;
    const other = one.get('Sid');
    return isExpression(other) || other === sid;
  });
}
