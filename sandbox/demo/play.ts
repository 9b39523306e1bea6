/** The demo itself, as `demo.ts` runs it: starts everything, lets it play, and stays up until its process group ends. */
import { flushCompileCache } from 'node:module';
import { constants } from 'node:os';

import { workflowsLink } from '../../domain/links.ts';
import { startTickets } from '../vendors/tickets.ts';
import { startWorld, TOPIC_ARN } from '../world.ts';
import type { World } from '../world.ts';
import { writeConsoleEnv } from '../world/console-env.ts';
import { oneLine } from './failures.ts';
import { conclusion, SETTLE_SECONDS, show } from './show.ts';
import { demoPolicies } from './source.ts';

const once = process.argv.includes('--once');
const json = process.argv.includes('--json');

endWithWhoStartedIt();
const code = await main().catch((error: unknown) => {
  process.stderr.write(`The demo ended early: ${oneLine(error)}\n`);
  return 1;
});
// Whatever could not be stopped ends with the process group.
process.exit(code);

/** Whoever started this may have been killed outright, and nobody may read what is printed any more. */
function endWithWhoStartedIt(): void {
  if (process.channel === undefined) throw new Error('Started by demo.ts: npm run demo');
  process.once('disconnect', () => process.kill(0, 'SIGKILL'));
  process.channel.unref();
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', () => process.exit(128 + constants.signals.SIGPIPE));
}

/** Answers the exit code. */
async function main(): Promise<number> {
  const policies = await demoPolicies();
  const world = await startWorld({
    say: print,
    settleSeconds: SETTLE_SECONDS,
    chat: true,
    webhook: true,
    policiesDir: policies.folder,
  });
  try {
    if (!once) await writeConsoleEnv(world, policies.folder);
    return await demonstrate(world);
  } finally {
    await world.stop();
    await policies.remove();
  }
}

async function demonstrate(world: World): Promise<number> {
  const tickets = await startTickets({ ...world, topicArn: TOPIC_ARN });
  try {
    const findings = await show(world, print);
    const ok = findings.every((result) => result.ok);
    if (json) process.stdout.write(`${JSON.stringify({ ok, findings })}\n`);
    print(conclusion(findings));
    if (once) return ok ? 0 : 1;
    print(invitation(world, tickets.jira.url));
    // For the next demo: this process is going to be killed.
    flushCompileCache();
    return await new Promise<never>(() => {});
  } finally {
    await tickets.stop();
  }
}

function print(line: string): void {
  (json ? process.stderr : process.stdout).write(`${line}\n`);
}
function invitation(world: World, ticketsUrl: string): string {
  const { uiUrl, namespace } = world.temporal;
  const list = (query: string) => workflowsLink(uiUrl, namespace, query);
  return [
    '',
    `Temporal Web UI   ${uiUrl}`,
    `  people decide   ${list('FindingNeedsHuman=true')}`,
    `  CRITICAL, HIGH  ${list('FindingSeverity IN ("CRITICAL","HIGH")')}`,
    `  of one team     ${list('FindingOwnerTeam="payments"')}`,
    '  status, severity and owner as columns: the gear below the list, FindingState, FindingSeverity, FindingOwnerTeam',
    `AWS endpoint      ${world.aws.url}`,
    `Chat              ${world.chat?.slack.pageUrl ?? 'not started'}`,
    `Tickets           ${ticketsUrl} (those of the data team are in Azure DevOps, without a page)`,
    'In another terminal:',
    '  npm run -s closeloop -- findings list',
    '  npm run -s closeloop -- findings show payments-runbook-fails',
    '  npm run -s closeloop -- --env .closeloop/barbara.env findings list   # as another person',
    'Ctrl-C ends everything.',
  ].join('\n');
}
