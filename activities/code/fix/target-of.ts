import type { Effect } from '../../../controls/code-change.ts';
import { codeChangeOf } from '../../../controls/code-changes.ts';
import { languageOf } from '../validate/languages.ts';
import type { Languages } from '../validate/languages.ts';
import { isRejection, reject } from '../validate/rejection.ts';
import type { Rejection } from '../validate/rejection.ts';
import type { TargetHints } from '../validate/source/target.ts';

export interface AskedTarget {
  readonly control: string;
  readonly path: string;
  readonly source: Uint8Array;
  readonly target: TargetHints;
}

/** The block that a fix would change, and whether it is right already; a rejection where there is no such block. */
export async function targetOf(
  languages: Languages,
  { control, path, source, target }: AskedTarget,
): Promise<{ readonly block: string; readonly effect: Effect } | Rejection> {
  const text = Buffer.from(source)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  const change = codeChangeOf(control);
  const language = languageOf(path, text);
  if (change === null) return reject('NO_RULES', `${control} has no fix in code.`);
  if (language === null)
    return reject('SOURCE_UNSUPPORTED', 'The file is neither Terraform nor CloudFormation.');
  const rules = change[language.name];
  const reader = await languages.reader(language.syntax);
  const opened = await reader.open(text, text);
  if (isRejection(opened)) return opened;
  const block = reader.target(opened.before, rules.targetType, target);
  if (isRejection(block)) return block;
  const view = await reader.view(opened.before, block, rules.companions);
  return { block: block.address, effect: rules.effect(view) };
}
