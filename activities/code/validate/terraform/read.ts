import type { Opened } from '../language.ts';
import { isRejection, printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { NO_MODULE } from '../source/model.ts';
import type { Block, Mark, ModuleParts, SourceModel } from '../source/model.ts';
import type { Recent } from '../source/recent.ts';
import type { HclGrammar, Split } from './grammar.ts';
import type { HclFailure, HclParser, HclResult } from './hcl-parser.ts';
import { bodiesOf } from './top-level.ts';
import type { Body, SplitBlock } from './top-level.ts';

/** The two parsers of Terraform text. A file is judged only where both agree. */
export interface HclEngines {
  readonly grammar: HclGrammar;
  readonly parser: HclParser;
  /** Files that were read, as modules of their own. */
  readonly files: Recent<SourceModel>;
}

/** The file before and after a change. */
export async function openTerraform(
  { text, changed, module }: OpenedTexts,
  engines: HclEngines,
): Promise<Opened | Rejection> {
  const file = await readFile(text, engines);
  if (isRejection(file)) return file;
  const before = { ...file, module };
  return {
    before,
    after: async () => {
      const split = engines.grammar.splitChanged(text, changed);
      return await readChanged({ text: changed, split }, before, engines);
    },
  };
}

interface OpenedTexts {
  readonly text: string;
  readonly changed: string;
  readonly module: ModuleParts;
}

interface SplitText {
  readonly text: string;
  readonly split: Split | null;
}

/**
 * A file as it is, once for each text. Where it cannot be read, people have to look: another answer would not help. One
 * parser works in its own thread while the other splits.
 */
export async function readFile(
  text: string,
  { grammar, parser, files }: HclEngines,
): Promise<SourceModel | Rejection> {
  const known = files.get(text);
  if (known !== undefined) return known;
  const parsing = parser.parse(text);
  const split = grammar.split(text);
  const model = modelOfFile({ text, split }, await parsing, grammar);
  if (!isRejection(model)) files.put(text, model);
  return model;
}

function modelOfFile(
  { text, split }: SplitText,
  parsed: HclResult,
  grammar: HclGrammar,
): SourceModel | Rejection {
  if (!parsed.ok) return unparsable(parsed.failure, text);
  if (split === null || split.attributeLine !== null) return disagreement();
  const misnamedBlock = blocksOf(split).find((block) => !hasValidLabels(block));
  if (misnamedBlock !== undefined) {
    const what = `a ${printable(misnamedBlock.type)} block whose labels Terraform does not accept`;
    return reject('SOURCE_UNPARSABLE', `The file has ${what}.`);
  }
  const bodies = bodiesOf(parsed.json, blocksOf(split));
  if (bodies === null) return disagreement();
  return modelOf(text, split, { bodies, grammar, module: NO_MODULE });
}

/**
 * The file as the diff leaves it. Blocks whose text is as before are known; each other block is parsed alone,
 * which also proves where it begins and ends.
 */
async function readChanged(
  { text, split }: SplitText,
  before: SourceModel,
  { grammar, parser }: HclEngines,
): Promise<SourceModel | Rejection> {
  if (split === null || !onOwnLines(split, text)) return explainSyntax(text, parser);
  if (split.attributeLine !== null) return topLevelAttribute(text, split.attributeLine);
  const known = new Map(before.blocks.map((block) => [block.text, block.body]));
  const bodies: Body[] = [];
  for (const block of blocksOf(split)) {
    const slice = text.slice(block.start, block.end);
    const body = known.get(slice) ?? (await readAlone(slice, block, parser));
    if (body === null) return explainSyntax(text, parser);
    if (!known.has(slice) && !hasValidLabels(block)) return misnamed(block, slice);
    const repeated = known.has(slice) ? null : grammar.repeatedKey(slice);
    if (repeated !== null) return repeatedKey(repeated, block, slice);
    bodies.push(body);
  }
  return modelOf(text, split, { bodies, grammar, module: before.module });
}

async function readAlone(
  slice: string,
  block: SplitBlock,
  parser: HclParser,
): Promise<Body | null> {
  const parsed = await parser.parse(`${slice}\n`);
  return parsed.ok ? (bodiesOf(parsed.json, [block])?.[0] ?? null) : null;
}

/** The other parser says what is wrong, and where. If it finds nothing, the two disagree. */
async function explainSyntax(text: string, parser: HclParser): Promise<Rejection> {
  const whole = await parser.parse(text);
  if (whole.ok || whole.failure.kind === 'exhausted') {
    return reject('SPLIT', 'Two parsers disagree about where the blocks of the changed file end.');
  }
  const { message, line } = whole.failure;
  return reject('SYNTAX', `The changed file does not parse: ${message.split(';')[0] ?? ''}.`, {
    in: 'after',
    ...(line === null ? {} : { number: line }),
    text: text.split('\n')[(line ?? 1) - 1] ?? '',
  });
}

function blocksOf({ items }: Split): readonly SplitBlock[] {
  return items.filter((item) => item.kind === 'block');
}

/** How many labels Terraform asks for. HCL itself takes any number of them, quoted or not. */
const LABELS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    resource: 2,
    data: 2,
    variable: 1,
    output: 1,
    module: 1,
    provider: 1,
    locals: 0,
  }),
);

