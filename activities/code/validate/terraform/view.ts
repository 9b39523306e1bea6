import type { Attributes, CompanionRules, View } from '../../../../controls/code-change.ts';
import { ANY_PARTITION } from '../../../../domain/partitions.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { bindingOf } from './binding.ts';
import { boundTo } from './bound.ts';
import type { Documents } from './documents.ts';
import { expressionOf, parseReference } from './expression.ts';
import type { Reference } from './expression.ts';
import { faultOf } from './named-resource.ts';
import { policyOf } from './policy-document.ts';
import { resolve, resolveBody, scopeOf, sureScopeOf, textOfValue } from './scope.ts';
import type { Scope } from './scope.ts';

interface Given {
  readonly target: Block;
  readonly companions: readonly CompanionRules[];
  readonly documents: Documents;
  /** Whether defaults of variables count. */
  readonly defaults: boolean;
}

/** The target and the blocks bound to it, as the module describes them. */
export function viewOf(
  model: SourceModel,
  { target, companions, documents, defaults }: Given,
): View {
  const scope = defaults ? scopeOf(model) : sureScopeOf(model);
  const read = (block: Block) => withPolicy(block, { model, scope, documents });
  const name = textOfValue(resolve(target.body['bucket'], scope));
  const linkOf = (type: string) => companions.find((one) => one.type === type)?.link ?? null;
  const bound = (type: string): readonly Block[] => {
    const link = linkOf(type);
    return link === null ? [] : boundTo(model, { type, link, target });
  };
  return {
    target: read(target),
    companions: (type) => bound(type).map(read),
    mayBeAbsent: (type) =>
      bound(type).some(
        (block) => !bindingOf(block, linkOf(type) ?? '', { target, model }).sameInstances,
      ),
    isArn: (value, suffix) =>
      isArnText(textOfValue(value), {
        suffix,
        isOutput: ({ address, attribute }) => address === target.address && attribute === 'arn',
        names: (text) => isName(text, target.address, name),
      }),
    isName: (value) => isName(textOfValue(value), target.address, name),
    fault: (value, wanted) => faultOf(value, wanted, { model, target, documents }),
  };
}

function isName(text: string | null, address: string, name: string | null): boolean {
  const reference = parseReference(expressionOf(text ?? '') ?? '');
  if (reference?.address === address) return /^(?:id|bucket)$/.test(reference.attribute);
  return text !== null && name !== null && text === name;
}

interface Reading {
  readonly model: SourceModel;
  readonly scope: Scope;
  readonly documents: Documents;
}

function withPolicy(block: Block, { model, scope, documents }: Reading): Attributes {
  const attributes = new Map(resolveBody(block.body, scope));
  const raw = block.body['policy'];
  if (typeof raw === 'string')
    attributes.set('policy', policyOf(raw, block, { model, scope, documents }));
  return attributes;
}

interface ArnMeans {
  readonly suffix: string;
  /** Is it the attribute that holds the target's ARN? */
  readonly isOutput: (reference: Reference) => boolean;
  /** Is it the target's name? */
  readonly names: (text: string) => boolean;
}

/** A reference to the target's ARN, or the ARN that its name makes in any partition. */
export function isArnText(text: string | null, { suffix, isOutput, names }: ArnMeans): boolean {
  if (text === null || !text.endsWith(suffix)) return false;
  const arn = text.slice(0, text.length - suffix.length);
  const reference = parseReference(expressionOf(arn) ?? '');
  if (reference !== null && isOutput(reference)) return true;
  const bucket = BUCKET_ARN.exec(arn.replace(PARTITION, '${PARTITION}'))?.[1];
  return bucket !== undefined && names(bucket);
}

const BUCKET_ARN = new RegExp(`^arn:(?:${ANY_PARTITION}|\\$\\{PARTITION\\}):s3:::(.+)$`);

/** The partition by its data source, or by a variable or local that is named so. */
const PARTITION =
  /\$\{(?:data\.aws_partition\.[\w-]+\.partition|(?:var|local)\.(?:aws_)?partition)\}/;
