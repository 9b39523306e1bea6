import { readSecrets } from '../environment/secrets.ts';
import { describeBroken, openBatch, openEvent } from './event/event.ts';
import type { Opened } from './event/event.ts';
import type { ParsedFinding } from './event/finding.ts';
import { inOrder } from './in-order.ts';
import { lazily } from './lazily.ts';
import { metricLines } from './metrics.ts';
import type { Counted } from './metrics.ts';
import { keepsEvent } from './reasons.ts';
import { refused, takeFinding } from './take-finding.ts';
import type { Outcome, Starter } from './take-finding.ts';

/** What Lambda wants back from a batch: the messages to deliver again. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

export interface Handling extends Starter {
  /** One JSON line for the log. */
  readonly log: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Some findings of an event could not be taken; the others were. Thrown so that Lambda retries and keeps the event. */
export class FindingsNotTaken extends AggregateError {
  override readonly name = 'FindingsNotTaken';
}

export type Handler = (event: unknown) => Promise<BatchResponse | undefined>;

/**
 * The Lambda function: an EventBridge event, or a batch of them from SQS. All findings are tried before a failure
 * is reported; a retry repeats only what was not acknowledged.
 */
export function createHandler(handling: Handling): Handler {
  return async (event) => {
    const batch = openBatch(event);
    if (batch === null) {
      const taken = await takeEvent(openEvent(event), handling);
      report([taken], handling);
      if (taken.failures.length > 0) throw notTaken(taken.failures);
      return undefined;
    }
    const all = await Promise.all(
      batch.map(async ({ opened }) => await takeEvent(opened, handling)),
    );
    report(all, handling);
    const failed = batch.filter((_message, at) => (all[at]?.failures.length ?? 0) > 0);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}

/** The deployed `handler`: made from the environment at the first event. */
export const handler = lazily(async () => {
  const { handlingFromEnv } = await import('./from-env.ts');
  await readSecrets('the starter', process.env);
  return createHandler(await handlingFromEnv(process.env));
});

/** What became of one event. */
export interface Taken {
  readonly outcomes: readonly Outcome[];
  readonly failures: readonly Error[];
}

/** Takes every finding of an event, whatever happens to the others. */
export async function takeEvent(opened: Opened, starter: Starter): Promise<Taken> {
  if (!opened.ok) {
    const outcomes = [refused('', opened.why, opened.message)];
    return { outcomes, failures: failuresOf(outcomes) };
  }
  const { event } = opened;
  const taken = await inOrder(
    event.findings,
    { most: AT_ONCE, keyOf: idOf },
    async (parsed, index) => {
      try {
        return { outcomes: await takeParsed(parsed, { event, index }, starter), failures: [] };
      } catch (cause) {
        return { outcomes: [], failures: [failedFinding(parsed, index, cause)] };
      }
    },
  );
  const outcomes = taken.flatMap((one) => one.outcomes);
  const failures = taken.flatMap((one) => one.failures);
  return { outcomes, failures: [...failures, ...failuresOf(outcomes)] };
}

function idOf(parsed: ParsedFinding): string {
  return parsed.ok ? parsed.finding.id : '';
}

/** How many findings of one event are taken at once: an event carries up to 100, and Lambda's time is short. */
const AT_ONCE = 8;

async function takeParsed(
  parsed: ParsedFinding,
  place: Parameters<typeof takeFinding>[1],
  starter: Starter,
): Promise<readonly Outcome[]> {
  if (parsed.ok) return await takeFinding(parsed.finding, place, starter);
  const text = describeBroken(parsed.broken, place.index);
  return [refused(parsed.broken.id ?? '', 'malformed', text)];
}

/** Refusals that keep the event for people to see. */
function failuresOf(outcomes: readonly Outcome[]): readonly Error[] {
  const kept = outcomes.filter(
    ({ action, reason }) => action === 'refuse' && reason !== 'nothing-open' && keepsEvent(reason),
  );
  return kept.map(
    ({ reason, text, finding }) =>
      new Error(`${reason}: ${finding && !text.includes(finding) ? `${finding}: ` : ''}${text}`),
  );
}

function failedFinding(parsed: ParsedFinding, index: number, cause: unknown): Error {
  const id = parsed.ok ? parsed.finding.id : (parsed.broken.id ?? '');
  const why = reasonsOf(cause).join(': ');
  return new Error(
    `finding ${index + 1} (${id}) could not be taken; Lambda delivers it again: ${why}`,
    {
      cause,
    },
  );
}

/** An error's message and those of its causes: Temporal's error names the call, its cause the reason. */
function reasonsOf(error: unknown, depth = 0): readonly string[] {
  if (!(error instanceof Error)) return [String(error)];
  const causes = error.cause === undefined || depth > 3 ? [] : reasonsOf(error.cause, depth + 1);
  return [error.message, ...causes];
}

function report(all: readonly Taken[], { log, now }: Handling): void {
  const outcomes = all.flatMap((taken) => taken.outcomes);
  const failures = all.flatMap((taken) => taken.failures);
  for (const outcome of outcomes.filter(({ action }) => action !== 'drop'))
    log(JSON.stringify({ level: 'info', ...outcome }));
  for (const { message } of failures) log(JSON.stringify({ level: 'error', message }));
  const failed: Counted[] = failures.map(() => ({ action: 'fail', reason: 'error' }));
  for (const line of metricLines([...outcomes, ...failed], now())) log(line);
}

function notTaken(failures: readonly Error[]): FindingsNotTaken {
  const lines = failures.map(({ message }) => message).join('\n');
  const text = `${failures.length} could not be taken; Lambda tries again and then keeps the event:`;
  return new FindingsNotTaken(failures, `${text}\n${lines}`.slice(0, 8000));
}
