import { PAYMENTS } from '../../sandbox/demo/scenario.ts';
import type { Scenario } from '../../sandbox/demo/scenario.ts';

/** A bucket without a public access block, which the sandbox's policies fix without asking. */
export function fixable(bucket: string, changes: Partial<Scenario> = {}): Scenario {
  return {
    shows: 'test',
    account: PAYMENTS,
    region: 'eu-west-1',
    bucket,
    tags: { Team: 'payments', Environment: 'production' },
    state: {},
    reports: [{ by: 'security-hub', id: 'S3.8', title: 'Block public access', severity: 'HIGH' }],
    expected: { state: 'CLOSED', destiny: 'Fixed' },
    ...changes,
  };
}
