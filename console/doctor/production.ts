/** What an installation has besides its ledger and its workers: topic, evidence bucket, and roles in workload accounts. */
import { roleAssumer } from '../../activities/aws/assume.ts';
import { loadIntake } from '../../policies/intake.ts';
import { loadPolicies } from '../../policies/load.ts';
import { awsIdentity, TIMES } from '../connect/caller.ts';
import type { Env } from '../connect/env.ts';
import type { Services } from '../connect/services.ts';
import { type Check, skipped } from './check.ts';
import { evidence } from './evidence.ts';
import { mentions } from './mentions.ts';
import { topic } from './topic.ts';
import { roleTrust } from './trust.ts';
import { NO_ACCOUNT, placesOf } from './workloads.ts';

/** The topic, its subscriptions, and who can be mentioned in the channels behind them. */
export async function topicChecks({ region, topicArn }: Env): Promise<readonly Check[]> {
  const { SNS } = await import('@aws-sdk/client-sns');
  // A topic may be in another Region than this terminal.
  const there = topicArn?.split(':').at(3) ?? region;
  const sns = new SNS({ region: there, maxAttempts: 1, requestHandler: TIMES });
  try {
    return await topic(sns, topicArn);
  } finally {
    sns.destroy();
  }
}

/** By the ownership table of the ledger, which the workers use. */
export async function mentionChecks(services: Services, env: Env): Promise<readonly Check[]> {
  const { decisions } = await loadPolicies(env.policiesDir);
  return [mentions(await (await services.policyTables()).ownership(), decisions.signIn)];
}

/** The bucket to which this environment's workers write. */
export async function evidenceChecks({ region, evidenceBucket }: Env): Promise<readonly Check[]> {
  const { S3 } = await import('@aws-sdk/client-s3');
  const options = { region, maxAttempts: 1, requestHandler: TIMES, followRegionRedirects: true };
  // An emulator has no host name for each bucket.
  const s3 = new S3({ ...options, forcePathStyle: true });
  try {
    return await evidence(s3, evidenceBucket);
  } finally {
    s3.destroy();
  }
}

/** In each account where Closeloop works, under the role that reads there. */
export async function trustChecks(services: Services, env: Env): Promise<readonly Check[]> {
  const { account: hub } = await awsIdentity(env);
  const accounts = [...new Set((await places(services, env)).map(({ account }) => account))];
  if (accounts.length === 0)
    return [skipped({ group: 'Roles', name: 'workload accounts' }, NO_ACCOUNT)];
  const [{ STS }, { IAM }] = await Promise.all([
    import('@aws-sdk/client-sts'),
    import('@aws-sdk/client-iam'),
  ]);
  const { region, externalId } = env;
  const client = { region, maxAttempts: 1, requestHandler: TIMES };
  const sts = new STS(client);
  const principal = 'closeloop-console';
  const assume = roleAssumer({ sts, principal, externalId, now: () => new Date() });
  const opened: { destroy: () => void }[] = [sts];
  const enter = async (account: string) => {
    const entry = {
      partition: 'aws',
      account,
      role: 'closeloop-verify',
      session: 'doctor',
    } as const;
    const iam = new IAM({ ...client, credentials: await assume(entry) });
    opened.push(iam);
    return iam;
  };
  try {
    return await roleTrust({ accounts, enter, hub: hub ?? 'unknown', externalId });
  } finally {
    for (const one of opened) one.destroy();
  }
}

/** The accounts that intake.yaml takes or names, and where problems were reported. */
export async function places(services: Services, env: Env) {
  const { account_names: named, accounts } = await loadIntake(env.policiesDir);
  const listed = accounts === '*' ? [] : accounts;
  const rows = await (await services.ledger()).lifecycles();
  const problems = rows.map(({ problem }) => problem);
  return placesOf(problems, [...Object.keys(named), ...listed], env.region);
}
