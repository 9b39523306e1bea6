import type { CodeChange, Effect, Language, LanguageRules } from '../../../controls/code-change.ts';
import { codeChangeOf } from '../../../controls/code-changes.ts';
import { plainText, readTextFile } from './diff/text-file.ts';
import { checkFitness, effectOf } from './effect.ts';
import { configuredElsewhere } from './elsewhere.ts';
import type { Elsewhere } from './elsewhere.ts';
import { languageOf } from './language-of.ts';
import type { SiblingFile } from './language.ts';
import type { Readers } from './readers.ts';
import { isRejection, reject } from './rejection.ts';
import type { Rejection } from './rejection.ts';
import type { TargetHints } from './source/target.ts';
import { unfitSource } from './unfit-source.ts';

export interface TargetQuery {
  readonly control: string;
  readonly path: string;
  readonly source: Uint8Array;
  readonly target: TargetHints;
  readonly siblings?: readonly SiblingFile[];
}

export interface LocatedTarget {
  /** Its address. */
  readonly block: string;
  /** What the control's own test says of the file as it is. */
  readonly effect: Effect;
  readonly change: AskedChange;
  readonly language: Language;
  /** Blocks of other files that already configure what the control asks for: a fix has to change those. */
  readonly elsewhere: readonly Elsewhere[];
  /** The file without byte order mark, its lines ended by LF. */
  readonly text: string;
}

/** What a model is told of a control's rules: data only, so that a thread can send it. */
interface AskedChange extends Pick<CodeChange, 'control' | 'guidance'> {
  readonly terraform: AskedRules;
  readonly cloudformation: AskedRules;
}

export type AskedRules = Pick<LanguageRules, 'targetType' | 'attributes' | 'inside' | 'companions'>;

/**
 * The block that a fix would change, and what the control's test says of it as it is. A rejection where the file has no
 * such block, has two of them, or cannot be judged. Called before a model is asked, so that no tokens are spent on it.
 */
export async function locateBlock(
  readers: Readers,
  { control, path, source, target, siblings = [] }: TargetQuery,
): Promise<LocatedTarget | Rejection> {
  const file = readTextFile(source);
  if (isRejection(file)) return file;
  const text = plainText(file);
  const change = codeChangeOf(control);
  const language = languageOf(path, text);
  if (change === null) return reject('NO_RULES', `${control} has no fix in code.`);
  if (language === null)
    return reject('SOURCE_UNSUPPORTED', 'The file is neither Terraform nor CloudFormation.');
  const unfit = unfitSource(path, text);
  if (unfit !== null) return unfit;
  const reader = await readers.reader(language.syntax);
  const opened = await reader.open(text, text, siblings);
  if (isRejection(opened)) return opened;
  const { targetType } = change[language.name];
  const block = reader.target(opened.before, targetType, { control, ...target });
  if (isRejection(block)) return block;
  const rules = reader.rules(opened.before, block, change);
  if (isRejection(rules)) return rules;
  const { companions } = rules;
  const view = await reader.view(opened.before, block, { companions, defaults: true });
  const unfitTarget = checkFitness(rules, view, block.address);
  if (unfitTarget !== null) return unfitTarget;
  const effect = effectOf(rules, view);
  const elsewhere =
    effect === 'pass' ? [] : configuredElsewhere(opened.before, block, { rules, reader });
  const about = { ...askedOf(change), [language.name]: askedRules(rules) };
  return { block: block.address, effect, change: about, elsewhere, language: language.name, text };
}

function askedOf({ control, guidance, terraform, cloudformation }: CodeChange): AskedChange {
  const both = { terraform: askedRules(terraform), cloudformation: askedRules(cloudformation) };
  return { control, guidance, ...both };
}

function askedRules({ targetType, attributes, inside, companions }: LanguageRules): AskedRules {
  const asked = companions.map(({ keepsOpen: _keepsOpen, ...data }) => data);
  return { targetType, attributes, companions: asked, ...(inside !== undefined && { inside }) };
}
