import type { Attributes, CompanionRules, Value, View } from '../../../../controls/code-change.ts';
import { ANY_PARTITION } from '../../../../domain/partitions.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { textOfValue } from '../terraform/scope.ts';
import { propertiesOf } from './log-bucket.ts';
import { faultOf } from './named-resource.ts';
import { referencesIn } from './references.ts';
import { parametersOf, resolveProperties, resolveValue } from './values.ts';
import type { Parameters } from './values.ts';

interface Given {
  readonly target: Block;
  readonly companions: readonly CompanionRules[];
  /** Whether defaults of parameters count. */
  readonly defaults: boolean;
}

/** The target and the resources bound to it, as the template describes them. */
export function templateViewOf(model: SourceModel, { target, companions, defaults }: Given): View {
  const parameters = defaults ? parametersOf(model) : new Map<string, unknown>();
  const properties = propertiesOf(target);
  const name = textOfValue(resolveValue(properties['BucketName'], parameters));
  const bound = (type: string): readonly Block[] => {
    const link = companions.find((one) => one.type === type)?.link ?? null;
    return link === null ? [] : boundInTemplate(model, { type, link, target });
  };
  return {
    target: resolveProperties(properties, parameters),
    companions: (type): readonly Attributes[] =>
      bound(type).map((block) => resolveProperties(propertiesOf(block), parameters)),
    mayBeAbsent: (type) =>
      bound(type).some(({ body }) => body['Condition'] !== target.body['Condition']),
    isArn: (value, suffix) => isArn(textOfValue(value), { suffix, id: target.address, name }),
    isName: (value) => isName(textOfValue(value), target.address, name),
    fault: (value, wanted) => faultOf(value, wanted, { model, target }),
  };
}

interface Bound {
  readonly type: string;
  readonly link: string;
  readonly target: Block;
}

/** The resources of a type whose `link` names the target. */
export function boundInTemplate(
  model: SourceModel,
  { type, link, target }: Bound,
): readonly Block[] {
  const parameters = parametersOf(model);
  const name = textOfValue(resolveValue(propertiesOf(target)['BucketName'], parameters));
  const refers = (block: Block) => {
    const value = resolveValue(propertiesOf(block)[link], parameters);
    return isName(textOfValue(value), target.address, name);
  };
  return model.blocks.filter((b) => b.kind === 'resource' && b.type === type && refers(b));
}

export function valueIn(block: Block, name: string, parameters: Parameters): Value {
  return resolveValue(propertiesOf(block)[name], parameters);
}

/** Resources of a type whose `link` mentions the target beside others, or in a function that chooses. */
export function sharedInTemplate(
  model: SourceModel,
  { type, link, target }: Bound,
): readonly Block[] {
  const bound = boundInTemplate(model, { type, link, target });
  return model.blocks.filter(
    (block) =>
      block.kind === 'resource' &&
      block.type === type &&
      !bound.includes(block) &&
      referencesIn(propertiesOf(block)[link]).includes(target.address),
  );
}

function isName(text: string | null, id: string, name: string | null): boolean {
  return text !== null && (text === `\${${id}}` || (name !== null && name !== '' && text === name));
}

function isArn(
  text: string | null,
  { suffix, id, name }: { suffix: string; id: string; name: string | null },
): boolean {
  if (text === null || !text.endsWith(suffix)) return false;
  const arn = text.slice(0, text.length - suffix.length);
  if (arn === `\${${id}.Arn}`) return true;
  return isName(BUCKET_ARN.exec(arn)?.[1] ?? null, id, name);
}

const BUCKET_ARN = new RegExp(`^arn:(?:${ANY_PARTITION}|\\$\\{AWS::Partition\\}):s3:::(.+)$`);
