import type { LanguageRules, Shape, View } from '../../../controls/code-change.ts';
import type { LanguageReader } from './language.ts';
import { printable, reject } from './rejection.ts';
import type { Rejection } from './rejection.ts';
import type { ScopedChange } from './resource-scope.ts';
import { changedParts } from './safety/attributes.ts';
import type { Nested } from './source/model.ts';

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
  if (effect === 'pass') {
    return malformed(change, rules, reader) ?? futile.find((one) => one !== null) ?? null;
  }
  return effect === 'fail'
    ? reject('NOT_FIXED', `With the answer ${address} still has the problem.`)
    : reject('NOT_PROVABLE', `The file does not tell whether ${address} is right with the answer.`);
}

/** A misspelt argument, or an argument where a block belongs: the deployment fails and nothing is fixed. */
function malformed(
  { target, companions }: ScopedChange,
  { inside: own }: LanguageRules,
  { part, forms }: LanguageReader,
): Rejection | null {
  const all = [
    { ...target, inside: own },
    ...companions.map(({ before, after, rules: { inside } }) => ({ before, after, inside })),
  ];
  for (const { before, after, inside = {} } of all) {
    const changed = new Set(changedParts(before, after));
    const wrong = after
      .nested()
      .filter(({ name }) => changed.has(part(name)))
      .map((one) => misfit(one, inside[one.name] ?? null, forms))
      .find((one) => one !== null);
    if (wrong === undefined) continue;
    const what = `${printable(after.address)} has ${printable(wrong)}`;
    return reject('UNKNOWN_SETTING', `${what}, which is no argument or no block there.`);
  }
  return null;
}

type Inside = Shape | readonly [Shape] | null;

/** The name of what does not fit; generated blocks and functions of a template are judged by their effect. */
function misfit(one: Nested, shape: Inside, forms: LanguageReader['forms']): string | null {
  if (one.name === 'dynamic' || isCall(one)) return null;
  const [kind, names] = read(shape);
  if (!forms[kind].has(one.form)) return one.name;
  if (names === null) return null;
  for (const inner of one.inside) {
    if (/^(?:dynamic$|Fn::|Ref$)/.test(inner.name)) continue;
    const known = Object.hasOwn(names, inner.name);
    const wrong = known ? misfit(inner, names[inner.name] ?? null, forms) : inner.name;
    if (wrong !== null) return wrong;
  }
  return null;
}

function isCall({ form, inside }: Nested): boolean {
  return form === 'map' && inside.some(({ name }) => /^(?:Fn::|Ref$)/.test(name));
}

function read(shape: Inside): readonly ['value' | 'inside' | 'list', Shape | null] {
  if (shape === null) return ['value', null];
  return isList(shape) ? ['list', shape[0]] : ['inside', shape];
}

function isList(shape: Shape | readonly [Shape]): shape is readonly [Shape] {
  return Array.isArray(shape);
}
