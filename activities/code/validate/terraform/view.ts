import { isExpression } from '../../../../controls/code-change.ts';
import type { Attributes, CompanionRules, Value, View } from '../../../../controls/code-change.ts';
import { mentions } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { bindingOf } from './binding.ts';
import type { Documents } from './documents.ts';
import { documentAddress, documentOf } from './policy-document.ts';
import { resolve, resolveBody, scopeOf, textOfValue } from './scope.ts';
import type { Scope } from './scope.ts';

interface Given {
  readonly target: Block;
  readonly companions: readonly CompanionRules[];
  readonly documents: Documents;
}

/** What the file says about the target and the blocks bound to it. */
export function viewOf(model: SourceModel, { target, companions, documents }: Given): View {
  const scope = scopeOf(model);
  const read = (block: Block) => withPolicy(block, { model, scope, documents });
  const name = textOfValue(resolve(target.body['bucket'], scope));
  return {
    target: read(target),
    companions: (type) => {
      const rules = companions.find((one) => one.type === type);
      const link = rules?.link ?? null;
      if (link === null) return [];
      return boundTo(model, { type, link, target, scope }).map(read);
    },
    isArn: (value, suffix) => isArn(textOfValue(value), { suffix, address: target.address, name }),
    isName: (value) => {
      const text = textOfValue(value);
      const plain = [`\${${target.address}.id}`, `\${${target.address}.bucket}`];
      return text !== null && (plain.includes(text) || (name !== null && text === name));
    },
    mentions: (text) => mentions(model, text) || bucketNames(model, scope).includes(text),
  };
}

/** The names of all buckets in the file, with variables' defaults. */
function bucketNames(model: SourceModel, scope: Scope): readonly (string | null)[] {
  return model.blocks
    .filter(({ type }) => type === 'aws_s3_bucket')
    .map(({ body }) => textOfValue(resolve(body['bucket'], scope)));
}

interface Bound {
  readonly type: string;
  readonly link: string;
  readonly target: Block;
  readonly scope: Scope;
}

/** The blocks of a type whose link refers to the target, whether or not they cover all of its instances. */
export function boundTo(
  model: SourceModel,
  { type, link, target, scope }: Bound,
): readonly Block[] {
  return model.blocks.filter(
    (block) =>
      block.kind === 'resource' &&
      block.type === type &&
      bindingOf(block, link, { target, scope }).refers,
  );
}

interface Reading {
  readonly model: SourceModel;
  readonly scope: Scope;
  readonly documents: Documents;
}

function withPolicy(block: Block, { model, scope, documents }: Reading): Attributes {
  const attributes = new Map(resolveBody(block.body, scope));
  const raw = block.body['policy'];
  if (typeof raw === 'string') attributes.set('policy', policyOf(raw, { model, scope, documents }));
  return attributes;
}

function policyOf(raw: string, { model, scope, documents }: Reading): Value {
  const parsed = documents.get(raw);
  if (parsed !== undefined) return resolve(parsed, scope);
  const value = resolve(raw, scope);
  const address = isExpression(value) ? documentAddress(value.template) : null;
  return (address === null ? null : documentOf(model, address, scope)) ?? value;
}

/** A reference to the target's ARN, or the ARN that its name makes in any partition. */
function isArn(
  text: string | null,
  { suffix, address, name }: { suffix: string; address: string; name: string | null },
): boolean {
  if (text === null || !text.endsWith(suffix)) return false;
  const arn = text.slice(0, text.length - suffix.length);
  const escaped = address.replaceAll('.', String.raw`\.`);
  const index = String.raw`(?:\[(?:count\.index|each\.key|each\.value|0)\])?`;
  if (new RegExp(String.raw`^\$\{${escaped}${index}\.arn\}$`).test(arn)) return true;
  const bucket =
    /^arn:(?:aws|aws-cn|aws-us-gov|\$\{data\.aws_partition\.\w+\.partition\}):s3:::(.+)$/.exec(
      arn,
    )?.[1];
  if (bucket === undefined) return false;
  const reference = new RegExp(String.raw`^\$\{${escaped}${index}\.(?:id|bucket)\}$`);
  return reference.test(bucket) || (name !== null && bucket === name);
}
