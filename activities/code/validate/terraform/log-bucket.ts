import { asRecord, moduleBlocks } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { isPublicPolicy } from '../source/public-policy.ts';
import { boundTo } from './bound.ts';
import { sameProvider } from './meta.ts';
import type { Place } from './place.ts';
import { policyOf } from './policy-document.ts';
import { whyNoLogsArrive } from './refuses-logs.ts';
import { resolve, scopeOf, sureScopeOf, textOfValue } from './scope.ts';
import type { Scope } from './scope.ts';

/** What receives access logs in the module already, as text or template. */
export function logTargetsOf(model: SourceModel): readonly string[] {
  return moduleBlocks(model).flatMap((block) => logTargetsIn(block, model));
}

function logTargetsIn({ type, body }: Block, model: SourceModel): readonly string[] {
  const scope = sureScopeOf(model);
  const inline = type === 'aws_s3_bucket' ? [body['logging']].flat().map(asRecord) : [];
  const holders = type === 'aws_s3_bucket_logging' ? [body] : inline;
  return holders.flatMap((one) => textOfValue(resolve(one?.['target_bucket'], scope)) ?? []);
}

/** Why a bucket must not receive the target's access logs; null when it may. `circle`: its own logs go there. */
export function unsuitedAsLogBucket(bucket: Block, place: Place): string | null {
  const { model, target } = place;
  if (bucket.kind === 'resource') {
    const open = howItIsPublic(bucket, place);
    if (open !== null) return open;
    if (leadsBack(bucket, target, model)) return 'circle';
    const refused = whyNoLogsArrive(bucket, model);
    if (refused !== null) return refused;
  }
  return sameProvider(bucket, target)
    ? null
    : 'is under another provider or in another Region than the bucket';
}

/** The end of a sentence; null for a bucket that its own settings close. */
function howItIsPublic(bucket: Block, { model, documents }: Place): string | null {
  const scope = scopeOf(model);
  const bound = (type: string) => boundTo(model, { type, link: 'bucket', target: bucket });
  const everybody = 'so everybody could read the access logs';
  const isSite =
    Object.hasOwn(bucket.body, 'website') ||
    bound('aws_s3_bucket_website_configuration').length > 0;
  if (isSite) return `is a website, ${everybody}`;
  if (bound('aws_s3_bucket_public_access_block').some((one) => closes(one, bucket, scope)))
    return null;
  const acls = [bucket, ...bound('aws_s3_bucket_acl')];
  const isOpen = acls.some(
    ({ body }) =>
      /public|authenticated-read$/.test(textOfValue(resolve(body['acl'], scope)) ?? '') ||
      /groups\/global\/(?:AllUsers|AuthenticatedUsers)/.test(JSON.stringify(body)),
  );
  if (isOpen) return `has a public ACL, ${everybody}`;
  const policies = [bucket, ...bound('aws_s3_bucket_policy')].flatMap((block) => {
    const raw = block.body['policy'];
    return typeof raw === 'string' ? [policyOf(raw, block, { model, scope, documents })] : [];
  });
  const publics = policies.map(isPublicPolicy);
  if (publics.includes(true)) return `has a public policy, ${everybody}`;
  return publics.includes('unknown')
    ? 'has a policy that the file does not show, so it may be public'
    : null;
}

/** A public access block for each instance of the bucket, with all four settings. */
function closes({ body }: Block, bucket: Block, scope: Scope): boolean {
  const settings = ['block_public_acls', 'block_public_policy', 'ignore_public_acls'];
  return (
    [...settings, 'restrict_public_buckets'].every(
      (name) => textOfValue(resolve(body[name], scope)) === 'true',
    ) &&
    ['count', 'for_each'].every(
      (name) => JSON.stringify(body[name]) === JSON.stringify(bucket.body[name]),
    )
  );
}

/** Follows where buckets write their logs. */
function leadsBack(bucket: Block, target: Block, model: SourceModel): boolean {
  const buckets = moduleBlocks(model).filter(({ type }) => type === 'aws_s3_bucket');
  const scope = sureScopeOf(model);
  const seen = new Set<string>();
  const open = [bucket];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at.address)) continue;
    seen.add(at.address);
    const from = at;
    const holders = [
      from,
      ...boundTo(model, { type: 'aws_s3_bucket_logging', link: 'bucket', target: from }),
    ];
    const targets = holders.flatMap((holder) => logTargetsIn(holder, model));
    for (const next of buckets) {
      const names = [
        `\${${next.address}.id}`,
        `\${${next.address}.bucket}`,
        textOfValue(resolve(next.body['bucket'], scope)),
      ];
      if (!targets.some((one) => names.includes(one))) continue;
      if (next.address === target.address) return true;
      open.push(next);
    }
  }
  return false;
}