/** https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers */
function hasValidLabels({ type, labels }: SplitBlock): boolean {
  const count = LABELS.get(type);
  const identifiers = labels.every((label) => /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(label));
  return identifiers && (count === undefined || labels.length === count);
}

function misnamed({ type, line }: SplitBlock, slice: string): Rejection {
  const what = `a ${printable(type)} block whose names Terraform does not take`;
  return reject('SYNTAX', `The changed file has ${what}.`, {
    in: 'after',
    number: line,
    text: slice.split('\n')[0] ?? '',
  });
}

function repeatedKey(key: string, { line }: SplitBlock, slice: string): Rejection {
  const quoted = { in: 'after', number: line, text: slice.split('\n')[0] ?? '' } as const;
  return reject('REPEATED_KEY', `A map of the changed block has ${printable(key)} twice.`, quoted);
}

/** Between two blocks there is a line end that is not a comment's: the grammar does not ask for one, Terraform does. */
function onOwnLines({ items }: Split, text: string): boolean {
  let end: number | null = null;
  let between = '\n';
  for (const item of items) {
    between += end === null ? '' : text.slice(end, item.start);
    end = item.start + (item.kind === 'comment' ? item.text.length : item.end - item.start);
    if (item.kind === 'comment') continue;
    if (!between.includes('\n')) return false;
    between = '';
  }
  return true;
}

interface Read {
  readonly bodies: readonly Body[];
  readonly grammar: HclGrammar;
  readonly module: ModuleParts;
}

function modelOf(text: string, split: Split, { bodies, grammar, module }: Read): SourceModel {
  const seen = new Map<string, number>();
  const blocks: Block[] = [];
  const order: Mark[] = [];
  for (const item of split.items) {
    if (item.kind === 'comment') {
      order.push({ kind: 'comment', text: item.text });
      continue;
    }
    const slice = text.slice(item.start, item.end);
    const address = addressOf(item);
    const times = (seen.get(address) ?? 0) + 1;
    seen.set(address, times);
    const key = `${item.type} ${address}${times === 1 ? '' : ` (${times})`}`;
    order.push({ kind: 'block', key });
    blocks.push({
      key,
      address,
      kind: item.type,
      type: typeOf(item),
      text: slice,
      line: item.line,
      body: bodies[blocks.length] ?? {},
      fingerprint: '',
      parts: () => grammar.parts(slice) ?? new Map([['', slice]]),
      nested: () => grammar.nested(slice) ?? [],
    });
  }
  return { language: 'terraform', blocks, order, aliases: 0, module };
}

function addressOf({ type, labels }: SplitBlock): string {
  return type === 'resource' ? labels.join('.') : [type, ...labels].join('.');
}

function typeOf({ type, labels }: SplitBlock): string {
  const [label = ''] = labels;
  return type === 'resource' ? label : type === 'data' ? `data.${label}` : '';
}

function topLevelAttribute(text: string, line: number): Rejection {
  return reject('TOP_LEVEL_ATTRIBUTE', 'The changed file sets an attribute outside all blocks.', {
    in: 'after',
    number: line,
    text: text.split('\n')[line - 1] ?? '',
  });
}

function unparsable({ kind, message, line }: HclFailure, text: string): Rejection {
  if (kind === 'exhausted') {
    return reject('SOURCE_UNPARSABLE', 'The file is too much for the Terraform parser.');
  }
  return reject('SOURCE_UNPARSABLE', `The file does not parse: ${message.split(';')[0] ?? ''}.`, {
    in: 'before',
    ...(line === null ? {} : { number: line }),
    text: text.split('\n')[(line ?? 1) - 1] ?? '',
  });
}

function disagreement(): Rejection {
  return reject('SOURCE_UNPARSABLE', 'Two parsers disagree about the blocks of the file.');
}
