import { asRecord } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { referencesIn } from './references.ts';
import { parametersOf, resolveValue, textOf } from './values.ts';
import type { Parameters } from './values.ts';

export function propertiesOf({ body }: Pick<Block, 'body'>): Readonly<Record<string, unknown>> {
  return asRecord(body['Properties']) ?? {};
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
  // A stack may override defaults of parameters: they never make two names equal.
  return naming(model, { type, link, target }, new Map());
}

/** Resources of a type whose `link` mentions the target beside others, in a function that chooses, or by a default. */
export function sharedInTemplate(
  model: SourceModel,
  { type, link, target }: Bound,
): readonly Block[] {
  const bound = boundInTemplate(model, { type, link, target });
  const byDefault = naming(model, { type, link, target }, parametersOf(model));
  return model.blocks.filter(
    (block) =>
      block.kind === 'resource' &&
      block.type === type &&
      !bound.includes(block) &&
      (byDefault.includes(block) ||
        referencesIn(propertiesOf(block)[link]).includes(target.address)),
  );
}

function naming(
  { blocks }: SourceModel,
  { type, link, target }: Bound,
  parameters: Parameters,
): readonly Block[] {
  const name = textOf(resolveValue(propertiesOf(target)['BucketName'], parameters));
  const refers = (block: Block) => {
    const value = resolveValue(propertiesOf(block)[link], parameters);
    return isName(textOf(value), target.address, name);
  };
  return blocks.filter((b) => b.kind === 'resource' && b.type === type && refers(b));
}

/** Is it a reference to the resource, or its name? */
export function isName(text: string | null, id: string, name: string | null): boolean {
  return text !== null && (text === `\${${id}}` || (name !== null && name !== '' && text === name));
}
