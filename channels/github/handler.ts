import { z } from 'zod';

import { hintOf } from '../../activities/code/host/github/webhook.ts';
import type { Delivery, PullHint } from '../../activities/code/host/github/webhook.ts';
import { takeHint, whyOf } from './take-hint.ts';
import type { HintDeps, Taken } from './take-hint.ts';

/** A function URL's request. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
const requestShape = z.object({
  headers: z.record(z.string(), z.string().optional()),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

export interface Reply {
  readonly statusCode: number;
  readonly body: string;
}

export interface WebhookDeps extends HintDeps {
  readonly secrets: readonly string[];
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** One JSON line for the log. */
  readonly log: (line: string) => void;
}

/** What is logged and counted of one delivery. */
interface Became {
  readonly statusCode: number;
  readonly outcome: Taken['outcome'];
  readonly reason: string;
  readonly text: string;
}

/**
 * Answers GitHub's deliveries. Nothing throws: GitHub sends a delivery once, so what could not be handed on is
 * answered 503, which stands in the webhook's list of deliveries, and the lifecycles' own looks find it out.
 */
export function webhook(deps: WebhookDeps): (event: unknown) => Promise<Reply> {
  return async (event) => {
    const request = requestShape.safeParse(event);
    const became = request.success
      ? await judged(deps, deliveryOf(request.data))
      : refused(400, 'unreadable', 'this is no request of a function URL');
    deps.log(line(became, deps.now()));
    const { statusCode, outcome, reason } = became;
    return { statusCode, body: JSON.stringify({ outcome, reason }) };
  };
}

function deliveryOf({ headers, body, isBase64Encoded }: z.infer<typeof requestShape>): Delivery {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return { headers: Object.fromEntries(lower), body: bytes };
}

async function judged(deps: WebhookDeps, delivery: Delivery): Promise<Became> {
  const hint = hintOf(delivery, deps.secrets);
  if (hint.kind === 'refused') return refused(401, 'not-from-github', hint.because);
  if (hint.kind === 'ignored')
    return { statusCode: 200, outcome: 'ignored', reason: 'other-event', text: hint.because };
  const id = delivery.headers['x-github-delivery'] ?? '';
  if (!/^[\w-]{1,64}$/.test(id))
    return refused(400, 'no-delivery-id', 'its X-GitHub-Delivery is missing or no id');
  return await taken(deps, hint, id);
}

async function taken(deps: WebhookDeps, hint: PullHint, id: string): Promise<Became> {
  try {
    const became = await takeHint(deps, hint, id);
    return { ...became, statusCode: STATUS[became.outcome] };
  } catch (error) {
    const text = `the ledger could not be asked: ${whyOf(error)}`;
    return { statusCode: 503, outcome: 'failed', reason: 'no-ledger', text };
  }
}

const STATUS: Readonly<Record<Taken['outcome'], number>> = {
  told: 200,
  ignored: 200,
  refused: 403,
  failed: 503,
};

function refused(statusCode: number, reason: string, text: string): Became {
  return { statusCode, outcome: 'refused', reason, text };
}

/**
 * The log's line is the count too, in CloudWatch's embedded metric format.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
function line({ outcome, reason, text }: Became, now: number): string {
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
