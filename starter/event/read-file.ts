import { z } from 'zod';

import { openBatch, openEvent } from './event.ts';
import type { Opened } from './event.ts';
import { parseFinding } from './parse-finding.ts';

/** A file with an event, as people have them: it could not even be read as JSON. `position` as line:column. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
}

/**
 * Opens what a file may hold: an EventBridge event, an SQS batch of them, a bare finding or a list of findings.
 * Throws UnreadableEvent that names the position when it is no JSON.
 */
export function openText(text: string): readonly Opened[] {
  const value = parseJson(text.replace(/^\uFEFF/, ''));
  const batch = openBatch(value);
  if (batch !== null) return batch.map(({ opened }) => opened);
  const list = Array.isArray(value) ? value : answerOfGetFindings(value);
  if (list !== null) return list.length > 0 ? [bare(list)] : [NOTHING];
  return [looksLikeFinding(value) ? bare([value]) : openEvent(value)];
}

const NOTHING: Opened = {
  ok: false,
  why: 'no-findings',
  message: 'an empty list: expected at least one finding',
};

function bare(values: readonly unknown[]): Opened {
  const findings = values.map(parseFinding);
  return { ok: true, event: { id: '', time: null, action: null, findings } };
}

/** What `aws securityhub get-findings` prints. */
function answerOfGetFindings(value: unknown): readonly unknown[] | null {
  const answer = z.object({ Findings: z.array(z.unknown()) }).safeParse(value);
  return answer.success ? answer.data.Findings : null;
}

/** A finding has an Id and a ProductArn where an event has a source. */
function looksLikeFinding(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || 'detail-type' in value) return false;
  return ['ProductArn', 'SchemaVersion', 'AwsAccountId', 'GeneratorId'].some((key) =>
    Object.hasOwn(value, key),
  );
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UnreadableEvent(`no JSON at ${whereIn(text, message)}: ${message.slice(0, 200)}`, {
      cause: error,
    });
  }
}

/** V8 tells the offset in some messages only; the end of the file is where the others break off. */
function whereIn(text: string, message: string): string {
  const offset = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
