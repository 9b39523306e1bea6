import type { LanguageRules } from '../../../../controls/code-change.ts';
import { reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import type { SafetyInput } from './input.ts';

/** No setting of the target that a control knows gets worse, and the control's own limits hold. */
export function checkWeakening(
  { change, views, others }: SafetyInput,
  rules: LanguageRules,
): Rejection | null {
  const restriction = rules.restrict?.(views.before, views.after) ?? null;
  if (restriction !== null) return reject(restriction.code, restriction.reason);
  const { language } = change.before;
  const worse = others.find(({ [language]: other }) => {
    return other.effect(views.before) === 'pass' && other.effect(views.after) !== 'pass';
  });
  return worse === undefined
    ? null
    : reject(
        'WEAKENED',
        `Before the answer the block was right for ${worse.control}; with it no more.`,
      );
}
