import { asRecord } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { CANNOT_RECEIVE } from '../source/named.ts';
import { boundTo } from './bound.ts';
import { resolve, scopeOf, textOfValue } from './scope.ts';

/** Why S3 delivers no access logs into a bucket, as the end of a sentence; null where the module shows no such reason. */
export function whyNoLogsArrive(bucket: Block, model: SourceModel): string | null {
  const scope = scopeOf(model);
  const textIn = (raw: unknown) => textOfValue(resolve(raw, scope)) ?? '';
  const holders = (type: string, inline: string): readonly unknown[] => [
    ...[bucket.body[inline] ?? []].flat(),
    ...boundTo(model, { type, link: 'bucket', target: bucket }).map(({ body }) => body),
  ];
  const locks = holders('aws_s3_bucket_object_lock_configuration', 'object_lock_configuration');
  if (locks.length > 0 || textIn(bucket.body['object_lock_enabled']) === 'true')
    return CANNOT_RECEIVE.lock;
  const sse = 'server_side_encryption_configuration';
  const encrypts = holders(`aws_s3_bucket_${sse}`, sse).flatMap((one) => algorithmsIn(one));
  if (encrypts.some((one) => textIn(one).startsWith('aws:kms'))) return CANNOT_RECEIVE.kms;
  const payers = holders('aws_s3_bucket_request_payment_configuration', '').map((one) =>
    textIn(asRecord(one)?.['payer']),
  );
  const pays = [...payers, textIn(bucket.body['request_payer'])].includes('Requester');
  return pays ? CANNOT_RECEIVE.payer : null;
}

function algorithmsIn(raw: unknown): readonly unknown[] {
  if (Array.isArray(raw)) return raw.flatMap(algorithmsIn);
  return Object.entries(asRecord(raw) ?? {}).flatMap(([name, one]) =>
    name === 'sse_algorithm' ? [one] : algorithmsIn(one),
  );
}
