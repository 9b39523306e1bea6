import type { LanguageRules } from '../../../../controls/code-change.ts';
import { reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import type { SafetyInput } from './input.ts';

/** Applies the control's own limits, and refuses a change with which another control's test no longer passes. */
export function checkWeakening(
  { change, views, sure, others }: SafetyInput,
  rules: LanguageRules,
): Rejection | null {
  const restriction = rules.restrict?.(sure.before, sure.after) ?? null;
  if (restriction !== null) return reject(restriction.code, restriction.reason);
  const { language } = change.before;
  const worse = others.find(({ [language]: other }) => {
    return other.effect(views.before) === 'pass' && other.effect(views.after) !== 'pass';
  });
  return worse === undefined
    ? null
    : reject(
        'WEAKENED',
        `The block is right for ${worse.control} before the answer, and not with it.`,
      );
}
