import { loadPolicies } from '../../policies/load.ts';
import { DOCTOR, explainFailure } from '../cli/explain-failure.ts';
import type { Reply } from '../cli/reply.ts';
import { type Env, POLICIES } from '../connect/env.ts';
import type { Services } from '../connect/services.ts';
import { identity, tables } from './aws.ts';
import { type Check, runCheck, broken, ok, skipped } from './check.ts';
import { machine } from './machine.ts';
import { undelivered } from './notifications.ts';
import { ledgerTables, policies } from './policies.ts';
import { report } from './report.ts';
import { routes } from './routes.ts';
import { killSwitch, proofs } from './safety.ts';
import { model, repositories, secondScanner } from './source.ts';
import { temporal } from './temporal.ts';

/** Runs every check, whatever else is broken. */
export async function examine(services: Services): Promise<Reply> {
  const [here, there, inAws] = await Promise.all([
    machine(),
    temporalChecks(services),
    cloud(services),
  ]);
  return report([...here, ...inAws.environment, ...there, ...inAws.checks]);
}

function explain(error: unknown): Pick<Check, 'next'> & { readonly message: string } {
  const { message, next } = explainFailure(error, process.env);
  return { message, next: next.filter((line) => line !== DOCTOR) };
}

async function temporalChecks(services: Services): Promise<readonly Check[]> {
  return await runCheck({ group: 'Temporal', name: 'server' }, explain, async () =>
    temporal({ inCode: await fixesInCode(services) }),
  );
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

interface Cloud {
  readonly environment: readonly Check[];
  readonly checks: readonly Check[];
}

/** Without a complete environment the checks of AWS are skipped, not failed. */
async function cloud(services: Services): Promise<Cloud> {
  const named = { group: 'Environment', name: 'variables' };
  try {
    const env = await services.env();
    const found = `Region ${env.region}, ledger ${env.ledgerPrefix}-*, policies ${env.policiesDir}`;
    const who = await runCheck({ group: 'AWS', name: 'identity' }, explain, () => identity(env));
    const known = who.every(({ status }) => status === 'ok');
    const inAws = known
      ? await storedInAws(services, env)
      : [skipped(LEDGER, 'the AWS identity is not known')];
    const files = await runCheck(FILES, explain, () => policies(env.policiesDir));
    return {
      environment: [ok(named, found)],
      checks: [
        ...who,
        ...inAws,
        ...files,
        ...(await runCheck(SIGN_IN, explain, () => signIn(env))),
        ...(await runCheck(HOST, explain, () => repositories(env.policiesDir, process.env))),
        ...(known ? await runCheck(MODEL, explain, () => model(process.env)) : []),
        ...(await runCheck(SCANNER, explain, () => secondScanner(process.env))),
      ],
    };
  } catch (error) {
    const { message, next } = explain(error);
    const files = await runCheck(FILES, explain, () => policies(POLICIES));
    return {
      environment: [broken(named, message, ...next)],
      checks: [skipped({ group: 'AWS', name: 'all' }, 'the environment is not complete'), ...files],
    };
  }
}

/** Broken files are reported by a check of their own. */
async function signIn({ policiesDir, endpoint }: Env): Promise<readonly Check[]> {
  const { decisions } = await loadPolicies(policiesDir);
  return proofs(decisions, endpoint);
}

const SIGN_IN = { group: 'Safety', name: 'sign-in' };
const HOST = { group: 'Fixes in code', name: 'Git host' };
const MODEL = { group: 'Fixes in code', name: 'model' };
const SCANNER = { group: 'Fixes in code', name: 'second scanner' };
const FILES = { group: 'Policies', name: 'files' };
const LEDGER = { group: 'Ledger', name: 'tables' };
const OWNERS = { group: 'Policies', name: 'ownership table' };
const RULES = { group: 'Routes', name: 'rules' };
const TOLD = { group: 'Notifications', name: 'delivery' };
const SWITCH = { group: 'Safety', name: 'kill switch' };

async function storedInAws(services: Services, env: Env): Promise<readonly Check[]> {
  const checks = await Promise.all([
    runCheck(LEDGER, explain, () => tables(env)),
    runCheck(OWNERS, explain, async () => await ledgerTables(await services.policyTables())),
    runCheck(RULES, explain, async () => {
      const { remediation } = await loadPolicies(env.policiesDir);
      return await routes(await services.eventBridge(), remediation);
    }),
    runCheck(TOLD, explain, async () => [
      await undelivered(await services.notices(), services.now()),
    ]),
    runCheck(SWITCH, explain, async () => [await killSwitch(await services.ledger())]),
  ]);
  return checks.flat();
}
