/** What people are told when something is closed without proof: a message of its own on the topic of notifications. */
import { z } from 'zod';

import type { AuditAlarm } from '../../domain/audit.ts';
import { publishTo } from '../notify/topic.ts';
import type { Publisher } from '../notify/topic.ts';
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
/** For subscribers: JSON Schema, draft 2020-12. */
export function alarmJsonSchema(): string {
  const schema = z.toJSONSchema(alarmSchema, { io: 'input' });
  return `${JSON.stringify({ title: `An alarm of Closeloop's audit, version ${ALARM_VERSION}`, ...schema }, null, 2)}\n`;
}

type AlarmMessage = z.infer<typeof alarmSchema>;

/** Throws as `callAws` does. */
export async function publishAlarm(
  topic: Publisher,
  alarm: AuditAlarm,
  { id, at }: Pick<AlarmMessage, 'id' | 'at'>,
): Promise<void> {
  const message = alarmMessage(alarm, id, at);
  await publishTo(topic, message, { kind: message.kind });
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
