import { isExpression } from '../../../../controls/code-change.ts';
import type { Value } from '../../../../controls/code-change.ts';
import { printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { asRecord } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { fitOfTemplate } from '../source/target.ts';
import { propertiesOf } from './bound.ts';
import { resolveValue, textOf } from './values.ts';

/** Resources that are templates of their own. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html */
const NESTED = /^AWS::CloudFormation::Stack(?:Set)?$|^AWS::Serverless::Application$|::MODULE$/;

/** `notFound`, and which templates that this one names but does not contain could make the resource. */
export function orNotRead(notFound: Rejection, { blocks }: SourceModel): Rejection {
  const names = blocks.filter(isNotRead).map(nameOf);
  if (notFound.code !== 'TARGET_NOT_FOUND' || names.length === 0) return notFound;
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  const which = `${names.slice(0, 3).join(', ')}${more}`;
  const sentence = `${notFound.reason.replace(/\.$/, '')}; not read is what it names: ${which}.`;
  return reject('TARGET_NOT_FOUND', sentence);
}

/**
 * Another template that gets the bucket by name, an include of resources, a loop that makes such companions, or a
 * companion whose bucket is a pattern that fits could configure it too.
 */
export function findContest(model: SourceModel, companion: Block, target: Block): Rejection | null {
  const { blocks } = model;
  const rival = blocks.find(
    (block) => block.type === companion.type && mayName(block, target, model),
  );
  if (rival !== undefined) {
    const what = `The bucket of ${printable(rival.address)} may be ${printable(target.address)}`;
    return reject('DUPLICATE_COMPANION', `${what}: its name is put together.`);
  }
  const loop = blocks.find(({ kind, text }) => kind === 'loop' && text.includes(companion.type));
  if (loop !== undefined) {
    const what = `${printable(loop.address)} makes blocks of type ${companion.type}`;
    return reject('MODULE_COMPANION', `${what}, perhaps for ${printable(target.address)}.`);
  }
  const other = blocks.find(
    (block) => isNotRead(block) && (isInclude(block) || getsName(block.body, target.address)),
  );
  if (other === undefined) return null;
  const what = `${nameOf(other)} may configure ${printable(target.address)} too`;
  return reject('MODULE_COMPANION', `${what}; it is not read.`);
}

/** Does a template with parameters in it, which names no other bucket of the file, fit the bucket's literal name? */
function mayName(holder: Block, target: Block, { blocks }: SourceModel): boolean {
  const name = textOf(nameIn(target, 'BucketName'));
  const value = nameIn(holder, 'Bucket');
  if (name === null || name.includes('${') || !isExpression(value)) return false;
  const { template } = value;
  const isOther = blocks.some(
    (block) =>
      block.type === target.type &&
      block.address !== target.address &&
      textOf(nameIn(block, 'BucketName')) === template,
  );
  return !isOther && ['exact', 'pattern'].includes(fitOfTemplate(template, name));
}

function nameIn(block: Block, property: string): Value {
  return resolveValue(propertiesOf(block)[property], new Map());
}

function isNotRead(block: Block): boolean {
  return NESTED.test(block.type) || isInclude(block);
}

/** Among the resources or the sections; one inside of a resource is that resource's own. */
function isInclude({ address }: Block): boolean {
  return address === 'Fn::Transform';
}

function nameOf({ address, type, body }: Block): string {
  const properties = asRecord(body['Properties']) ?? {};
  const parameters = asRecord(body['Parameters']) ?? {};
  const where = properties['TemplateURL'] ?? properties['Location'] ?? parameters['Location'];
  const shown = typeof where === 'string' ? ` (${printable(where)})` : '';
  if (type === '') return `an include${shown}`;
  return `${printable(address)}${shown}`;
}

/** `Ref` or `${X}`: an ARN or a domain name is no way to configure a bucket. */
function getsName(raw: unknown, id: string): boolean {
  if (Array.isArray(raw)) return raw.some((one) => getsName(one, id));
  return Object.entries(asRecord(raw) ?? {}).some(([name, value]) => {
    if (name === 'Ref') return value === id;
    const text: unknown = name === 'Fn::Sub' ? [value].flat()[0] : null;
    return (typeof text === 'string' && text.includes(`\${${id}}`)) || getsName(value, id);
  });
}
