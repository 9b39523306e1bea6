import type { Language } from '../../../../controls/code-change.ts';

/** An infrastructure file as a list of blocks. */
export interface SourceModel {
  readonly language: Language;
  /** In the order of the file. */
  readonly blocks: readonly Block[];
  /** Blocks and the comments between them in the order of the file, to find what an answer moved or removed. */
  readonly order: readonly Mark[];
  /** How many YAML aliases the file has. */
  readonly aliases: number;
  /** Set where the template is a part of this framework's configuration. */
  readonly framework?: 'serverless';
  /** What the other files of the same folder say: Terraform reads a folder as one module. */
  readonly module: ModuleParts;
}

/** The other files of a Terraform module. */
export interface ModuleParts {
  readonly blocks: readonly Block[];
  /** Values of variables that Terraform loads by itself: terraform.tfvars and *.auto.tfvars. */
  readonly variables: ReadonlyMap<string, unknown>;
  /** Variables that other .tfvars files set, so that a default says nothing. */
  readonly unknownVariables: ReadonlySet<string>;
  /** Addresses that override files change. https://developer.hashicorp.com/terraform/language/files/override */
  readonly overridden: ReadonlySet<string>;
  /** The version of the AWS provider in the lock file; null without one. */
  readonly lockedProvider: string | null;
}

export const NO_MODULE: ModuleParts = {
  blocks: [],
  variables: new Map(),
  unknownVariables: new Set(),
  overridden: new Set(),
  lockedProvider: null,
};

/** Every block of the module: those of the file, then those of its siblings. */
export function moduleBlocks({
  blocks,
  module,
}: Pick<SourceModel, 'blocks' | 'module'>): readonly Block[] {
  return module.blocks.length === 0 ? blocks : [...blocks, ...module.blocks];
}

export type Mark =
  | { readonly kind: 'block'; readonly key: string }
  | { readonly kind: 'comment'; readonly text: string }
  /** Other text between blocks of a template, which no fix changes. */
  | { readonly kind: 'structure'; readonly text: string };

export interface Block {
  /** Unique in the file: kind and address, with a running number where an address repeats. */
  readonly key: string;
  /** Terraform's `type.name`, `data.type.name` or `locals`; CloudFormation's logical id or section. */
  readonly address: string;
  /** `resource`, `data`, `variable`, `locals`, `section`, … */
  readonly kind: string;
  /** A resource's type, else ''. */
  readonly type: string;
  /** Exactly the bytes of the block. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** The file of the folder in which it stands; absent for a block of the source file itself. */
  readonly file?: string;
  /** The body as the language's parser gives it, references not yet resolved. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The block's value with YAML aliases resolved; '' where the text alone determines it. */
  readonly fingerprint: string;
  /** Each attribute as normalised text without comments and white space: equal texts are equal settings. */
  readonly parts: () => ReadonlyMap<string, string>;
  /** The names of arguments and blocks inside of the block. */
  readonly nested: () => readonly Nested[];
}

/** An argument, or a block with its content. */
export interface Nested {
  readonly name: string;
  readonly form: Form;
  readonly inside: readonly Nested[];
}

/** Terraform tells a block from an argument; a document has maps, lists and plain values. */
export type Form = 'block' | 'argument' | 'map' | 'list' | 'value';

/** The same for plain data: maps, and lists of maps, have content. */
export function nestedIn(value: unknown): readonly Nested[] {
  if (Array.isArray(value)) return value.flatMap(nestedIn);
  return Object.entries(asRecord(value) ?? {}).map(([name, one]) => ({
    name,
    form: Array.isArray(one) ? 'list' : asRecord(one) === null ? 'value' : 'map',
    inside: nestedIn(one),
  }));
}

/** Does a block contain a text as a whole word, quoted or not? */
export function mentions(model: SourceModel, wanted: string): boolean {
  return wanted !== '' && moduleBlocks(model).some(({ text }) => includesWord(text, wanted));
}

/** Plain search, never a pattern: what is looked for comes from the file. */
export function includesWord(text: string, wanted: string): boolean {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const before = text[at - 1] ?? '';
    const after = text[at + wanted.length] ?? '';
    if (!/[\w.-]/.test(before) && !/[\w-]/.test(after)) return true;
  }
  return false;
}

/** An object that came from a parser; null for anything else. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  return isRecord(value) ? value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
