import { partitionOf } from '../../../../domain/partitions.ts';
import { reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const ARN = /\barn:([\w-]+):([\w-]+):([\w-]*):/g;

/**
 * An added ARN of another partition names nothing that the bucket's account has, and a key encrypts buckets of its own
 * Region only. Parts that are references say nothing. `region`: the finding's, where it is known.
 */
export function findOtherRegion(text: string, region: string | undefined): Rejection | null {
  if (region === undefined) return null;
  const partition = partitionOf(region);
  for (const [, named = '', service, place = ''] of text.matchAll(ARN)) {
    const quoted = { in: 'after', text } as const;
    if (named !== partition) {
      const what = `An added value names the partition ${named}, and ${region} is in ${partition}`;
      return reject('FOREIGN_REGION', `${what}.`, quoted);
    }
    if (service !== 'kms' || place === '' || place === region) continue;
    const what = `An added value names a KMS key in ${place}, and the finding is about ${region}`;
    return reject('FOREIGN_REGION', `${what}.`, quoted);
  }
  return null;
}
