/** How Closeloop refers to a finding, and a report of it. */
import { randomUUID } from 'node:crypto';

import type { FindingRef, Observation } from '../../domain/finding.ts';

/** Another finding each time, or the one with this id. */
export function findingRef(id: string = randomUUID()): FindingRef {
  return {
    id: `arn:aws:securityhub:eu-west-1:111122223333:security-control/S3.2/finding/${id}`,
    productArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub',
  };
}

export const finding: FindingRef = findingRef('1f0c');

export function observation(changes: Partial<Observation> = {}): Observation {
  return {
    messageId: 'event-1/0',
    finding: {
      id: 'arn:aws:securityhub:eu-west-1:111122223333:security-control/S3.8/finding/0a1b',
      productArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub',
    },
    severity: 'HIGH',
    title: 'S3 general purpose buckets should block public access',
    product: 'Security Hub',
    recordState: 'ACTIVE',
    compliance: 'FAILED',
    updatedAt: '2026-11-01T10:00:00.000Z',
    asked: false,
    ...changes,
  };
}
