/** Hand-written shape checks: a schema library in the workflow bundle would cost memory in every cached workflow. */
import type { Claim, Command, Decision } from '../domain/decision.ts';
import type { Observation } from '../domain/finding.ts';
import { SEVERITIES } from '../domain/finding.ts';
import type { UiDecision } from './messages.ts';

export function isCommand(value: unknown): value is Command {
  return isRecord(value) && texts(value, ['id', 'actor', 'why']);
}

export function isClaim(value: unknown): value is Claim {
  return isRecord(value) && isCommand(value) && texts(value, ['evidence']);
}

export function isDecision(value: unknown): value is Decision {
  if (!isRecord(value) || !texts(value, ['id', 'actor', 'why', 'decision', 'planHash', 'door']))
    return false;
  return (
    value['proof'] === null ||
    (isRecord(value['proof']) && texts(value['proof'], ['kind', 'value']))
  );
}

export function isUiDecision(value: unknown): value is UiDecision {
  return isRecord(value) && texts(value, ['actor', 'planHash']);
}

export function isObservation(value: unknown): value is Observation {
  if (!isRecord(value) || !texts(value, ['messageId', 'title', 'product', 'recordState']))
    return false;
  const severity: unknown = value['severity'];
  const { finding } = value;
  return (
    SEVERITIES.some((known) => known === severity) &&
    isRecord(finding) &&
    texts(finding, ['id', 'productArn'])
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function texts(value: object, names: readonly string[]): boolean {
  const members = new Map<string, unknown>(Object.entries(value));
  return names.every((name) => typeof members.get(name) === 'string');
}
