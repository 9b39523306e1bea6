import { loadPolicies } from '../../policies/load.ts';
import { DOCTOR, explainFailure } from '../cli/explain-failure.ts';
import type { Reply } from '../cli/reply.ts';
import { type Env, POLICIES } from '../connect/env.ts';
import type { Services } from '../connect/services.ts';
import { identity, tables } from './aws.ts';
import { type Check, attempt, broken, ok, skipped } from './check.ts';
import { machine } from './machine.ts';
import { undelivered } from './notifications.ts';
import { ledgerTables, policies } from './policies.ts';
import { report } from './report.ts';
import { routes } from './routes.ts';
import { killSwitch, proofs } from './safety.ts';
import { model, repositories, secondScanner } from './source.ts';
import { temporal } from './temporal.ts';

/** Looks at everything, whatever else is broken. */
export async function examine(world: Services): Promise<Reply> {
  const [here, there, inAws] = await Promise.all([machine(), orchestration(world), cloud(world)]);
  return report([...here, ...inAws.environment, ...there, ...inAws.checks]);
}

function explain(error: unknown): Pick<Check, 'next'> & { readonly message: string } {
  const { message, next } = explainFailure(error, process.env);
  return { message, next: next.filter((line) => line !== DOCTOR) };
}

async function orchestration(world: Services): Promise<readonly Check[]> {
  return await attempt({ group: 'Temporal', name: 'server' }, explain, async () =>
    temporal({ inCode: await fixesInCode(world) }),
  );
}

/** Where that cannot be read another check says why; then nothing is said of a worker that may not be needed. */
async function fixesInCode(world: Services): Promise<boolean> {
  try {
    const { remediation } = await loadPolicies((await world.env()).policiesDir);
    return remediation.some(({ path }) => path === 'code' || path === 'both');
  } catch {
    return false;
  }
}

interface Cloud {
  readonly environment: readonly Check[];
  readonly checks: readonly Check[];
}

/** Without a complete environment nobody knows where to look: those checks are skipped, not failed. */
async function cloud(world: Services): Promise<Cloud> {
  const named = { group: 'Environment', name: 'variables' };
  try {
    const env = await world.env();
    const found = `Region ${env.region}, ledger ${env.ledgerPrefix}-*, policies ${env.policiesDir}`;
    const who = await attempt({ group: 'AWS', name: 'identity' }, explain, () => identity(env));
    const known = who.every(({ status }) => status === 'ok');
    const inAws = known ? await kept(world, env) : [skipped(LEDGER, 'AWS does not know us')];
    const files = await attempt(FILES, explain, () => policies(env.policiesDir));
    return {
      environment: [ok(named, found)],
      checks: [
        ...who,
        ...inAws,
        ...files,
        ...(await attempt(SIGN_IN, explain, () => deciders(env))),
        ...(await attempt(HOST, explain, () => repositories(env.policiesDir, process.env))),
        ...(known ? await attempt(MODEL, explain, () => model(process.env)) : []),
        ...(await attempt(SCANNER, explain, () => secondScanner(process.env))),
      ],
    };
  } catch (error) {
    const { message, next } = explain(error);
    const files = await attempt(FILES, explain, () => policies(POLICIES));
    return {
      environment: [broken(named, message, ...next)],
      checks: [skipped({ group: 'AWS', name: 'all' }, 'the environment is not complete'), ...files],
    };
  }
}

/** Broken files are told by their own check. */
async function deciders({ policiesDir, endpoint }: Env): Promise<readonly Check[]> {
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

/** What is kept in AWS. */
async function kept(world: Services, env: Env): Promise<readonly Check[]> {
  const looks = await Promise.all([
    attempt(LEDGER, explain, () => tables(env)),
    attempt(OWNERS, explain, async () => await ledgerTables(await world.policyTables())),
    attempt(RULES, explain, async () => {
      const { remediation } = await loadPolicies(env.policiesDir);
      return await routes(await world.eventBridge(), remediation);
    }),
    attempt(TOLD, explain, async () => [await undelivered(await world.notices(), world.now())]),
    attempt(SWITCH, explain, async () => [await killSwitch(await world.ledger())]),
  ]);
  return looks.flat();
}
