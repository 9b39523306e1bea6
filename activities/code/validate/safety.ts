import type { CodeChange, LanguageRules, View } from '../../../controls/code-change.ts';
import type { HunkLine } from './diff/parsed-diff.ts';
import type { LanguageReader } from './language.ts';
import type { Rejection } from './rejection.ts';
import type { ScopedChange } from './resource-scope.ts';
import { checkAttributes } from './safety/attributes.ts';
import { checkText } from './safety/text.ts';
import { checkWeakening } from './safety/weakening.ts';

export interface SafetyInput {
  readonly change: ScopedChange;
  readonly added: readonly HunkLine[];
  /** The whole file before: what stands in it already is not new. */
  readonly source: string;
  /** The finding's 12 digits. */
  readonly account: string;
  readonly views: { readonly before: View; readonly after: View };
  /** Every control that knows this type of target: none of their settings may get worse. */
  readonly others: readonly CodeChange[];
}

/** Check 6: only allowed attributes change, nothing is weakened, nothing is hidden in the text. */
export function checkSafety(
  input: SafetyInput,
  rules: LanguageRules,
  reader: LanguageReader,
): Rejection | null {
  return (
    checkText(input) ?? checkAttributes(input.change, rules, reader) ?? checkWeakening(input, rules)
  );
}
