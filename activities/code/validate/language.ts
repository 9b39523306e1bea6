import type {
  Attributes,
  CodeChange,
  CompanionRules,
  LanguageRules,
  MechanicalChange,
  View,
} from '../../../controls/code-change.ts';
import type { Rejection } from './rejection.ts';
import type { Block, Form, SourceModel } from './source/model.ts';
import type { TargetHints } from './source/target.ts';

/** What the checks need of a language; implemented in `terraform/language.ts` and `cloudformation/language.ts`. */
export interface LanguageReader {
  /** Both versions of a file: reading them together is faster. */
  readonly open: (
    before: string,
    after: string,
    siblings?: readonly SiblingFile[],
  ) => Promise<Opened | Rejection>;
  readonly target: (model: SourceModel, type: string, hints: TargetHints) => Block | Rejection;
  /** The control's rules for the target: those of its resource, or of the inputs of a module call that makes it. */
  readonly rules: (
    model: SourceModel,
    target: Block,
    change: CodeChange,
  ) => LanguageRules | Rejection;
  /** The blocks of a companion's type that belong to the target. */
  readonly bound: (model: SourceModel, target: Block, rules: CompanionRules) => readonly Block[];
  /** Blocks of a companion's type that belong to the target and to others: one more would overwrite their setting. */
  readonly shared: (model: SourceModel, target: Block, rules: CompanionRules) => readonly Block[];
  /** Does the companion exist once for each instance of the target, under the same provider or condition? */
  readonly instances: (pair: Pair, link: string) => 'same' | 'other-count' | 'other-meta';
  readonly view: (
    model: SourceModel,
    target: Block,
    given: { readonly companions: readonly CompanionRules[]; readonly defaults: boolean },
  ) => Promise<View>;
  /** What a block sets, its references resolved as far as the files allow. */
  readonly settings: (model: SourceModel, block: Block) => Attributes;
  /** Why a deployment would fail or ignore the change of a block; null where the file shows no such reason. */
  readonly undeployable: (sides: Sides, change: DeployedChange) => Rejection | null;
  /** Why an answer could take away what another file or module sets for the target; null where none could. */
  readonly contested: (sides: Sides, companion: Block, target: Block) => Rejection | null;
  /** How a change that is always the same is written for the versions of the module; null where no form is known. */
  readonly inVersions: (
    model: SourceModel,
    change: MechanicalChange,
  ) => { readonly change: MechanicalChange; readonly quoted: boolean } | null;
  /** Names of meta-arguments: parts of a block that are no setting of the resource. */
  readonly meta: ReadonlySet<string>;
  /** Meta-arguments that a new companion may have; `instances` judges them. */
  readonly companionMeta: ReadonlySet<string>;
  /** The forms in which a plain value, something with an inside, and a list of such are written. */
  readonly forms: Readonly<Record<'value' | 'inside' | 'list', ReadonlySet<Form>>>;
  /** The name of an attribute among a block's parts. */
  readonly part: (attribute: string) => string;
}

/** Another file of the folder in which the source file lies, at the same commit. */
export interface SiblingFile {
  /** Its name in that folder. */
  readonly path: string;
  readonly text: string;
}

interface Sides {
  readonly before: SourceModel;
  readonly after: SourceModel;
}

interface DeployedChange {
  readonly block: Block;
  readonly isNew: boolean;
  readonly changed: readonly string[];
  /** All added lines of the answer. */
  readonly lines: readonly string[];
}

export interface Opened {
  readonly before: SourceModel;
  /** Called when the target is known: without a target, errors in the result do not matter. */
  readonly after: () => Promise<SourceModel | Rejection>;
}

interface Pair {
  readonly model: SourceModel;
  readonly companion: Block;
  readonly target: Block;
}
