import { accountClients } from '../../activities/aws/account-clients.ts';
import type { Place } from '../../activities/runtime/found-document.ts';
import { loadDocuments } from '../../policies/documents.ts';
import { loadPolicies } from '../../policies/load.ts';
import { DOCTOR, explainFailure } from '../cli/explain-failure.ts';
import type { Reply } from '../cli/reply.ts';
import { awsIdentity, TIMES } from '../connect/caller.ts';
import { type Env, POLICIES } from '../connect/env.ts';
import type { Services } from '../connect/services.ts';
import { identity, tables } from './aws.ts';
import { type Check, broken, ok, skipped } from './check.ts';
import { documents } from './documents.ts';
import { keys } from './keys.ts';
import { machine } from './machine.ts';
import { DELIVERY, undelivered } from './notifications.ts';
import { ledgerTables, policies } from './policies.ts';
import { evidenceChecks, mentionChecks, places, topicChecks, trustChecks } from './production.ts';
import { report } from './report.ts';
import { routes } from './routes.ts';
import { killSwitch, proofs } from './safety.ts';
import { sealedStories } from './sealed.ts';
import { model, repositories, secondScanner } from './source.ts';
import { temporal } from './temporal.ts';
import { workloads } from './workloads.ts';

/** Runs every check, whatever else is broken. */
export async function examine(services: Services): Promise<Reply> {
  const [here, there, inAws] = await Promise.all([
    machine(),
    temporalChecks(services),
    cloud(services),
  ]);
  return report([...here, ...inAws.environment, ...there, ...inAws.checks]);
}

/** A check that throws is reported as broken, and the others still run. */
async function runCheck(
  group: string,
  name: string,
  check: () => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  return await check().catch((error: unknown) => [explained(group, name, error)]);
}

function explained(group: string, name: string, error: unknown): Check {
  if (isNotEmulated(error)) {
    const why = error instanceof Error ? error.message : String(error);
    return skipped({ group, name }, `not checked, because the emulator cannot answer it: ${why}`);
  }
  const { message, next } = explainFailure(error, process.env);
  return broken({ group, name }, message, ...next.filter((line) => line !== DOCTOR));
}

/** As the sandbox and other emulators answer what they do not have; AWS itself answers so to nothing that is asked here. */
function isNotEmulated(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error.name === 'NotImplemented' || (error.cause !== undefined && isNotEmulated(error.cause))
  );
}

async function temporalChecks(services: Services): Promise<readonly Check[]> {
  return await runCheck('Temporal', 'server', async () => temporal(await fixesInCode(services)));
}

/** Where the policies cannot be read another check says why; then the code worker is not checked. */
async function fixesInCode(services: Services): Promise<boolean> {
  try {
    const { remediation } = await loadPolicies((await services.env()).policiesDir);
    return remediation.some(({ path }) => path === 'code' || path === 'both');
  } catch {
    return false;
  }
}

/** Without a complete environment the checks of AWS are skipped, not failed. */
async function cloud(services: Services) {
  try {
    const env = await services.env();
    const found = `Region ${env.region}, ledger ${env.ledgerPrefix}-*, policies ${env.policiesDir}`;
    const who = await runCheck('AWS', 'identity', () => identity(env));
    const known = who.every(({ status }) => status === 'ok');
    const inAws = known
      ? await storedInAws(services, env)
      : [
          skipped(
            { group: 'Ledger', name: 'tables' },
            'not checked, because the AWS identity is not known',
          ),
        ];
    const files = await runCheck('Policies', 'files', () => policies(env.policiesDir));
    return {
      environment: [ok({ group: 'Environment', name: 'variables' }, found)],
      checks: [
        ...who,
        ...inAws,
        ...files,
        ...(known ? await runCheck('Documents', 'all', () => inPlace(services, env)) : []),
        ...(known
          ? await runCheck('Documents', 'workloads', () => inWorkloads(services, env))
          : []),
        ...(known ? await runCheck('Roles', 'workloads', () => trustChecks(services, env)) : []),
        ...(known ? await runCheck('Keys', 'all', () => signingKeys(env)) : []),
        ...(await runCheck('Safety', 'sign-in', () => signIn(env))),
        ...(await runCheck('Fixes in code', 'Git host', () =>
          repositories(env.policiesDir, process.env),
        )),
        ...(known ? await runCheck('Fixes in code', 'model', () => model(process.env)) : []),
        ...(await runCheck('Fixes in code', 'second scanner', () => secondScanner(process.env))),
      ],
    };
  } catch (error) {
    const files = await runCheck('Policies', 'files', () => policies(POLICIES));
    return {
      environment: [explained('Environment', 'variables', error)],
      checks: [
        skipped(
          { group: 'AWS', name: 'all' },
          'not checked, because the environment is not complete',
        ),
        ...files,
      ],
    };
  }
}

