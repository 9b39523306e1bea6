/** What people are told when something is closed without proof: a message of its own on the topic of notifications. */
import { z } from 'zod';

import type { AuditAlarm } from '../../domain/audit.ts';
import { callAws } from '../aws/failures.ts';
import { shortened } from '../shortened.ts';

/** Raised when a part changes its meaning or goes; a new part does not raise it. */
const ALARM_VERSION = 1;
const MOST = 20;

const text = z.string().min(1);
const finding = z.object({
  id: text,
  productArn: text,
  status: z.enum(['RESOLVED', 'SUPPRESSED']),
  why: text,
});

export const alarmSchema = z.object({
  version: z.literal(ALARM_VERSION),
  /** The same for every delivery of this message. */
  id: text,
  kind: z.literal('audit'),
  at: z.iso.datetime(),
  event: z.object({ actor: text, text }),
  /** What the audit looks through. */
  step: text,
  counts: z.record(z.string(), z.int().min(0)),
  /** False: the audit goes on, and tells again at its end. */
  isOver: z.boolean(),
  /** Why it ended early. */
  failed: z.string().nullable(),
  /** The first ones. */
  findings: z.array(finding),
});
type AlarmMessage = z.infer<typeof alarmSchema>;

export interface AlarmDeps {
  /** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
  readonly sns: { publish(input: Publication): Promise<unknown> };
  /** Null: nobody is notified. */
  readonly topicArn: string | null;
  readonly clock: { readonly now: () => Date };
}

interface Publication {
  readonly TopicArn: string;
  readonly Message: string;
  MessageAttributes: Record<string, { DataType: string; StringValue: string }>;
}

/** Publishes the alarm; `id` is the same for each attempt. Answers null, or why nobody was told. */
export async function publishAlarm(
  { sns, topicArn, clock }: AlarmDeps,
  alarm: AuditAlarm,
  id: string,
): Promise<string | null> {
  if (topicArn === null) return 'no topic is configured';
  const Message = JSON.stringify(alarmMessage(alarm, id, clock.now().toISOString()));
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'audit' } };
  await callAws(`sns:Publish to ${topicArn}`, () =>
    sns.publish({ TopicArn: topicArn, Message, MessageAttributes }),
  );
  return null;
}

/** Pure: the same alarm, id and time give the same message. */
export function alarmMessage(alarm: AuditAlarm, id: string, at: string): AlarmMessage {
  const { step, counts, failed, isOver, first } = alarm;
  return {
    version: ALARM_VERSION,
    id,
    kind: 'audit',
    at,
    event: { actor: 'closeloop-audit', text: inWords(alarm) },
    step,
    counts,
    isOver,
    failed,
    findings: first.slice(0, MOST).map(({ finding: { id: of, productArn }, status, why }) => ({
      id: of,
      productArn,
      status,
      why: shortened(why, 500),
    })),
  };
}

/** SNS takes 256 KB; this is far below. */
function inWords({ counts, failed, isOver }: AuditAlarm): string {
  const { looked = 0, unproven = 0, unchecked = 0, reopened = 0 } = counts;
  const found = `${unproven} of ${looked} closed findings have no proof, ${reopened} of them are open again`;
  const not = unchecked === 0 ? '' : `; ${unchecked} could not be checked`;
  const end = failed === null ? '' : `; the audit ended early: ${shortened(failed, 300)}`;
  return `${isOver ? '' : 'so far '}${found}${not}${end}`;
}
