import { z } from 'zod';

import type { BrokenFinding, ParsedFinding } from './finding.ts';
import { parseFinding } from './parse-finding.ts';

/** One EventBridge event, opened. */
export interface OpenedEvent {
  /** Redelivery repeats it: messages are deduplicated by it. */
  readonly id: string;
  /** When EventBridge got it, ISO 8601; null when it does not say. */
  readonly time: string | null;
  /** The custom action's name when a person sent the event from the console, else null. */
  readonly action: string | null;
  readonly findings: readonly ParsedFinding[];
}

/** Why an event contains nothing for us. `ocsf` is the format of the newer Security Hub, which nothing here reads. */
type Unusable = 'not-an-event' | 'other-event' | 'ocsf' | 'no-findings';

export type Opened =
  | { readonly ok: true; readonly event: OpenedEvent }
  | { readonly ok: false; readonly why: Unusable; readonly message: string };

/**
 * An event as EventBridge delivers it.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
 */
export function openEvent(value: unknown): Opened {
  const parsed = envelope.safeParse(value);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') || 'the event';
    const message = `${field}: expected an EventBridge event with source aws.securityhub`;
    return { ok: false, why: 'not-an-event', message };
  }
  const { data } = parsed;
  const type = data['detail-type'];
  if (type === 'Findings Imported V2') {
    const message =
      'Findings Imported V2 carries OCSF findings, which are not supported: route "Security Hub Findings - Imported" instead';
    return { ok: false, why: 'ocsf', message };
  }
  if (data.source !== 'aws.securityhub' || (type !== IMPORTED && type !== ACTION)) {
    const message = `${printable(data.source)} "${printable(type)}": expected aws.securityhub "${IMPORTED}" or "${ACTION}"`;
    return { ok: false, why: 'other-event', message };
  }
  return findingsOf(data, type === ACTION);
}

export interface SqsMessage {
  /** Empty when it cannot be read: Lambda then delivers the whole batch again. */
  readonly messageId: string;
  readonly opened: Opened;
}

/**
 * A batch of SQS messages, each with an EventBridge event as its body; null for anything else.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function openBatch(value: unknown): readonly SqsMessage[] | null {
  const batch = z.object({ Records: z.array(z.unknown()).min(1) }).safeParse(value);
  return batch.success ? batch.data.Records.map(openMessage) : null;
}

/** The text of a broken finding for people: which finding (counted from 1), which field, what was expected. */
export function describeBroken(broken: BrokenFinding, index: number): string {
  const nth = `finding ${index + 1}`;
  const which = broken.id === null ? nth : `${nth} (${printable(broken.id)})`;
  return `${which}: ${printable(broken.field)}: ${broken.message}`;
}

const IMPORTED = 'Security Hub Findings - Imported';
const ACTION = 'Security Hub Findings - Custom Action';

const envelope = z.object({
  id: z.string().optional(),
  'detail-type': z.string(),
  source: z.string(),
  time: z.string().optional(),
  resources: z.array(z.unknown()).optional(),
  detail: z.unknown().optional(),
});
const details = z.object({ findings: z.array(z.unknown()), actionName: z.string().optional() });
const sqsMessage = z.object({ messageId: z.string(), body: z.string() });

function openMessage(record: unknown): SqsMessage {
  const parsed = sqsMessage.safeParse(record);
  if (!parsed.success) {
    const { data } = sqsMessage.pick({ messageId: true }).safeParse(record);
    const field = parsed.error.issues[0]?.path.join('.') || 'the record';
    return { messageId: data?.messageId ?? '', opened: unusable(`SQS ${field}: expected text`) };
  }
  const { messageId, body } = parsed.data;
  const event = json(body);
  if (event.ok) return { messageId, opened: openEvent(event.value) };
  const which = `the body of SQS message ${printable(messageId)}`;
  return { messageId, opened: unusable(`${which} is no JSON: ${printable(event.message)}`) };
}

function unusable(why: string): Opened {
  return { ok: false, why: 'not-an-event', message: why };
}

function findingsOf(data: z.output<typeof envelope>, isAction: boolean): Opened {
  const detail = details.safeParse(data.detail);
  if (!detail.success || detail.data.findings.length === 0) {
    const message = 'detail.findings: expected a list with at least one finding';
    return { ok: false, why: 'no-findings', message };
  }
  return {
    ok: true,
    event: {
      id: data.id ?? '',
      time: data.time ?? null,
      action: isAction ? (detail.data.actionName ?? '') : null,
      findings: detail.data.findings.map(parseFinding),
    },
  };
}

function json(text: string): { ok: true; value: unknown } | { ok: false; message: string } {
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** Without control characters, at most 200 characters: what an event says goes to logs and terminals. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what it replaces
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '?').slice(0, 200);
}