async function inPlace(services: Services, env: Env): Promise<readonly Check[]> {
  const accepted = await loadDocuments(env.policiesDir);
  const { account } = await awsIdentity(env);
  const place = { account: account ?? 'unknown', region: env.region };
  return await documents({ ssm: await services.ssm(), place, accepted });
}

/** Where Closeloop writes, under the role that reads there. */
async function inWorkloads(services: Services, env: Env): Promise<readonly Check[]> {
  const accepted = await loadDocuments(env.policiesDir);
  const { STS } = await import('@aws-sdk/client-sts');
  const sts = new STS({ region: env.region, maxAttempts: 1, requestHandler: TIMES });
  const { externalId } = env;
  const parts = { sts, externalId, principal: 'closeloop-console', workflowId: () => 'doctor' };
  const accounts = accountClients(parts);
  const enter = async ({ account, region }: Place) =>
    (await accounts.verify(account, region, 'aws')).ssm;
  try {
    return await workloads({ accepted, places: await places(services, env), enter });
  } finally {
    sts.destroy();
  }
}

async function signingKeys({ region }: Env): Promise<readonly Check[]> {
  const { KMS } = await import('@aws-sdk/client-kms');
  const kms = new KMS({ region, maxAttempts: 1, requestHandler: TIMES });
  try {
    return await keys(kms);
  } finally {
    kms.destroy();
  }
}

/** Broken files are reported by a check of their own. */
async function signIn({ policiesDir, endpoint }: Env): Promise<readonly Check[]> {
  const { decisions } = await loadPolicies(policiesDir);
  return proofs(decisions, endpoint);
}

async function storedInAws(services: Services, env: Env): Promise<readonly Check[]> {
  const checks = await Promise.all([
    runCheck('Ledger', 'tables', () => tables(env)),
    runCheck('Policies', 'ownership table', async () => {
      const { decisions } = await loadPolicies(env.policiesDir);
      return await ledgerTables(await services.policyTables(), decisions.signIn);
    }),
    runCheck('Routes', 'rules', async () => {
      const { remediation } = await loadPolicies(env.policiesDir);
      return await routes(await services.eventBridge(), remediation);
    }),
    runCheck('Evidence', 'bucket', () => evidenceChecks(env)),
    runCheck('Notifications', 'topic', () => topicChecks(env)),
    runCheck('Notifications', 'mentions', () => mentionChecks(services, env)),
    runCheck('Notifications', 'delivery', async () => [
      env.topicArn === null
        ? skipped(DELIVERY, 'not checked, because without a topic nothing is sent')
        : await undelivered(await services.notices(), services.now()),
    ]),
    runCheck('Safety', 'sealed stories', async () => [
      await sealedStories(await services.storyChecks(), await services.ledger(), services.now()),
    ]),
    runCheck('Safety', 'kill switch', async () => [await killSwitch(await services.ledger())]),
  ]);
  return checks.flat();
}
