import type { LanguageRules } from '../../../../controls/code-change.ts';
import type { LanguageReader } from '../language.ts';
import { printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import type { Change, CompanionChange, ScopedChange } from '../resource-scope.ts';
import type { Block } from '../source/model.ts';

/** Every changed attribute must be in the control's list of attributes that a fix may change. */
export function checkAttributes(
  change: ScopedChange,
  rules: LanguageRules,
  reader: LanguageReader,
): Rejection | null {
  const allowed = new Set(rules.attributes.map(reader.part));
  const target = checkParts(change.target, { allowed, reader, code: 'UNRELATED_ATTRIBUTE' });
  if (target !== null) return target;
  for (const companion of change.companions) {
    const rejection = checkCompanion(companion, change, reader);
    if (rejection !== null) return rejection;
  }
  return null;
}

function checkCompanion(
  { rules, before, after }: CompanionChange,
  change: ScopedChange,
  reader: LanguageReader,
): Rejection | null {
  const attributes = rules.attributes.map(reader.part);
  const code = 'COMPANION_ATTRIBUTE';
  if (before !== null) {
    return checkParts({ before, after }, { allowed: new Set(attributes), reader, code });
  }
  const link = rules.link === null ? [] : [reader.part(rules.link)];
  const allowed = new Set([...attributes, ...link, ...reader.companionMeta]);
  const unexpected = checkParts({ before: null, after }, { allowed, reader, code });
  if (unexpected !== null || rules.link === null) return unexpected;
  const pair = { model: change.after, companion: after, target: change.target.after };
  const instances = reader.instances(pair, rules.link);
  if (instances === 'same') return null;
  return instances === 'other-count'
    ? rejectAt(
        'COMPANION_COUNT',
        'does not exist exactly once for each instance of the block it belongs to',
        after,
      )
    : rejectAt('META_ARGUMENT', 'has other meta-arguments than the block it belongs to', after);
}

interface Limits {
  readonly allowed: ReadonlySet<string>;
  readonly reader: LanguageReader;
  readonly code: 'UNRELATED_ATTRIBUTE' | 'COMPANION_ATTRIBUTE';
}

function checkParts(
  { before, after }: { readonly before: Change['before'] | null; readonly after: Block },
  { allowed, reader, code }: Limits,
): Rejection | null {
  const changed = changedParts(before, after);
  const meta = changed.find((name) => reader.meta.has(name) && !allowed.has(name));
  if (meta !== undefined) return rejectAt('META_ARGUMENT', `changes ${printable(meta)}`, after);
  // A `dynamic` block is allowed where the block that it generates is; the effect check judges what it sets.
  const other = changed.find((name) => !allowed.has(name.replace(/^dynamic\./, '')));
  return other === undefined ? null : rejectAt(code, `changes ${printable(other)}`, after);
}

/** Names of the parts that an answer adds, changes or removes. */
export function changedParts(before: Block | null, after: Block): readonly string[] {
  if (before?.text === after.text) return [];
  const old = before?.parts() ?? new Map<string, string>();
  const now = after.parts();
  const names = new Set([...old.keys(), ...now.keys()]);
  return [...names].filter((name) => old.get(name) !== now.get(name));
}

function rejectAt(
  code: 'UNRELATED_ATTRIBUTE' | 'COMPANION_ATTRIBUTE' | 'META_ARGUMENT' | 'COMPANION_COUNT',
  what: string,
  { address, line, text }: Block,
): Rejection {
  return reject(code, `With the answer ${printable(address)} ${what}.`, {
    in: 'after',
    number: line,
    text: text.split('\n')[0] ?? '',
  });
}
