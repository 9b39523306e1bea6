/** What a code fix may change and must achieve, per control; used by the validator and the prompt. */

/** Whether a file has the setting that the control needs: `unknown` where a value comes from elsewhere. */
export type Effect = 'pass' | 'fail' | 'unknown';

export type Language = 'terraform' | 'cloudformation';

/** A control's part of the code path; `controls/<Control>/code-change.ts`. */
export interface CodeChange {
  /** The control's id. */
  readonly control: string;
  /** What to do, for the prompt: a fixed paragraph. */
  readonly guidance: string;
  readonly terraform: LanguageRules;
  readonly cloudformation: LanguageRules;
}

export interface LanguageRules {
  /** `aws_s3_bucket` or `AWS::S3::Bucket`. */
  readonly targetType: string;
  /** Attributes of the target that a fix may change. All others are refused. */
  readonly attributes: readonly string[];
  /** The content of those of them that are blocks. */
  readonly inside?: Shape;
  readonly companions: readonly CompanionRules[];
  /** Checkov checks that judge this fix in this language correctly; none where its checks were found to be wrong. */
  readonly checkov: readonly string[];
  /** Judges the target and its companions. */
  readonly effect: (view: View) => Effect;
  /** Why no change can give the target what the control asks for, as the end of a sentence; null where one may. */
  readonly unfit?: (view: View) => string | null;
  /** Limits within the allowed attributes, from the views before and after the change; null when they hold. */
  readonly restrict?: (before: View, after: View) => Restriction | null;
  /** The fix where the file has nothing of it yet, written without a model. Absent: a model is always asked. */
  readonly mechanical?: MechanicalChange;
}

/** Settings with fixed values: a block after the target, or lines inside of it. */
export interface MechanicalChange {
  /** Terraform's separate block; null for arguments of the target, or properties of a template's resource. */
  readonly companion: { readonly type: string; readonly link: string } | null;
  /** The lines in the block, without its indentation. */
  readonly lines: readonly string[];
  /** Attributes of the target that hold the setting already: another literal value is replaced, else a model is asked. */
  readonly unless: readonly string[];
  /** False where the change alone would not fix what the file has beside it: a model is asked. */
  readonly fits?: (view: View) => boolean;
  /** The same as arguments of the target, for a provider that does not know the separate block yet. */
  readonly inline?: Pick<MechanicalChange, 'companion' | 'lines'>;
}

/** Arguments of a block by name: null for a plain value, else the content; in brackets for a template's list. */
export interface Shape {
  readonly [name: string]: Shape | readonly [Shape] | null;
}

export interface Restriction {
  readonly code:
    | 'UNRELATED_ATTRIBUTE'
    | 'WEAKENED'
    | 'POLICY_CHANGED'
    | 'LOG_LOOP'
    | 'UNDEFINED_REFERENCE'
    | 'WRONG_REFERENCE'
    | 'NOT_PROVABLE'
    | 'COMPOSED_VALUE'
    | 'UNSUITED_LOG_BUCKET'
    | 'POLICY_ELSEWHERE';
  readonly reason: string;
}

/** Another block that a fix may add or change, if it belongs to the target. */
export interface CompanionRules {
  readonly type: string;
  /** The attribute that refers to the target; null for a block that an allowed companion refers to. */
  readonly link: string | null;
  /** What else it may set. */
  readonly attributes: readonly string[];
  /** True where the control's test does not rest on the companion. */
  readonly canBeAbsent?: true;
  /** Does such a companion alone keep the problem, whatever stands beside it? */
  readonly keepsOpen?: (companion: Attributes) => boolean;
  /** The content of those of them that are blocks. */
  readonly inside?: Shape;
}

/** The target and its companions, with references resolved as far as the file allows. */
export interface View {
  readonly target: Attributes;
  /** The companions of a type that are bound to the target. */
  readonly companions: (type: string) => readonly Attributes[];
  /** Is this the target's ARN, with `suffix` behind it? */
  readonly isArn: (value: Value, suffix: '' | '/*') => boolean;
  /** May a bound companion of the type be missing for some instances of the target? */
  readonly mayBeAbsent: (type: string) => boolean;
  /** Does this name the target? */
  readonly isName: (value: Value) => boolean;
  /** Why a value does not name an existing resource of a kind; null where the file proves that it does. */
  readonly fault: (value: Value, wanted: Wanted) => Restriction | null;
}

/** What a value has to name: a bucket that may receive access logs, or a KMS key that encrypts a bucket. */
export type Wanted = 'bucket' | 'key';

export type Attributes = ReadonlyMap<string, Value>;

/** A value of a configuration. Maps, not objects: names come from outside. A block is a list of maps. */
export type Value = string | number | boolean | null | readonly Value[] | Attributes | Expression;

/** A value that the file does not determine; `template` is its text with `${…}` around each unknown part. */
export interface Expression {
  readonly template: string;
  /** A template's function as it stands. */
  readonly source?: unknown;
}

export function isExpression(value: Value | undefined): value is Expression {
  return typeof value === 'object' && value !== null && 'template' in value;
}

export function isAttributes(value: Value | undefined): value is Attributes {
  return value instanceof Map;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
