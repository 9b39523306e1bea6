import { createHash } from 'node:crypto';

import type { Observation } from '../../domain/finding.ts';
import { productOf } from '../../domain/product.ts';
import type { OpenedEvent } from './event.ts';
import type { Finding } from './finding.ts';

/** A report as its lifecycle receives it: labels and references, at most 4 KB. `index` is the finding's place. */
export function observationOf(
  finding: Finding,
  {
    event,
    index,
    asked,
    look,
  }: {
    readonly event: OpenedEvent;
    readonly index: number;
    readonly asked: boolean;
    readonly look: boolean;
  },
): Observation {
  return {
    messageId: messageId(finding, event, index),
    finding: { id: finding.id, productArn: finding.productArn },
    severity: finding.severity,
    title: finding.title.slice(0, 256).toWellFormed() || finding.id,
    product: (finding.productName || productOf(finding.productArn).slug).slice(0, 100),
    recordState: finding.recordState,
    compliance: finding.compliance,
    updatedAt: finding.updatedAt ?? event.time ?? new Date(0).toISOString(),
    asked,
    ...(look ? { look } : {}),
  };
}

/** A redelivery repeats the event's id; an event without one is identified by its content. */
function messageId(finding: Finding, event: OpenedEvent, index: number): string {
  const content = [
    finding.id,
    finding.updatedAt,
    finding.recordState,
    finding.workflow,
    finding.compliance,
  ];
  const id =
    event.id || createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
  return `${id.slice(0, 128)}/${index}`;
}
