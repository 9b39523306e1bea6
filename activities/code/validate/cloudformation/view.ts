import type { Attributes, CompanionRules, Value, View } from '../../../../controls/code-change.ts';
import { ANY_PARTITION } from '../../../../domain/partitions.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { boundInTemplate, isName, propertiesOf } from './bound.ts';
import { faultOf } from './named-resource.ts';
import { parametersOf, resolveProperties, resolveValue, textOf } from './values.ts';
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
  const name = textOf(resolveValue(properties['BucketName'], parameters));
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
    isArn: (value, suffix) => isArn(textOf(value), { suffix, id: target.address, name }),
    isName: (value) => isName(textOf(value), target.address, name),
    fault: (value, wanted) => faultOf(value, wanted, { model, target }),
  };
}

export function valueIn(block: Block, name: string, parameters: Parameters): Value {
  return resolveValue(propertiesOf(block)[name], parameters);
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
