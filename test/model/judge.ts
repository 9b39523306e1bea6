/**
 * Knows only what Closeloop promises (DESIGN, "What it promises"), and looks where a stranger would: ledger,
 * Security Hub, S3, the gateway's log and Temporal. It does not import the state machine.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { CallRecord } from '../../sandbox/aws/call-log.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../sandbox/aws/principals.ts';
import { isMutating } from '../sandbox/mutating.ts';
import { isSound } from './lane.ts';
import type { Lane } from './lane.ts';
import { rowOf } from './moves.ts';
import type { Table } from './moves.ts';

export async function judge(table: Table, lane: Lane, log: readonly CallRecord[]): Promise<void> {
  const row = await rowOf(table.world, lane);
  assert.ok(row !== null, 'a reported finding has no lifecycle');
  const hub = await inSecurityHub(table, lane);
  await destinyOrDeadline(table, row);
  await story(table, row);
  if (row.phase === 'CLOSED') await provenClose(table, { lane, row, hub });
  exceptions(lane, { row, hub, now: await table.now() });
  writes(lane, log);
}

interface Seen {
  readonly lane: Lane;
  readonly row: Lifecycle;
  readonly hub: AwsSecurityFinding;
}

/** Never "open for ever": closed with a destiny, or open with a next deadline that is not past, and somebody at it. */
async function destinyOrDeadline({ client, now }: Table, row: Lifecycle): Promise<void> {
  const { status } = await client.workflow.getHandle(row.workflowId).describe();
  if (row.phase === 'CLOSED') {
    assert.ok(row.destiny !== null && row.nextDeadline === null, 'closed without a destiny');
    return;
  }
  assert.equal(status.name, 'RUNNING', 'open in the ledger, and nobody works on it');
  assert.ok(row.nextDeadline !== null, `${row.phase} has no next deadline`);
  assert.ok(
    Date.parse(row.nextDeadline) >= (await now()) - 60_000,
    `${row.phase} is past its deadline`,
  );
}

/** Append-only, numbered from 1 in each episode, nothing missing. */
async function story({ world }: Table, { workflowId }: Lifecycle): Promise<void> {
  const next = new Map<number, number>();
  for (const { episode, seq } of await world.ledger.story(workflowId)) {
    const expected = next.get(episode) ?? 1;
    assert.equal(seq, expected, `line ${expected} of episode ${episode} is missing`);
    next.set(episode, expected + 1);
  }
}

/** Only our own look closes: its evidence is there, unchanged, Security Hub names it, and the resource agrees. */
async function provenClose({ world }: Table, { lane, row, hub }: Seen): Promise<void> {
  const { verificationId, closedAt } = row;
  assert.ok(verificationId !== null, 'closed without a verification');
  const line = (await world.ledger.story(row.workflowId)).findLast(
    (l) => l.verificationId === verificationId,
  );
  assert.ok(line?.evidence, 'the verification has no evidence');
  const { bucket: Bucket, key: Key, sha256 } = line.evidence;
  const { Body } = await world.s3(HUB_ACCOUNT, HUB_REGION).getObject({ Bucket, Key });
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  assert.equal(
    createHash('sha256').update(bytes).digest('hex'),
    sha256,
    'the evidence was changed',
  );
  // What happened to the resource or was reported after the close is the next episode's.
  if (closedAt === null || Date.parse(closedAt) <= lane.touched) return;
  assert.equal(hub.Workflow?.Status, 'RESOLVED');
  assert.ok(hub.Note?.Text?.includes(verificationId), 'the note does not name the verification');
  assert.ok(await isSound(world, lane), 'closed as Fixed, and it is still open');
}

/** Security Hub and the ledger agree, people said so, and there is an end that has not passed. */
function exceptions(
  lane: Lane,
  { row, hub, now }: { row: Lifecycle; hub: AwsSecurityFinding; now: number },
): void {
  const suppressed = hub.Workflow?.Status === 'SUPPRESSED';
  assert.equal(
    suppressed,
    row.phase === 'ACCEPTED',
    `${row.phase}, and Security Hub says ${hub.Workflow?.Status}`,
  );
  if (!suppressed) return;
  const { exception } = row;
  assert.ok(exception, 'accepted without an exception');
  assert.ok(Date.parse(exception.until) > now - 60_000, 'the exception is over');
  const accepted = lane.said.filter(
    ({ until }) => until !== null && Date.parse(until) === Date.parse(exception.until),
  );
  assert.ok(
    accepted.some(({ actor }) => actor === exception.by),
    'accepted by nobody',
  );
  if (row.severity !== 'CRITICAL') return;
  assert.ok(
    new Set(accepted.map(({ actor }) => actor)).size > 1,
    'one person accepted what is CRITICAL',
  );
}

/** Who wrote, and on whose word. */
function writes(lane: Lane, log: readonly CallRecord[]): void {
  const { bucket } = lane.scenario;
  const calls = log.filter(
    ({ service, resource }) => service === 's3' && resource.endsWith(`:::${bucket}`),
  );
  const strangers = calls
    .filter(isMutating)
    .filter(
      ({ principalArn }) =>
        !/:role\/closeloop-automation$|closeloop-admin|:root$|:user\/admin/.test(principalArn),
    );
  assert.deepEqual(
    strangers.map(({ principalArn, operation }) => `${principalArn} ${operation}`),
    [],
  );
  if (lane.kind === 'unknown-type') {
    assert.deepEqual(
      calls.filter(({ principalArn }) => principalArn.includes('closeloop-automation')),
      [],
    );
  }
  const changed = calls
    .filter(isMutating)
    .filter(({ principalArn }) => principalArn.endsWith('role/closeloop-automation'));
  const mustAsk = lane.kind === 'versioning' || lane.kind === 'public-critical';
  if (!mustAsk || changed.length === 0) return;
  assert.ok(
    lane.said.some(({ decision }) => decision === 'approve'),
    'written without the approval that the table demands',
  );
}

async function inSecurityHub(
  { world }: Table,
  { scenario, finding }: Lane,
): Promise<AwsSecurityFinding> {
  const hub = world.securityHub(scenario.account, scenario.region);
  const Filters = { Id: [{ Value: finding.Id, Comparison: 'EQUALS' as const }] };
  const { Findings = [] } = await hub.getFindings({ Filters });
  const [found] = Findings;
  assert.ok(found, 'Security Hub lost the finding');
  return found;
}
