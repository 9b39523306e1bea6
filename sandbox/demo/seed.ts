import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import { makeBucket } from '../aws/s3/make-bucket.ts';
import type { World } from '../world.ts';
import { findingOf } from './findings.ts';
import type { Scenario } from './scenario.ts';

/** A scenario with its findings, as products send them. */
export interface Seeded {
  readonly scenario: Scenario;
  readonly findings: readonly AwsSecurityFinding[];
}

/** Makes the buckets in their bad states, as the accounts' own administrators left them. */
export async function seedResources(world: World, scenarios: readonly Scenario[]): Promise<void> {
  await Promise.all(
    scenarios.map(async ({ account, region, bucket, tags, state, source }) => {
      // A stack makes its bucket itself.
      if (state === null || source?.stack !== undefined) return;
      await makeBucket(world.s3(account, region), { name: bucket, region, tags }, state);
    }),
  );
}

/** Imports the findings of all scenarios. */
export async function importFindings(
  world: World,
  scenarios: readonly Scenario[],
): Promise<readonly Seeded[]> {
  const seeded = scenarios.map(withFindings);
  await Promise.all(seeded.map((one) => importOne(world, one)));
  return seeded;
}

export function withFindings(scenario: Scenario): Seeded {
  const now = new Date();
  return { scenario, findings: scenario.reports.map((report) => findingOf(scenario, report, now)) };
}

/** Imports findings as the products do: from the finding's own account and Region. */
export async function importOne(world: World, { scenario, findings }: Seeded): Promise<void> {
  const hub = world.securityHub(scenario.account, scenario.region);
  const { FailedFindings = [] } = await hub.batchImportFindings({ Findings: [...findings] });
  const [failed] = FailedFindings;
  if (failed === undefined) return;
  throw new Error(`Security Hub refused ${failed.Id}: ${failed.ErrorCode} ${failed.ErrorMessage}`);
}

/** Security Hub reports the bucket PASSED, somebody makes it public again, and Security Hub reports it FAILED. */
export async function undoFix(
  world: World,
  scenario: Scenario,
  finding: AwsSecurityFinding,
): Promise<void> {
  const { account, region, bucket } = scenario;
  const passed = { ...finding.Compliance, Status: 'PASSED' as const };
  await importOne(world, { scenario, findings: [sentNow({ ...finding, Compliance: passed })] });
  await world.aws.gateway.idle();
  await world.s3(account, region).deletePublicAccessBlock({ Bucket: bucket });
  await importOne(world, { scenario, findings: [sentNow(finding)] });
}

function sentNow(finding: AwsSecurityFinding): AwsSecurityFinding {
  return { ...finding, UpdatedAt: new Date().toISOString() };
}
