/** `npm run demo [-- --once] [-- --json]`: the whole loop on one machine, from Security Hub's events to the destinies. */
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import type { Lifecycle } from '../activities/ledger/ledger.ts';
import { writeConsoleEnv } from './console-env.ts';
import { pressButton } from './demo/press.ts';
import { resultOf } from './demo/result.ts';
import type { FindingResult } from './demo/result.ts';
import { SCENARIOS } from './demo/scenarios.ts';
import type { Act, Scenario } from './demo/scenarios.ts';
import { importFindings, seedResources, undoFix } from './demo/seed.ts';
import { demoPolicies, mergeAndApply, seedSources } from './demo/source.ts';
import { table } from './demo/table.ts';
import { watch } from './demo/watch.ts';
import { startTickets } from './vendors/tickets.ts';
import { startWorld, TOPIC_ARN } from './world.ts';
import type { World } from './world.ts';

const USAGE = `Usage: npm run demo -- [--once] [--json]
  --once  end when every finding has met its destiny: exit 0, or 1 if one has not
  --json  one JSON summary on stdout, everything else on stderr`;

/** The policy's 300 s would be a long demo. */
const SETTLE_SECONDS = 2;
const LIMIT_MS = 180_000;
/** The others are for tests and fixes in code; Checkov alone would be 200 MB more. */
const TOOLS = ['temporal-cli', 'ministack'];

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'number') return options;
  const say = (line: string) => (options.json ? process.stderr : process.stdout).write(`${line}\n`);
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
    say,
    settleSeconds: SETTLE_SECONDS,
    chat: true,
    webhook: true,
    policiesDir: policies.folder,
  });
  const forget = options.once ? async () => {} : await writeConsoleEnv(world);
  try {
    return await demonstrate(world, { ...options, say, stopped });
  } finally {
    await forget();
    await world.stop();
    await policies.remove();
  }
}

interface Options {
  readonly once: boolean;
  readonly json: boolean;
  readonly say: (line: string) => void;
  /** Settles when somebody ends the demo. */
  readonly stopped: Promise<void>;
}

/** The exit code. */
async function demonstrate(world: World, options: Options): Promise<number> {
  const { once, json, say, stopped } = options;
  const tickets = await startTickets({ ...world, topicArn: TOPIC_ARN });
  try {
    const results = await show(world, say);
    const ok = results.every((result) => result.ok);
    if (json) process.stdout.write(`${JSON.stringify(summary(ok, results))}\n`);
    say(ending(ok, results));
    if (once) return ok ? 0 : 1;
    say(invitation(world, tickets.jira.url));
    await stopped;
    return 0;
  } finally {
    await tickets.stop();
  }
}

/** The options, or the exit code when there is nothing more to do. */
function readOptions(args: readonly string[]): { once: boolean; json: boolean } | number {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (!values.help) return { once: values.once, json: values.json };
    process.stdout.write(`${USAGE}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    return 2;
  }
}

async function show(world: World, say: (line: string) => void): Promise<readonly FindingResult[]> {
  say(
    `${SCENARIOS.length} problems in two accounts; the wait before a check is shortened to ${SETTLE_SECONDS} s, the time to decide about LOW ones to 5 s`,
  );
  await Promise.all([seedResources(world, SCENARIOS), seedSources(world, SCENARIOS)]);
  const seeded = await importFindings(world, SCENARIOS);
  say('findings imported; Security Hub → EventBridge → starter → Temporal\n');
  const standings = await watch(world, seeded, {
    onLine: say,
    onAct: (act, standing) => play(world, act, { ...standing, say }),
    limitMs: LIMIT_MS,
  });
  return await Promise.all(standings.map((standing) => resultOf(world, standing)));
}

interface Playing {
  readonly scenario: Scenario;
  readonly finding: AwsSecurityFinding;
  readonly lifecycle: Lifecycle;
  readonly say: (line: string) => void;
}

async function play(world: World, act: Act, playing: Playing): Promise<void> {
  const { scenario, finding, lifecycle, say } = playing;
  if (act.does === 'see') return;
  if (act.does === 'decide') {
    const said = await decide(world.person(act.as), act.command(lifecycle));
    say(`\n${act.as}$ npm run -s closeloop -- ${said.command}\n${said.answer}\n`);
    return;
  }
  if (act.does === 'merge') {
    const { said, body } = await mergeAndApply(world, scenario, act.as);
    const quoted = body.trimEnd().replace(/^/gm, '    │ ');
    say(act.shows === true ? `\n${said}. Its text:\n\n${quoted}\n` : `\n${said}\n`);
    return;
  }
  if (act.does === 'press') {
    say(`\n${await pressButton(world, act, lifecycle.workflowId)}\n`);
    return;
  }
  say(`\nsomebody deletes the public access block of ${scenario.bucket} again\n`);
  await undoFix(world, { scenario }, finding);
}

/** As a person would: signed in, with the console, in a process of its own. */
async function decide(
  env: Readonly<Record<string, string>>,
  words: readonly string[],
): Promise<{ readonly command: string; readonly answer: string }> {
  const args = ['findings', ...words];
  const command = args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg)).join(' ');
  const console_ = fileURLToPath(new URL('../console/main.ts', import.meta.url));
  const path = { PATH: process.env['PATH'] ?? '' };
  const { stdout } = await promisify(execFile)(process.execPath, [console_, ...args], {
    env: { ...path, ...env },
  });
  return { command, answer: stdout.trimEnd() };
}

function summary(ok: boolean, results: readonly FindingResult[]): object {
  return { ok, findings: results };
}

function ending(ok: boolean, results: readonly FindingResult[]): string {
  const wrong = results.filter((result) => !result.ok);
  const lines = wrong.map(({ resource, problems }) => `  ${resource}: ${problems.join('; ')}`);
  const verdict = ok
    ? `\nAll ${results.length} findings are where they have to be.`
    : `\n${wrong.length} of ${results.length} findings did not:\n${lines.join('\n')}`;
  return `\n${table(results)}\n${verdict}`;
}

function invitation(world: World, ticketsUrl: string): string {
  return [
    '',
    `Temporal Web UI   ${world.temporal.uiUrl}`,
    `AWS endpoint      ${world.aws.url}`,
    `People's chat     ${world.chat?.slack.pageUrl ?? 'not started'}`,
    `Tickets           ${ticketsUrl} (those of the team data are in Azure DevOps, without a page)`,
    'In another terminal:',
    '  npm run -s closeloop -- findings list',
    '  npm run -s closeloop -- findings show payments-runbook-fails',
    '  npm run -s closeloop -- --env .closeloop/barbara.env findings list   # as another person',
    'Ctrl-C ends everything.',
  ].join('\n');
}
