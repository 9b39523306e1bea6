import { asRecord } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { textOfValue } from '../terraform/scope.ts';
import { parametersOf, resolveValue } from './values.ts';

export function propertiesOf({ body }: Pick<Block, 'body'>): Readonly<Record<string, unknown>> {
  return asRecord(body['Properties']) ?? {};
}

/** A bucket's name as template, and with parameters' defaults. */
export function namesOf(block: Block, model: SourceModel): readonly (string | null)[] {
  const raw = propertiesOf(block)['BucketName'];
  return [parametersOf(model), new Map()].map((known) => textOfValue(resolveValue(raw, known)));
}

function logTargetIn(block: Block): string | null {
  const logging = asRecord(propertiesOf(block)['LoggingConfiguration']);
  return textOfValue(resolveValue(logging?.['DestinationBucketName'], new Map()));
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
  const { AccessControl: acl, WebsiteConfiguration: website } = propertiesOf(bucket);
  if (typeof acl === 'string' && /^Public|^AuthenticatedRead$/.test(acl)) {
    return 'has a public ACL, so everybody could read the access logs';
  }
  if (website !== undefined) return 'is a website, so everybody could read the access logs';
  return leadsBack(bucket, target, model) ? 'circle' : null;
}

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
