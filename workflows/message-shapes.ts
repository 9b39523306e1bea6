/** Shape checks of messages, by hand: a schema library would cost memory in every cached workflow. */
import type { Claim, Command, Decision } from '../domain/decision.ts';
import type { Observation, Problem } from '../domain/finding.ts';
import { SEVERITIES } from '../domain/finding.ts';
import type { ScopedDecision, ScopedHint } from '../domain/scoped-exception/state.ts';
import type { Imported, Mapping, MergeHint, UiAcceptance, UiDecision } from './messages.ts';

/** The most characters of each text. Every run carries them, so they stay small. */
const ID = 128;
const NAME = 200;
const WORDS = 2_000;
const PROOF = 8_192;
/** Security Hub's limit for an ARN or an id. */
const ARN = 2_048;

export function isCommand(value: unknown): value is Command {
  return isRecord(value) && texts(value, { id: ID, actor: NAME, why: WORDS });
}

export function isClaim(value: unknown): value is Claim {
  return isRecord(value) && isCommand(value) && texts(value, { evidence: WORDS });
}

export function isDecision(value: unknown): value is Decision {
  if (!isRecord(value) || !isCommand(value)) return false;
  const said = texts(value, { decision: ID, finding: ARN, door: ID });
  const bound = isSeverity(value['severity']) && Number.isInteger(value['episode']);
  const rest = ['planHash', 'until', 'team'].every((name) => isTextOrNull(value[name]));
  const shown = value['shown'] === undefined || texts(value, { shown: ID });
  return said && bound && rest && shown && isProven(value);
}

function isProven({ proof }: Record<string, unknown>): boolean {
  return proof === null || (isRecord(proof) && texts(proof, { kind: ID, value: PROOF }));
}

export function isScopedDecision(value: unknown): value is ScopedDecision {
  if (!isRecord(value) || !isCommand(value) || !isScope(value['scope'])) return false;
  const said = texts(value, { decision: ID, exception: ARN, door: ID });
  return said && ['until', 'hash'].every((name) => isTextOrNull(value[name])) && isProven(value);
}

function isScope(value: unknown): boolean {
  if (!isRecord(value) || !texts(value, { control: NAME })) return false;
  const { tag } = value;
  // https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
  const tagged = tag === null || (isRecord(tag) && texts(tag, { key: ID, value: 256 }));
  return isTextOrNull(value['account']) && tagged;
}

export function isImported(value: unknown): value is Imported {
  if (!isRecord(value) || !isObservation(value['observation'])) return false;
  const { acceptance } = value;
  if (!isRecord(acceptance) || !isCommand(acceptance)) return false;
  const said = texts(acceptance, { finding: ARN, decision: ID, until: ID, door: ID });
  return said && isProven(acceptance);
}

export function isScopedHint(value: unknown): value is ScopedHint {
  return isRecord(value) && texts(value, { id: NAME, exception: NAME, because: WORDS });
}

export function isUiAcceptance(value: unknown): value is UiAcceptance {
  return isRecord(value) && texts(value, { actor: NAME, until: ID, why: WORDS });
}

export function isUiDecision(value: unknown): value is UiDecision {
  if (!isRecord(value) || !texts(value, { actor: NAME, planHash: ID })) return false;
  return value['why'] === undefined || texts(value, { why: WORDS });
}

export function isObservation(value: unknown): value is Observation {
  if (!isRecord(value)) return false;
  const said = texts(value, { messageId: ARN, title: WORDS, product: WORDS, recordState: ID });
  const { finding } = value;
  return (
    said &&
    isSeverity(value['severity']) &&
    isRecord(finding) &&
    texts(finding, { id: ARN, productArn: ARN })
  );
}

export function isMapping(value: unknown): value is Mapping {
  return isRecord(value) && isObservation(value['observation']) && isProblem(value['problem']);
}

export function isMergeHint(value: unknown): value is MergeHint {
  return isRecord(value) && texts(value, { id: ID });
}

function isProblem(value: unknown): value is Problem {
  if (!isRecord(value)) return false;
  const named = texts(value, { control: NAME, findingType: ARN, account: ID, region: ID });
  const { resource } = value;
  return named && isRecord(resource) && texts(resource, { type: NAME, id: ARN, name: ARN });
}

function isSeverity(value: unknown): boolean {
  return SEVERITIES.some((known) => known === value);
}

function isTextOrNull(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.length <= ID);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True when each named member is a text of at most so many characters. */
function texts(value: object, most: Readonly<Record<string, number>>): boolean {
  const members = new Map<string, unknown>(Object.entries(value));
  return Object.entries(most).every(([name, length]) => {
    const text = members.get(name);
    return typeof text === 'string' && text.length <= length;
  });
}
