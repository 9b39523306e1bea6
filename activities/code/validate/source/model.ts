import type { Language } from '../../../../controls/code-change.ts';

/** An infrastructure file as the blocks that can be compared one by one. */
export interface SourceModel {
  readonly language: Language;
  /** In the order of the file. */
  readonly blocks: readonly Block[];
  /** Blocks and the comments between them in the order of the file, so that what moved or went can be told. */
  readonly order: readonly Mark[];
  /** How many YAML aliases the file has. */
  readonly aliases: number;
}

export type Mark =
  | { readonly kind: 'block'; readonly key: string }
  | { readonly kind: 'comment'; readonly text: string }
  /** What belongs to the file's frame: it never changes. */
  | { readonly kind: 'structure'; readonly text: string };

export interface Block {
  /** Tells blocks of a file apart: the address, and for what has none of its own a running number. */
  readonly key: string;
  /** Terraform's `type.name`, `data.type.name` or `locals`; CloudFormation's logical id or section. */
  readonly address: string;
  /** `resource`; or what else the block is: `data`, `variable`, `locals`, a section's name. */
  readonly kind: string;
  /** A resource's type, else ''. */
  readonly type: string;
  /** Exactly the bytes of the block. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** The parsed body: what the parser of the language says, not yet resolved. */
  readonly body: Readonly<Record<string, unknown>>;
  /** What the block means with references inside the file put in; '' where its text says it all. */
  readonly fingerprint: string;
  /** Each attribute's meaning as text, comments and white space left out: equal texts are equal settings. */
  readonly parts: () => ReadonlyMap<string, string>;
  /** What stands in the block and inside its blocks, by name. */
  readonly nested: () => readonly Nested[];
}

/** An argument, or a block with what stands inside. */
export interface Nested {
  readonly name: string;
  readonly form: Form;
  readonly inside: readonly Nested[];
}

/** Terraform tells a block from an argument; a document has maps, lists and plain values. */
export type Form = 'block' | 'argument' | 'map' | 'list' | 'value';

/** The same of plain data: maps, and lists of maps, have something inside. */
export function nestedIn(value: unknown): readonly Nested[] {
  if (Array.isArray(value)) return value.flatMap(nestedIn);
  return Object.entries(asRecord(value) ?? {}).map(([name, one]) => ({
    name,
    form: Array.isArray(one) ? 'list' : asRecord(one) === null ? 'value' : 'map',
    inside: nestedIn(one),
  }));
}

/** Does a text stand in a block as a word, quoted or not? */
export function mentions({ blocks }: SourceModel, wanted: string): boolean {
  const escaped = wanted.replaceAll(/[^\w-]/g, String.raw`\$&`);
  const whole = new RegExp(String.raw`(?<![\w.-])${escaped}(?![\w-])`);
  return wanted !== '' && blocks.some(({ text }) => whole.test(text));
}

/** An object that came from a parser; null for anything else. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  return isRecord(value) ? value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
