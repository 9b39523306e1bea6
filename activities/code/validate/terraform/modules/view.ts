import { isExpression } from '../../../../../controls/code-change.ts';
import type {
  Attributes,
  CompanionRules,
  Value,
  View,
} from '../../../../../controls/code-change.ts';
import { blocksOf } from '../../../../../controls/effects.ts';
import type { Block, SourceModel } from '../../source/model.ts';
import type { Documents } from '../documents.ts';
import { expressionOf, parseReference } from '../expression.ts';
import { faultOf } from '../named-resource.ts';
import { documentAddress, documentOf } from '../policy-document.ts';
import { resolve, resolveBody, scopeOf, sureScopeOf, textOfValue } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { isArnText, viewOf } from '../view.ts';
import type { KnownCall } from './call.ts';
import { expandCall } from './expand.ts';
import { nameOfCall } from './name.ts';
import { asResource } from './resource.ts';
import type { ModuleTable } from './table.ts';

interface Given {
  readonly call: Block;
  readonly companions: readonly CompanionRules[];
  readonly documents: Documents;
  /** Whether defaults of variables count. */
  readonly defaults: boolean;
}

/**
 * What a call makes, in the form of the resources themselves, and the companions that stand beside the call: the controls'
 * rules judge both alike.
 */
export function viewOfCall(model: SourceModel, known: KnownCall, given: Given): View {
  const { call, defaults } = given;
  const { table } = known;
  const scope = defaults ? scopeOf(model) : sureScopeOf(model);
  const name = nameOfCall(call, table, scope);
  const inputs = resolveBody(call.body, scope);
  const arn = `${call.address}.${table.outputs.arn[0] ?? ''}`;
  const statementsOf = (value: Value) => statementsIn(value, { model, scope, given });
  const { resources, unsure } = expandCall(known, { inputs, arn, statementsOf });
  const beside = viewOf(model, { ...given, target: call });
  const isName = (text: string | null) => isNameOf(text, { call, table, name });
  return {
    target: resources.get(table.makes) ?? new Map(),
    companions: (type) => {
      const one = resources.get(type);
      return [...(one === undefined ? [] : [one]), ...beside.companions(type)];
    },
    mayBeAbsent: (type) => unsure.has(type) || beside.mayBeAbsent(type),
    isName: (value) => isName(textOfValue(value)),
    isArn: (value, suffix) =>
      isArnText(textOfValue(value), {
        suffix,
        names: isName,
        isOutput: ({ address, attribute }) =>
          address === call.address && table.outputs.arn.includes(attribute),
      }),
    fault: (value, wanted) =>
      faultOf(value, wanted, {
        model,
        target: asResource(call, table),
        documents: given.documents,
      }),
  };
}

interface Own {
  readonly call: Block;
  readonly table: ModuleTable;
  readonly name: string | null;
}

function isNameOf(text: string | null, { call, table, name }: Own): boolean {
  const reference = parseReference(expressionOf(text ?? '') ?? '');
  if (reference?.address === call.address) return table.outputs.id.includes(reference.attribute);
  return text !== null && name !== null && text === name;
}

interface Reading {
  readonly model: SourceModel;
  readonly scope: Scope;
  readonly given: Given;
}

/** JSON, `jsonencode`, or a document of the folder. */
function statementsIn(
  value: Value,
  { model, scope, given: { call, documents } }: Reading,
): readonly Value[] | null {
  const document = isExpression(value)
    ? documentIn(value.template, { model, scope, call })
    : typeof value === 'string'
      ? parsed(value, documents, scope)
      : null;
  if (document === null) return null;
  const statements = document.get('Statement');
  return statements === undefined || isExpression(statements) ? null : blocksOf(statements);
}

function documentIn(
  template: string,
  { model, scope, call }: { model: SourceModel; scope: Scope; call: Block },
): Attributes | null {
  const address = documentAddress(template);
  return address === null ? null : documentOf(model, address, { scope, user: call });
}

function parsed(text: string, documents: Documents, scope: Scope): Attributes | null {
  const document = resolve(documents.get(text), scope);
  return document instanceof Map ? document : null;
}

/** The types of companions that the module itself makes for this call, or may make. */
export function madeBy(
  model: SourceModel,
  { table, range }: KnownCall,
  call: Block,
): ReadonlySet<string> {
  const scope = scopeOf(model);
  const inputs = resolveBody(call.body, scope);
  const given = { inputs, arn: '', statementsOf: () => null };
  const { resources, unsure } = expandCall({ table, range }, given);
  return new Set([...resources.keys(), ...unsure]);
}
