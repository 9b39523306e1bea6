import type { CompanionRules, View } from '../../../controls/code-change.ts';
import type { Rejection } from './rejection.ts';
import type { Block, Form, SourceModel } from './source/model.ts';
import type { TargetHints } from './source/target.ts';

/** What the checks ask of a language; `terraform/language.ts` and `cloudformation/language.ts` answer. */
export interface LanguageReader {
  /** Both versions of a file: reading them together is faster. */
  readonly open: (before: string, after: string) => Promise<Opened | Rejection>;
  readonly target: (model: SourceModel, type: string, hints: TargetHints) => Block | Rejection;
  /** The blocks of a companion's type that belong to the target. */
  readonly bound: (model: SourceModel, target: Block, rules: CompanionRules) => readonly Block[];
  /** Blocks of a companion's type that concern the target among others: to add another would contradict them. */
  readonly shared: (model: SourceModel, target: Block, rules: CompanionRules) => readonly Block[];
  /** Does the companion exist once for each instance of the target, under the same provider or condition? */
  readonly instances: (pair: Pair, link: string) => 'same' | 'other-count' | 'other-meta';
  readonly view: (
    model: SourceModel,
    target: Block,
    companions: readonly CompanionRules[],
  ) => Promise<View>;
  /** Why a deployment would not carry out the change of a block, as far as the file tells; null when it would. */
  readonly futile: (
    sides: { readonly before: SourceModel; readonly after: SourceModel },
    block: Block,
    changed: readonly string[],
  ) => Rejection | null;
  /** Names of parts that steer a block as a whole, not a setting of the resource. */
  readonly meta: ReadonlySet<string>;
  /** Meta parts that a new companion may have; `instances` judges them. */
  readonly companionMeta: ReadonlySet<string>;
  /** The forms in which a plain value, something with an inside, and a list of such are written. */
  readonly forms: Readonly<Record<'value' | 'inside' | 'list', ReadonlySet<Form>>>;
  /** The name of an attribute among a block's parts. */
  readonly part: (attribute: string) => string;
}

export interface Opened {
  readonly before: SourceModel;
  /** Asked for when the target is known: what is wrong with the result is no matter where there is none. */
  readonly after: () => Promise<SourceModel | Rejection>;
}

interface Pair {
  readonly model: SourceModel;
  readonly companion: Block;
  readonly target: Block;
}
