/** Real people, who sign with their own keys, as the console does; and what only an administrator does. */
import { randomUUID } from 'node:crypto';

import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';

import { shownFor } from '../../../activities/decisions/shown.ts';
import { presign } from '../../../console/connect/proving.ts';
import type { Decision } from '../../../domain/decision.ts';
import { HUB_REGION } from '../../../sandbox/aws/gateway/principals.ts';
import { importOne } from '../../../sandbox/demo/seed.ts';
import { hashOf } from './judge.ts';
import { rest, rowOf } from './setting.ts';
import type { Move, Setting, Victim } from './setting.ts';

const DAY = 24 * 3_600_000;

/** A person of the owner approves the plan that waits; now and then somebody without a say tries. */
export const approves: Move = async (setting, victim, die) =>
  await decides(setting, victim, {
    person: die.chance(0.2) ? 'linus' : die.pick(['barbara', 'radia', 'margaret']),
    decision: 'approve',
  });

/** Two people accept the risk until the same day. */
export const accept: Move = async (setting, victim, die) => {
  const until = new Date(Date.now() + die.pick([5, 20]) * DAY).toISOString();
  const first = await decides(setting, victim, { person: 'barbara', decision: 'accept', until });
  await rest(setting, victim);
  const second = await decides(setting, victim, { person: 'radia', decision: 'accept', until });
  return `${first}; ${second}`;
};

/** A person of the owner, or of another team, gives it to that other team. */
export const assigns: Move = async (setting, victim, die) => {
  const person = die.pick(['barbara', 'radia', 'linus']);
  return await decides(setting, victim, { person, decision: 'assign', team: 'platform' });
};

interface Said {
  readonly person: string;
  readonly decision: 'approve' | 'accept' | 'assign';
  readonly team?: string | null;
  readonly until?: string | null;
  /** Absent: the CLI. */
  readonly door?: Decision['door'];
}

/** Signs what the ledger shows and sends it. */
export async function decides(setting: Setting, victim: Victim, said: Said): Promise<string> {
  const decision = await signs(setting, victim, said);
  if (decision === null) return `nothing that ${said.person} would sign`;
  const answer = await tell(setting, victim.workflowId, said.decision, decision);
  return `${said.person}: ${said.decision}: ${answer}`;
}

/** The decision, which the judge hears of before anybody else; null where there is nothing to sign. */
export async function signs(
  setting: Setting,
  victim: Victim,
  said: Said,
): Promise<Decision | null> {
  const { world, judge, loot } = setting;
  const made = await draft(setting, victim, said);
  if (made === null) return null;
  const { planHash: hash, decision, actor: person, until, team } = made;
  const proof = await presign(made, await signsAs(setting, person));
  const text = hash === null ? null : await world.ledger.planText(victim.workflowId, hash);
  const plan = text !== null && hashOf(text) === hash ? text : null;
  judge.signed({ person, decision, bucket: victim.bucket, until, plan, team });
  const signed = { ...made, proof };
  loot.push(signed);
  return signed;
}

/** A decision about what the ledger shows now, without a proof; null where there is nothing to decide. */
export async function draft(
  setting: Setting,
  victim: Victim,
  { person: actor, decision, until = null, team = null, door = 'cli' }: Said,
): Promise<Decision | null> {
  const row = await rowOf(setting, victim);
  const unseen: Decision = {
    id: randomUUID(),
    finding: victim.workflowId,
    episode: row.episode,
    decision,
    planHash: decision === 'approve' ? row.planHash : null,
    severity: row.severity,
    until,
    team,
    actor,
    why: 'seen',
    door,
    proof: null,
  };
  const shown = await shownFor(setting.world.ledger, row, unseen);
  return 'digest' in shown ? { ...unseen, shown: shown.digest } : null;
}

async function signsAs({ world }: Setting, person: string) {
  const env = world.person(person);
  const credentials = {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
    sessionToken: env['AWS_SESSION_TOKEN'] ?? '',
  };
  return { region: HUB_REGION, endpoint: world.aws.url, credentials };
}

/** Sends an update. A lifecycle that refuses it, or is over, is an answer like any other. */
export async function tell(
  { thief }: Setting,
  workflowId: string,
  update: string,
  payload: unknown,
): Promise<string> {
  try {
    await thief.client.workflow.getHandle(workflowId).executeUpdate(update, { args: [payload] });
    return 'taken';
  } catch (error) {
    if (
      error instanceof WorkflowUpdateFailedError ||
      error instanceof WorkflowNotFoundError ||
      error instanceof WorkflowUpdateRPCTimeoutOrCancelledError
    )
      return `denied: ${(error.cause instanceof Error ? error.cause : error).message}`;
    throw error;
  }
}

/** The bucket is as bad as before, and Security Hub reports it again. */
export const comesBack: Move = async ({ world }, victim) => {
  const { account, region, bucket, control, seeded } = victim;
  const s3 = world.s3(account, region);
  if (control === 'S3.PublicAccess') await s3.deletePublicAccessBlock({ Bucket: bucket });
  else {
    const VersioningConfiguration = { Status: 'Suspended' as const };
    await s3.putBucketVersioning({ Bucket: bucket, VersioningConfiguration });
  }
  const [finding] = seeded.findings;
  if (finding === undefined) throw new Error(`${bucket} has no finding`);
  const { id: Id, productArn: ProductArn } = victim.finding;
  const hub = world.securityHub(account, region);
  await hub.batchUpdateFindings({
    FindingIdentifiers: [{ Id, ProductArn }],
    Workflow: { Status: 'NEW' },
  });
  for (const Status of ['PASSED', 'FAILED'] as const) {
    const Compliance = { ...finding.Compliance, Status };
    const again = { ...finding, UpdatedAt: new Date().toISOString(), Compliance };
    await importOne(world, { scenario: seeded.scenario, findings: [again] });
    await world.aws.gateway.idle();
  }
  return 'it is back';
};
