import { asRecord, moduleBlocks } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { boundTo } from './bound.ts';
import { resolve, sureScopeOf, textOfValue } from './scope.ts';

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
export function unsuitedAsLogBucket(
  bucket: Block,
  target: Block,
  model: SourceModel,
): string | null {
  if (bucket.kind !== 'resource') return null;
  const bound = (type: string) => boundTo(model, { type, link: 'bucket', target: bucket });
  const acls = [bucket, ...bound('aws_s3_bucket_acl')].map(({ body }) => body['acl']);
  const isPublic = acls.some(
    (acl) => typeof acl === 'string' && /public|authenticated-read$/.test(acl),
  );
  if (isPublic) return 'has a public ACL, so everybody could read the access logs';
  const isSite =
    Object.hasOwn(bucket.body, 'website') ||
    bound('aws_s3_bucket_website_configuration').length > 0;
  if (isSite) return 'is a website, so everybody could read the access logs';
  if (bound('aws_s3_bucket_policy').some(({ text }) => isPublicPolicy(text))) {
    return 'has a public policy, so everybody could read the access logs';
  }
  if (leadsBack(bucket, target, model)) return 'circle';
  const elsewhere = ['provider', 'region'].some(
    (name) => JSON.stringify(bucket.body[name]) !== JSON.stringify(target.body[name]),
  );
  return elsewhere ? 'is under another provider or in another Region than the bucket' : null;
}

function isPublicPolicy(text: string): boolean {
  const allows = /\bEffect"?\s*[=:]\s*"Allow"/.test(text);
  return allows && /\bPrincipal"?\s*[=:]\s*(?:"\*"|\{\s*"?AWS"?\s*[=:]\s*\[?\s*"\*")/.test(text);
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
