import { DOCTOR, explainFailure } from '../explain-failure.ts';
import type { Reply } from '../reply.ts';
import type { World } from '../world.ts';
import { identity, tables } from './aws.ts';
import { type Check, attempt, broken, ok, skipped } from './check.ts';
import { machine } from './machine.ts';
import { report } from './report.ts';
import { killSwitch, proofPolicy } from './safety.ts';
import { temporal } from './temporal.ts';

/** Looks at everything, whatever else is broken. */
export async function examine(world: World): Promise<Reply> {
  const [here, there, inAws] = await Promise.all([machine(), orchestration(), cloud(world)]);
  return report([...here, ...inAws.environment, ...there, ...inAws.checks]);
}

function explain(error: unknown): Pick<Check, 'next'> & { readonly message: string } {
  const { message, next } = explainFailure(error, process.env);
  return { message, next: next.filter((line) => line !== DOCTOR) };
}

async function orchestration(): Promise<readonly Check[]> {
  return await attempt({ group: 'Temporal', name: 'server' }, explain, temporal);
}

interface Cloud {
  readonly environment: readonly Check[];
  readonly checks: readonly Check[];
}

/** Without a complete environment nobody knows where to look: those checks are skipped, not failed. */
async function cloud(world: World): Promise<Cloud> {
  const named = { group: 'Environment', name: 'variables' };
  try {
    const env = await world.env();
    const found = [
      `Region ${env.region}`,
      `ledger ${env.ledgerPrefix}-*`,
      `policies ${env.policiesDir}`,
    ].join(', ');
    const who = await attempt({ group: 'AWS', name: 'identity' }, explain, () => identity(env));
    const reachable = who.every(({ status }) => status === 'ok');
    const ledger = { group: 'Ledger', name: 'tables' };
    const kept = reachable
      ? [
          ...(await attempt(ledger, explain, () => tables(env))),
          ...(await attempt({ group: 'Safety', name: 'kill switch' }, explain, async () => [
            await killSwitch(await world.ledger()),
          ])),
        ]
      : [skipped(ledger, 'not looked at: AWS does not know us')];
    return { environment: [ok(named, found)], checks: [...who, ...kept, proofPolicy(env)] };
  } catch (error) {
    const { message, next } = explain(error);
    return {
      environment: [broken(named, message, ...next)],
      checks: [
        skipped({ group: 'AWS', name: 'all' }, 'not looked at: the environment is not complete'),
      ],
    };
  }
}
