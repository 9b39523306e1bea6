/** `npm run demo [-- --once] [-- --json]`: the whole loop on one machine, from Security Hub's events to the destinies. */
import { spawnSync } from 'node:child_process';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { oneLine } from './demo/failures.ts';
import { conclusion, SETTLE_SECONDS, show } from './demo/show.ts';
import { demoPolicies } from './demo/source.ts';
import { startTickets } from './vendors/tickets.ts';
import { startWorld, TOPIC_ARN } from './world.ts';
import type { World } from './world.ts';
import { writeConsoleEnv } from './world/console-env.ts';

const USAGE = `Usage: npm run demo -- [--once] [--json]
  --once  end when every finding has ended: exit 0, or 1 if one did not end as expected
  --json  one JSON summary on stdout, everything else on stderr`;

/** The other tools are for tests and fixes in code; Checkov alone would be 200 MB more. */
const TOOLS = ['temporal-cli', 'ministack'];

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`The demo ended early: ${oneLine(error)}\n`);
  return 1;
});

async function main(args: readonly string[]): Promise<number> {
  // For the workers and the commands that the demo starts.
  enableCompileCache();
  const options = readOptions(args);
  if (typeof options === 'number') return options;
  const print = (line: string) =>
    (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  const setup = fileURLToPath(new URL('setup.ts', import.meta.url));
  const obtained = spawnSync(process.execPath, [setup, '--quiet', ...TOOLS], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (obtained.status !== 0) return 1;
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const policies = await demoPolicies();
  const world = await startWorld({
    say: print,
    settleSeconds: SETTLE_SECONDS,
    chat: true,
    webhook: true,
    policiesDir: policies.folder,
  });
  const removeEnv = options.once ? async () => {} : await writeConsoleEnv(world);
  try {
    return await demonstrate(world, { ...options, print, stopped });
  } finally {
    await removeEnv();
    await world.stop();
    await policies.remove();
  }
}

interface Options {
  readonly once: boolean;
  readonly json: boolean;
  readonly print: (line: string) => void;
  /** Settles when somebody ends the demo. */
  readonly stopped: Promise<void>;
}

/** Answers the exit code. */
async function demonstrate(world: World, options: Options): Promise<number> {
  const { once, json, print, stopped } = options;
  const tickets = await startTickets({ ...world, topicArn: TOPIC_ARN });
  try {
    const findings = await show(world, print);
    const ok = findings.every((result) => result.ok);
    if (json) process.stdout.write(`${JSON.stringify({ ok, findings })}\n`);
    print(conclusion(findings));
    if (once) return ok ? 0 : 1;
    print(invitation(world, tickets.jira.url));
    await stopped;
    return 0;
  } finally {
    await tickets.stop();
  }
}

/** The options, or the exit code when there is nothing more to do. */
function readOptions(args: readonly string[]): { once: boolean; json: boolean } | number {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const options = { once: flag, json: flag, help: flag };
    const { values } = parseArgs({ args: [...args], options });
    if (!values.help) return { once: values.once, json: values.json };
    process.stdout.write(`${USAGE}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${oneLine(error)}\n${USAGE}\n`);
    return 2;
  }
}

function invitation(world: World, ticketsUrl: string): string {
  return [
    '',
    `Temporal Web UI   ${world.temporal.uiUrl}`,
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
