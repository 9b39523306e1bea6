import type { CompanionRules, LanguageRules } from '../../../controls/code-change.ts';
import type { LanguageReader } from './language.ts';
import { printable, reject } from './rejection.ts';
import type { Rejection } from './rejection.ts';
import type { Block, SourceModel } from './source/model.ts';

export interface Elsewhere {
  readonly address: string;
  /** Its file in the source file's folder. */
  readonly file: string;
}

interface Means {
  readonly rules: LanguageRules;
  readonly reader: LanguageReader;
}

/**
 * The blocks of other files that configure what the control asks for, or alone keep the problem: no change of the file
 * alone can be right.
 */
export function configuredElsewhere(
  model: SourceModel,
  target: Block,
  { rules, reader }: Means,
): readonly Elsewhere[] {
  return rules.companions
    .filter(({ link }) => link !== null)
    .flatMap((one) =>
      boundElsewhere(model, target, { rules: one, reader })
        .filter((block) => one.canBeAbsent !== true || keeps(block, one, { model, reader }))
        .map(({ address, file }) => ({ address, file })),
    );
}

/** Where an answer leaves the problem because of a block of another file, another answer would do the same. */
export function keptElsewhere(
  model: SourceModel,
  target: Block,
  { rules, reader }: Means,
): Rejection | null {
  const open = { ...rules, companions: rules.companions.filter(({ keepsOpen }) => keepsOpen) };
  const [place] = configuredElsewhere(model, target, { rules: open, reader });
  if (place === undefined) return null;
  const what = `The place to change is ${printable(place.address)} in ${printable(place.file)}`;
  return reject('SET_ELSEWHERE', `${what}, which keeps the problem whatever this file says.`);
}

interface Place extends Block {
  readonly file: string;
}

function boundElsewhere(
  model: SourceModel,
  target: Block,
  { rules, reader }: { readonly rules: CompanionRules; readonly reader: LanguageReader },
): readonly Place[] {
  const all = [...reader.bound(model, target, rules), ...reader.shared(model, target, rules)];
  return all.flatMap((block) => (block.file === undefined ? [] : [{ ...block, file: block.file }]));
}

function keeps(
  block: Block,
  { keepsOpen }: CompanionRules,
  { model, reader }: { readonly model: SourceModel; readonly reader: LanguageReader },
): boolean {
  return keepsOpen?.(reader.settings(model, block)) === true;
}
