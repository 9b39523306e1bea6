import type { Value } from '../../../../../controls/code-change.ts';

/**
 * What a public Terraform module makes of its inputs, in the versions that were read. Facts only: a value of an input is
 * followed to the argument of the resource that it ends in, so that a call is judged by the rules of that resource.
 */
export interface ModuleTable {
  /** Its address in the public registry: `namespace/name/provider`. */
  readonly source: string;
  /** Where the facts are from, and when they were read. */
  readonly facts: { readonly url: string; readonly files: string; readonly read: string };
  readonly makes: 'aws_s3_bucket' | 'aws_kms_key';
  /** The first version that was read, and the first that the table does not speak for. */
  readonly from: string;
  readonly below: string;
  /** The newest version that was read. */
  readonly newest: string;
  readonly name: Naming;
  /** Outputs that are the name of what it makes, and its ARN. */
  readonly outputs: { readonly id: readonly string[]; readonly arn: readonly string[] };
  readonly inputs: Readonly<Record<string, Input>>;
  /** What the module sets whatever its inputs are; `onlyBeside`: in a resource that an input makes. */
  readonly constants?: readonly Constant[];
  /** Inputs that have to be as here (or unset), else the table says nothing about the call. */
  readonly only: Readonly<Record<string, boolean>>;
  /** A companion that the module makes only where an input has a value. */
  readonly needs: Readonly<Record<string, Need>>;
  /** What fixes a control, where the call says nothing of it yet. */
  readonly fixes: Readonly<Record<string, Readonly<Record<string, Literal>>>>;
}

/** How the resource gets its name: from one input, from a prefix, or from the parts of a label. */
interface Naming {
  readonly input: string | null;
  readonly prefix: string | null;
  /** `label`: https://registry.terraform.io/modules/cloudposse/label/null (version 0.25) joins parts. */
  readonly otherwise: 'made-up' | 'label' | 'none';
}

interface Constant {
  readonly at: Place;
  readonly value: Value;
  readonly onlyBeside?: true;
}

interface Need {
  readonly input: string;
  readonly value: boolean;
}

export type Literal = boolean | string | { readonly [name: string]: Literal };

export interface Input {
  /** Since which version which value counts where the call gives none; the first is the version that brought the input. */
  readonly defaults: readonly (readonly [since: string, value: Value])[];
  readonly sets: Sets;
}

/** Resource type, blocks, argument. */
export type Place = readonly [type: string, ...path: string[]];

/**
 * `value`: the argument as it is. `text`: the same, an empty text being none. `status`: true is Enabled, false Suspended;
 * `word`: the same, or the word itself. `blocks`: a map that has the shape of the resource's blocks. `keys`: a map (or a
 * list of one) whose keys go to places of their own; where two go to one place, the first counts. `policy`: a document
 * beside the module's own statements, which `overrides` them or not. `denial`: a switch that denies requests without TLS.
 */
export type Sets =
  | { readonly as: 'value' | 'text' | 'status' | 'word'; readonly at: Place }
  | { readonly as: 'blocks'; readonly at: Place; readonly shape: Keyed }
  | { readonly as: 'keys'; readonly keys: Readonly<Record<string, Sets>>; readonly list?: string }
  | { readonly as: 'policy'; readonly overrides: boolean; readonly if?: string }
  | { readonly as: 'denial'; readonly sid: string };

/** The keys that a map may have; null for a plain value. */
export interface Keyed {
  readonly [name: string]: Keyed | null;
}
