import { isAttributes } from '../../../../controls/code-change.ts';
import { every, isTrue } from '../../../../controls/effects.ts';
import { valuesOf } from '../../../../controls/strictness.ts';
import { asRecord } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { CANNOT_RECEIVE } from '../source/named.ts';
import { isPublicPolicy } from '../source/public-policy.ts';
import { boundInTemplate, propertiesOf } from './bound.ts';
import { parametersOf, resolveProperties, resolveValue, textOf } from './values.ts';

/** A bucket's name as template, and with parameters' defaults. */
export function namesOf(block: Block, model: SourceModel): readonly (string | null)[] {
  const raw = propertiesOf(block)['BucketName'];
  return [parametersOf(model), new Map()].map((known) => textOf(resolveValue(raw, known)));
}

function logTargetIn(block: Block): string | null {
  const logging = asRecord(propertiesOf(block)['LoggingConfiguration']);
  return textOf(resolveValue(logging?.['DestinationBucketName'], new Map()));
}

/** What receives the access logs of other buckets already, as text or template. */
export function logTargetsOf({ blocks }: SourceModel, target: Block): readonly string[] {
  return blocks
    .filter(({ type, address }) => type === 'AWS::S3::Bucket' && address !== target.address)
    .flatMap((block) => logTargetIn(block) ?? []);
}

/** Why a bucket must not receive the target's access logs; null when it may. `circle`: its own logs go there. */
export function unsuitedAsLogBucket(
  bucket: Block,
  target: Block,
  model: SourceModel,
): string | null {
  const open = howItIsPublic(bucket, model);
  if (open !== null) return open;
  return leadsBack(bucket, target, model) ? 'circle' : whyNoLogsArrive(bucket, model);
}

/** As the end of a sentence; null where the template shows no reason. */
function whyNoLogsArrive(bucket: Block, model: SourceModel): string | null {
  const settings = resolveProperties(propertiesOf(bucket), parametersOf(model));
  const lock = settings.get('ObjectLockEnabled');
  if (settings.has('ObjectLockConfiguration') || isTrue(lock) === 'pass')
    return CANNOT_RECEIVE.lock;
  const algorithms = valuesOf(settings, 'SSEAlgorithm').map((one) => textOf(one) ?? '');
  return algorithms.some((one) => one.startsWith('aws:kms')) ? CANNOT_RECEIVE.kms : null;
}

/** The end of a sentence; null for a bucket that its own settings close. */
function howItIsPublic(bucket: Block, model: SourceModel): string | null {
  const everybody = 'so everybody could read the access logs';
  const parameters = parametersOf(model);
  const { WebsiteConfiguration: website, ...properties } = propertiesOf(bucket);
  if (website !== undefined) return `is a website, ${everybody}`;
  const block = resolveValue(properties['PublicAccessBlockConfiguration'], parameters);
  const flags = isAttributes(block) ? FLAGS.map((name) => isTrue(block.get(name))) : [];
  if (flags.length > 0 && every(flags) === 'pass') return null;
  const acl = textOf(resolveValue(properties['AccessControl'], parameters)) ?? '';
  if (/^Public|^AuthenticatedRead$/.test(acl)) return `has a public ACL, ${everybody}`;
  const policies = boundInTemplate(model, {
    type: 'AWS::S3::BucketPolicy',
    link: 'Bucket',
    target: bucket,
  }).map((one) => isPublicPolicy(resolveValue(propertiesOf(one)['PolicyDocument'], parameters)));
  if (policies.includes(true)) return `has a public policy, ${everybody}`;
  return policies.includes('unknown')
    ? 'has a policy that the template does not show, so it may be public'
    : null;
}

const FLAGS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

/** Follows where buckets write their logs. */
function leadsBack(bucket: Block, target: Block, model: SourceModel): boolean {
  const seen = new Set<string>();
  const open = [bucket];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at.address)) continue;
    seen.add(at.address);
    const to = logTargetIn(at);
    const next = model.blocks.find(
      (one) =>
        one.type === 'AWS::S3::Bucket' &&
        to !== null &&
        (to === `\${${one.address}}` || namesOf(one, model).includes(to)),
    );
    if (next?.address === target.address) return true;
    if (next !== undefined) open.push(next);
  }
  return false;
}
