import type { LanguageRules } from '../../../controls/code-change.ts';
import type { LanguageReader } from './language.ts';
import type { Rejection } from './rejection.ts';
import { checkAttributes } from './safety/attributes.ts';
import type { SafetyInput } from './safety/input.ts';
import { checkText } from './safety/text.ts';
import { checkWeakening } from './safety/weakening.ts';

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
