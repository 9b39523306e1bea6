import type { LanguageRules, View } from '../../../controls/code-change.ts';
import type { LanguageReader } from './language.ts';
import { printable, reject } from './rejection.ts';
import type { Rejection } from './rejection.ts';
import type { ScopedChange } from './resource-scope.ts';
import { changedParts } from './safety/attributes.ts';

interface Views {
  readonly before: View;
  readonly after: View;
}

/**
 * Check 7: the control's own test, three-valued, on both sides. Only a file that is right by what it says itself
 * passes: a scanner that falls silent proves nothing, and a value from elsewhere may be anything.
 */
export function checkEffect(
  change: ScopedChange,
  rules: LanguageRules,
  { views, reader }: { readonly views: Views; readonly reader: LanguageReader },
): Rejection | null {
  const blocks = [change.target, ...change.companions];
  const address = printable(change.target.after.address);
  if (blocks.every(({ before, after }) => changedParts(before, after).length === 0)) {
    return reject('NO_EFFECT', 'The answer changes comments or formatting, but no setting.');
  }
  const futile = blocks.map(({ before, after }) =>
    reader.futile(change, after, changedParts(before, after)),
  );
  if (rules.effect(views.before) === 'pass') {
    return reject('ALREADY_FIXED', `The file is right about ${address} already.`);
  }
  const effect = rules.effect(views.after);
  if (effect === 'pass') return futile.find((one) => one !== null) ?? null;
  return effect === 'fail'
    ? reject('NOT_FIXED', `With the answer ${address} still has the problem.`)
    : reject('NOT_PROVABLE', `The file does not tell whether ${address} is right with the answer.`);
}
