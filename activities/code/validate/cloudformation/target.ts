import { isExpression } from '../../../../controls/code-change.ts';
import { printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { asRecord } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { fitOfTemplate, notFound, pickTarget } from '../source/target.ts';
import type { Fit, TargetHints } from '../source/target.ts';
import { parametersOf } from './values.ts';
import type { Parameters } from './values.ts';
import { valueIn } from './view.ts';

/** The resource of `type` that makes the live resource. */
export function findTemplateTarget(
  model: SourceModel,
  type: string,
  hints: TargetHints,
): Block | Rejection {
  const generated = generatedBy(model);
  if (generated !== null) return generated;
  // CloudFormation puts its own tags on what it makes: a person cannot set a tag that begins with aws:.
  const id = hints.address ?? hints.tags.get('aws:cloudformation:logical-id') ?? null;
  if (id !== null) return named(model, type, id);
  const parameters = parametersOf(model);
  const candidates = model.blocks.filter((b) => b.kind === 'resource' && b.type === type);
  return pickTarget(candidates, (block) => bestFit(block, parameters, hints), hints);
}

function named(model: SourceModel, type: string, id: string): Block | Rejection {
  const block = model.blocks.find((one) => one.kind === 'resource' && one.address === id);
  if (block?.type === type) return block;
  const loop = model.blocks.find(({ kind, body, text }) => {
    return kind === 'loop' && asRecord(body) !== null && text.includes(type);
  });
  if (block === undefined && loop !== undefined) {
    return reject('TARGET_IN_LOOP', `${printable(id)} may be made by ${loop.address}.`);
  }
  return notFound(id);
}

/** A stack may override defaults of parameters: with them a name is exact, without them it is a pattern. */
function bestFit(block: Block, parameters: Parameters, hints: TargetHints): Fit {
  const exact = fitOf(block, parameters, hints);
  return exact === 'none' ? fitOf(block, new Map(), hints) : exact;
}

function fitOf(block: Block, parameters: Parameters, { resourceName }: TargetHints): Fit {
  if (block.type !== 'AWS::S3::Bucket') return 'unnamed';
  const name = valueIn(block, 'BucketName', parameters);
  if (typeof name === 'string') return name === resourceName ? 'exact' : 'none';
  if (isExpression(name)) return fitOfTemplate(name.template, resourceName);
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stacks-stack-naming.html
  const made = new RegExp(`-${block.address.toLowerCase()}-[a-z0-9]+$`);
  return made.test(resourceName) ? 'pattern' : 'none';
}

/** A CDK application's template is output, which the next synthesis overwrites. */
function generatedBy(model: SourceModel): Rejection | null {
  const cdk = model.blocks.find(({ kind, address, type, body }) => {
    const metadata = asRecord(body['Metadata']);
    const path = metadata !== null && Object.hasOwn(metadata, 'aws:cdk:path');
    const bootstrap = kind === 'section' && Object.hasOwn(body, 'BootstrapVersion');
    return path || type === 'AWS::CDK::Metadata' || (address === 'Parameters' && bootstrap);
  });
  if (cdk === undefined) return null;
  return reject(
    'GENERATED_TEMPLATE',
    'The template was written by the AWS CDK: fix the program, the next synthesis overwrites the template.',
  );
}
