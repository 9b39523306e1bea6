/** What a right code change looks like, per control: read by the validator and by the prompt. */

/** The problem, as far as the file alone tells: `unknown` where a value comes from elsewhere. */
export type Effect = 'pass' | 'fail' | 'unknown';

export type Language = 'terraform' | 'cloudformation';

/** A control's part of the code path; `controls/<Control>/code-change.ts`. */
export interface CodeChange {
  /** The control's id. */
  readonly control: string;
  /** What to do, for the prompt: our words only, a paragraph. */
  readonly guidance: string;
  readonly terraform: LanguageRules;
  readonly cloudformation: LanguageRules;
}

export interface LanguageRules {
  /** `aws_s3_bucket` or `AWS::S3::Bucket`. */
  readonly targetType: string;
  /** Attributes of the target that a fix may change: a positive list, so that no list of dangers is needed. */
  readonly attributes: readonly string[];
  /** What stands inside those of them that are blocks. */
  readonly inside?: Shape;
  readonly companions: readonly CompanionRules[];
  /** Checkov checks that are right about this fix and this language; none where its checks were seen to be wrong. */
  readonly checkov: readonly string[];
  /** Judges the target with the companions that are bound to it. */
  readonly effect: (view: View) => Effect;
  /**
   * Limits within the allowed attributes: a sentence that says what is wrong, null when nothing is. Called for
   * the view before and after the change.
   */
  readonly restrict?: (before: View, after: View) => Restriction | null;
  /** What the fix always is where nothing of it is there: the control writes it itself. Absent: a model does. */
  readonly mechanical?: MechanicalChange;
}

/** Settings with known values: a block of their own behind the target, or lines inside of it. */
export interface MechanicalChange {
  /** Terraform's separate block; null for arguments of the target, or properties of a template's resource. */
  readonly companion: { readonly type: string; readonly link: string } | null;
  /** As they stand in the block, without its own indentation. */
  readonly lines: readonly string[];
  /** Attributes of the target with which it is not that simple: then a model is asked. */
  readonly unless: readonly string[];
}

/** Arguments of a block by name: null for a plain value, else what stands inside; in brackets a template's list. */
export interface Shape {
  readonly [name: string]: Shape | readonly [Shape] | null;
}

export interface Restriction {
  readonly code:
    | 'UNRELATED_ATTRIBUTE'
    | 'WEAKENED'
    | 'POLICY_CHANGED'
    | 'LOG_LOOP'
    | 'UNDEFINED_REFERENCE';
  readonly reason: string;
}

/** Another block that a fix may add or change, if it belongs to the target. */
export interface CompanionRules {
  readonly type: string;
  /** The attribute that refers to the target; null for a block that an allowed companion refers to. */
  readonly link: string | null;
  /** What else it may set. */
  readonly attributes: readonly string[];
  /** What stands inside those of them that are blocks. */
  readonly inside?: Shape;
}

/** The target and its companions, with what the file says about values put in. */
export interface View {
  readonly target: Attributes;
  /** The companions of a type that are bound to the target. */
  readonly companions: (type: string) => readonly Attributes[];
  /** Is this the target's ARN, with `suffix` behind it? */
  readonly isArn: (value: Value, suffix: '' | '/*') => boolean;
  /** Does this name the target? */
  readonly isName: (value: Value) => boolean;
  /** Does this text stand in the file? */
  readonly mentions: (text: string) => boolean;
}

export type Attributes = ReadonlyMap<string, Value>;

/** A value of a configuration. Maps, not objects: names come from outside. A block is a list of maps. */
export type Value = string | number | boolean | null | readonly Value[] | Attributes | Expression;

/** What the file alone does not tell; `template` is its text with `${…}` around each unknown part. */
export interface Expression {
  readonly template: string;
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
