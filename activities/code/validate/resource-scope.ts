import type { CompanionRules, LanguageRules } from '../../../controls/code-change.ts';
import type { LanguageReader } from './language.ts';
import { printable, reject } from './rejection.ts';
import type { Rejection } from './rejection.ts';
import type { Block, SourceModel } from './source/model.ts';
import { checkOrder } from './source/order.ts';

/** What an answer changes, block by block: only the target and its companions. */
export interface ScopedChange {
  readonly before: SourceModel;
  readonly after: SourceModel;
  readonly target: Change;
  readonly companions: readonly CompanionChange[];
}

export interface Change {
  readonly before: Block;
  readonly after: Block;
}

export interface CompanionChange {
  readonly rules: CompanionRules;
  /** Null for a block that the answer adds. */
  readonly before: Block | null;
  readonly after: Block;
}

interface Sides {
  readonly before: SourceModel;
  readonly after: SourceModel;
  readonly target: Block;
}

/**
 * Check 5: every block but the target and the companions bound to it keeps its text, its place and its meaning,
 * and the comments between blocks survive. Ranges are those of the result, never line numbers of the diff.
 */
export function checkResourceScope(
  sides: Sides,
  rules: LanguageRules,
  reader: LanguageReader,
): ScopedChange | Rejection {
  const { before, after, target } = sides;
  const kept = after.blocks.filter(({ key }) => key === target.key);
  if (kept.length === 0) return targetRemoved(target);
  const misplaced = findDuplicate(before, after) ?? findRemoved(before, after);
  if (misplaced !== null) return misplaced;
  const companions: CompanionChange[] = [];
  const known = new Map(before.blocks.map((block) => [block.key, block]));
  for (const block of after.blocks) {
    const old = known.get(block.key) ?? null;
    if (block.key === target.key || (old !== null && sameBlock(old, block))) continue;
    const companionRules = rules.companions.find(({ type }) => type === block.type);
    if (companionRules === undefined) return rejectUnrelated(block, old);
    companions.push({ rules: companionRules, before: old, after: block });
  }
  const now = kept[0] ?? target;
  return (
    checkOrder(before, after) ??
    checkBinding({ sides, now, companions }, reader) ?? {
      before,
      after,
      target: { before: target, after: now },
      companions,
    }
  );
}

function sameBlock(a: Block, b: Block): boolean {
  return a.text === b.text && a.fingerprint === b.fingerprint;
}

function targetRemoved({ address, line, text }: Block): Rejection {
  return reject('TARGET_REMOVED', `The answer removes or renames ${printable(address)}.`, {
    in: 'before',
    number: line,
    text: firstLine(text),
  });
}

/** Terraform and CloudFormation refuse two blocks of one name; the parsers do not. */
function findDuplicate(before: SourceModel, after: SourceModel): Rejection | null {
  const known = new Set(before.blocks.map(({ key }) => key));
  const seen = new Set<string>();
  for (const block of after.blocks) {
    const { kind, address } = block;
    if (seen.has(`${kind} ${address}`) && !known.has(block.key) && !REPEATABLE.has(kind)) {
      return rejectAt(
        'DUPLICATE_ADDRESS',
        `The answer adds ${printable(address)} a second time.`,
        block,
      );
    }
    seen.add(`${kind} ${address}`);
  }
  return null;
}

const REPEATABLE = new Set(['locals', 'terraform', 'provider', 'moved', 'import', 'removed']);

function findRemoved(before: SourceModel, after: SourceModel): Rejection | null {
  const left = new Set(after.blocks.map(({ key }) => key));
  const gone = before.blocks.find(({ key }) => !left.has(key));
  if (gone === undefined) return null;
  return reject('OTHER_REMOVED', `The answer removes ${printable(gone.address)}.`, {
    in: 'before',
    number: gone.line,
    text: firstLine(gone.text),
  });
}

function rejectUnrelated(block: Block, old: Block | null): Rejection {
  const address = printable(block.address);
  return old === null
    ? rejectAt('OTHER_ADDED', `The answer adds ${address}, which this fix does not need.`, block)
    : rejectAt(
        'OTHER_MODIFIED',
        `The answer changes ${address}, which is not the block to fix.`,
        block,
      );
}

interface BoundChange {
  readonly sides: Sides;
  /** The target as the answer leaves it. */
  readonly now: Block;
  readonly companions: readonly CompanionChange[];
}

/** A companion must belong to the target before and after the change, and be the only one of its type. */
function checkBinding(
  { sides, now, companions }: BoundChange,
  reader: LanguageReader,
): Rejection | null {
  for (const { rules, before, after } of companions) {
    const bound = reader.bound(sides.after, now, rules);
    const wasBound = reader.bound(sides.before, sides.target, rules);
    const belongs = bound.includes(after) && (before === null || wasBound.includes(before));
    if (!belongs) {
      const what = `${printable(after.address)} does not belong to ${printable(now.address)} alone.`;
      return rejectAt(before === null ? 'COMPANION_NOT_BOUND' : 'OTHER_MODIFIED', what, after);
    }
    const contest = before === null ? reader.contested(sides, after, now) : null;
    if (contest !== null) return contest;
    const shared = before === null ? reader.shared(sides.before, sides.target, rules) : [];
    const known = [...bound, ...shared].filter((one) => one !== after);
    if (before === null && bound.length + shared.length > 1) {
      const what = `${printable(now.address)} would have more than one block of type ${after.type}`;
      return rejectAt('DUPLICATE_COMPANION', `${what}${namesOf(known)}.`, after);
    }
  }
  return null;
}

function namesOf([one]: readonly Block[]): string {
  if (one === undefined) return '';
  const file = one.file === undefined ? '' : ` in ${printable(one.file)}`;
  return `: ${printable(one.address)}${file} is one already`;
}

function rejectAt(
  code: Parameters<typeof reject>[0],
  reason: string,
  { line, text }: Block,
): Rejection {
  return reject(code, reason, { in: 'after', number: line, text: firstLine(text) });
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
