import { z } from 'zod';

import { openEvent, printable } from './event.ts';
import type { Opened } from './event.ts';
import { jsonValues, UnreadableEvent } from './json-values.ts';
import { parseFinding } from './parse-finding.ts';
import { nestedTexts } from './unwrap.ts';
import type { Nested } from './unwrap.ts';

/**
 * Opens what people have in files: events, findings, lists and answers of either, SQS and SNS messages and log records
 * around them, one JSON value or several. Throws UnreadableEvent for what is no JSON.
 */
export function openText(text: string): readonly Opened[] {
  return openValues(jsonValues(text.replace(/^\uFEFF/, '')), 0);
}

/** A message in a message in a log record is the deepest that AWS makes. */
const DEEPEST = 4;

/** Findings that stand side by side are opened as one event, so that each keeps its place. */
function openValues(values: readonly unknown[], depth: number): readonly Opened[] {
  const opened: Opened[] = [];
  let findings: unknown[] = [];
  const flush = () => {
    if (findings.length > 0) opened.push(bare(findings));
    findings = [];
  };
  for (const value of values) {
    const others = looksLikeFinding(value) ? null : openOther(value, depth);
    if (others === null) findings.push(value);
    else {
      flush();
      opened.push(...others);
    }
  }
  flush();
  return opened;
}

function openOther(value: unknown, depth: number): readonly Opened[] {
  if (isOcsf(value)) return [OCSF];
  if (Array.isArray(value)) return value.length > 0 ? openValues(value, depth) : [NOTHING];
  const nested = depth < DEEPEST ? nestedTexts(value) : null;
  if (nested !== null) return nested.flatMap((one) => openNested(one, depth + 1));
  const list = findingsIn(value);
  if (list !== null) return list.length > 0 ? openValues(list, depth) : [NOTHING];
  return [openEvent(value)];
}

function openNested({ where, text }: Nested, depth: number): readonly Opened[] {
  try {
    return openValues(jsonValues(text), depth);
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    return [{ ok: false, why: 'not-an-event', message: `${printable(where)} is no JSON` }];
  }
}

const NOTHING: Opened = {
  ok: false,
  why: 'no-findings',
  message: 'an empty list: expected at least one finding',
};

const OCSF: Opened = {
  ok: false,
  why: 'ocsf',
  message:
    'an OCSF finding, as GetFindingsV2 and Prowler (json-ocsf) write them: not supported, use GetFindings or Prowler with json-asff',
};

function bare(values: readonly unknown[]): Opened {
  const findings = values.map(parseFinding);
  return { ok: true, event: { id: '', time: null, action: null, findings } };
}

/** What `aws securityhub get-findings` prints and BatchImportFindings takes; in lower case the detail of an event. */
function findingsIn(value: unknown): readonly unknown[] | null {
  if (typeof value !== 'object' || value === null || 'detail-type' in value) return null;
  const upper = z.object({ Findings: z.array(z.unknown()) }).safeParse(value);
  const lower = z.object({ findings: z.array(z.unknown()) }).safeParse(value);
  return upper.data?.Findings ?? lower.data?.findings ?? null;
}

/** A finding has an Id and a ProductArn where an event has a source. */
function looksLikeFinding(value: unknown): boolean {
  return hasOne(value, ['ProductArn', 'SchemaVersion', 'AwsAccountId', 'GeneratorId']);
}

function isOcsf(value: unknown): boolean {
  return hasOne(value, ['class_uid', 'finding_info', 'type_uid']);
}

function hasOne(value: unknown, keys: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null || 'detail-type' in value) return false;
  return keys.some((key) => Object.hasOwn(value, key));
}
