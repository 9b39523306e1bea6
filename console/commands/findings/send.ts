import type { Opened } from '../../../starter/event/event.ts';
/** `findings send FILE`: does with an event what the starter's function would, and says what happened. */
import { UnreadableEvent } from '../../../starter/event/json-values.ts';
import { openText } from '../../../starter/event/read-file.ts';
import { handlingFromEnv } from '../../../starter/from-env.ts';
import { takeEvent } from '../../../starter/handler.ts';
import type { Taken } from '../../../starter/handler.ts';
import type { Outcome, Starter } from '../../../starter/take-finding.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import { fileName, NAME_A_FILE, readEvent } from '../../cli/read-event.ts';
import type { Reply } from '../../cli/reply.ts';
import { shownFinding } from '../../cli/shown-finding.ts';
import type { ShownFinding } from '../../cli/shown-finding.ts';
import type { Lines, Page } from '../../output/page.ts';
import { wrapAfter } from '../../output/wrap.ts';

/** With the ledger and Temporal of the environment. Throws a CliError for a file that is no JSON. */
export async function sendFile(
  file: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Reply> {
  const text = await readEvent(file);
  const shown = shownFinding(text);
  if (shown !== null) throw noReport(shown, fileName(file));
  const opened = open(text, fileName(file));
  const starter = await handlingFromEnv(variables);
  try {
    return await sendOpened(opened, starter);
  } finally {
    await starter.close();
  }
}

/** As `sendFile`, with what is given: one event after the other. */
async function sendOpened(events: readonly Opened[], starter: Starter): Promise<Reply> {
  const taken: Taken[] = [];
  for (const opened of events) taken.push(await takeEvent(opened, starter));
  const outcomes = taken.flatMap((one) => one.outcomes);
  const failures = taken.flatMap((one) => one.failures.map(({ message }) => message));
  return {
    json: { findings: outcomes, failures },
    text: (page) => asText(outcomes, failures, page),
    failed: failures.length > 0 || outcomes.some(({ action }) => action === 'refuse'),
  };
}

/** The ledger does not keep what Security Hub reported, and nothing is reported that was not. */
function noReport({ workflowId, findings }: ShownFinding, file: string): CliError {
  const [first] = findings;
  const filters = JSON.stringify({ Id: [{ Value: first?.id ?? '', Comparison: 'EQUALS' }] });
  return new CliError(
    'event',
    `${file}: \`findings show\` printed this: it is the problem with its lifecycle, not what reported it.`,
    {
      next: [
        `What Security Hub has now: aws securityhub get-findings --filters '${filters}' | ${commandLine('findings', 'send', '-')}`,
        `Check the resource now: ${commandLine('findings', 'recheck', workflowId)}`,
      ],
      exitCode: 2,
    },
  );
}

function open(text: string, file: string): readonly Opened[] {
  try {
    return openText(text);
  } catch (cause) {
    if (!(cause instanceof UnreadableEvent)) throw cause;
    throw new CliError('event', `${file}: ${cause.message}`, {
      next: [NAME_A_FILE],
      exitCode: 2,
      cause,
    });
  }
}

function asText(outcomes: readonly Outcome[], failures: readonly string[], page: Page): Lines {
  const { style } = page;
  const told = outcomes.flatMap(({ action, workflowId, finding, text }) => [
    `${style.bold(action.padEnd(6))} ${workflowId ?? finding}`,
    ...wrapAfter('       ', text, page),
  ]);
  const failed = failures.map((message) => `${style.red('✗')} ${message}`);
  const next = outcomes.find(({ action }) => action === 'start' || action === 'people')?.workflowId;
  const show = next ? ['', `Follow it: ${commandLine('findings', 'show', next)}`] : [];
  return [...told, ...failed, ...show];
}
