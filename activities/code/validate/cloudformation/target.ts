import { isExpression } from '../../../../controls/code-change.ts';
import { isRejection, printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { asRecord } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { fitOfTemplate, notFound, pickTarget } from '../source/target.ts';
import type { Fit, TargetHints } from '../source/target.ts';
import { orNotRead } from './not-read.ts';
import { findRewriter } from './rewritten.ts';
import { parametersOf } from './values.ts';
import type { Parameters } from './values.ts';
import { valueIn } from './view.ts';

/** The resource of `type` that makes the live resource. */
export function findTemplateTarget(
  model: SourceModel,
  type: string,
  hints: TargetHints,
): Block | Rejection {
  const unusable = generatedBy(model) ?? findInvalidId(model, type);
  if (unusable !== null) return unusable;
  const found = findBlock(model, type, hints);
  return isRejection(found) ? orNotRead(found, model) : (findRewriter(model, found) ?? found);
}

function findBlock(model: SourceModel, type: string, hints: TargetHints): Block | Rejection {
  // CloudFormation puts its own tags on what it makes: a person cannot set a tag that begins with aws:.
  const id = hints.address ?? hints.tags.get('aws:cloudformation:logical-id') ?? null;
  if (id !== null) return named(model, type, id);
  const known = pseudoParameters(hints);
  const parameters = new Map([...parametersOf(model), ...known]);
  const candidates = model.blocks.filter((b) => b.kind === 'resource' && b.type === type);
  return pickTarget(candidates, (block) => bestFit(block, [parameters, known], hints), hints);
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
function bestFit(
  block: Block,
  [all, known]: readonly [Parameters, Parameters],
  hints: TargetHints,
): Fit {
  const exact = fitOf(block, all, hints);
  return exact === 'none' ? fitOf(block, known, hints) : exact;
}

/** The finding tells in which account and Region the stack is. */
function pseudoParameters({ account, region }: TargetHints): Parameters {
  const given: [string, string | undefined][] = [
    ['AWS::AccountId', account],
    ['AWS::Region', region],
  ];
  return new Map(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function fitOf(block: Block, parameters: Parameters, { resourceName }: TargetHints): Fit {
  if (block.type !== 'AWS::S3::Bucket') return 'unnamed';
  const name = valueIn(block, 'BucketName', parameters);
  if (typeof name === 'string') return name === resourceName ? 'exact' : 'none';
  if (isExpression(name)) return fitOfTemplate(name.template, resourceName);
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stacks-stack-naming.html
  const [, rest = ''] = /^(.*)-[a-z0-9]+$/.exec(resourceName) ?? [];
  return rest.endsWith(`-${block.address.toLowerCase()}`) ? 'pattern' : 'none';
}

/** CloudFormation takes letters and digits only, and refuses the whole template otherwise. */
function findInvalidId(model: SourceModel, type: string): Rejection | null {
  const wrong = model.blocks.find(
    (block) => block.type === type && !/^[A-Za-z0-9]+$/.test(block.address),
  );
  if (wrong === undefined) return null;
  return reject('SOURCE_UNPARSABLE', `${printable(wrong.address)} is not a logical id.`);
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
