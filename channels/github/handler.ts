import { hintOf } from '../../activities/code/host/github/webhook.ts';
import type { Delivery, PullHint } from '../../activities/code/host/github/webhook.ts';
import { readUrlRequest } from '../function-url.ts';
import type { UrlReply } from '../function-url.ts';
import type { LogLine } from '../sns-subscriber.ts';
import { errorWithCause, takeHint } from './take-hint.ts';
import type { HintDeps, Taken } from './take-hint.ts';

export interface WebhookDeps extends HintDeps {
  readonly secrets: readonly string[];
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** One JSON line for the log. */
  readonly log: LogLine;
}

/** The result of one delivery, which is logged and counted. */
interface Result {
  readonly statusCode: number;
  readonly outcome: Taken['outcome'];
  readonly reason: string;
  readonly text: string;
}

/**
 * Answers GitHub's deliveries. Nothing throws, since GitHub sends a delivery only once: a delivery that could not be
 * passed on is answered 503, which the webhook's list of deliveries shows, and the lifecycles' own merge checks will
 * find the change.
 */
export function webhook(deps: WebhookDeps): (event: unknown) => Promise<UrlReply> {
  return async (event) => {
    const delivery = readUrlRequest(event);
    const result =
      delivery === null
        ? refused(400, 'unreadable', 'this is no request of a function URL')
        : await resultOf(deps, delivery);
    deps.log(logLine(result, deps.now()));
    const { statusCode, outcome, reason } = result;
    return { statusCode, body: JSON.stringify({ outcome, reason }) };
  };
}

async function resultOf(deps: WebhookDeps, delivery: Delivery): Promise<Result> {
  const hint = hintOf(delivery, deps.secrets);
  if (hint.kind === 'refused') return refused(401, 'not-from-github', hint.because);
  if (hint.kind === 'ignored')
    return { statusCode: 200, outcome: 'ignored', reason: 'other-event', text: hint.because };
  const id = delivery.headers['x-github-delivery'] ?? '';
  if (!/^[\w-]{1,64}$/.test(id))
    return refused(400, 'no-delivery-id', 'its X-GitHub-Delivery is missing or no id');
  return await passOn(deps, hint, id);
}

async function passOn(deps: WebhookDeps, hint: PullHint, id: string): Promise<Result> {
  try {
    const result = await takeHint(deps, hint, id);
    return { ...result, statusCode: STATUS[result.outcome] };
  } catch (error) {
    const text = `the ledger could not be read: ${errorWithCause(error)}`;
    return { statusCode: 503, outcome: 'failed', reason: 'no-ledger', text };
  }
}

const STATUS: Readonly<Record<Taken['outcome'], number>> = {
  told: 200,
  ignored: 200,
  refused: 403,
  failed: 503,
};

function refused(statusCode: number, reason: string, text: string): Result {
  return { statusCode, outcome: 'refused', reason, text };
}

/**
 * The log's line is the metric too, in CloudWatch's embedded metric format.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
function logLine({ outcome, reason, text }: Result, now: number): string {
  const CloudWatchMetrics = [
    {
      Namespace: 'Closeloop/GitHub',
      Dimensions: [['outcome', 'reason']],
      Metrics: [{ Name: 'deliveries', Unit: 'Count' }],
    },
  ];
  const level = outcome === 'failed' ? 'error' : outcome === 'refused' ? 'warn' : 'info';
  const _aws = { Timestamp: now, CloudWatchMetrics };
  return JSON.stringify({ _aws, level, outcome, reason, deliveries: 1, text });
}
