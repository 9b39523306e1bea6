import type { Language, LanguageRules } from '../../../controls/code-change.ts';
import { codeChangeOf, CODE_CHANGES } from '../../../controls/code-changes.ts';
import { apply } from './apply.ts';
import { canonicalDiff } from './diff/canonical.ts';
import { addedLines } from './diff/parsed-diff.ts';
import type { ParsedDiff } from './diff/parsed-diff.ts';
import { plainText, readTextFile, textOf } from './diff/text-file.ts';
import type { TextFile } from './diff/text-file.ts';
import { withoutMark } from './diff/without-mark.ts';
import { checkEffect, checkFitness } from './effect.ts';
import { keptElsewhere } from './elsewhere.ts';
import { checkFileScope } from './file-scope.ts';
import { languageOf } from './language-of.ts';
import type { LanguageReader, SiblingFile } from './language.ts';
import { parse } from './parse.ts';
import type { Readers } from './readers.ts';
import { isRejection, reject } from './rejection.ts';
import type { Rejection } from './rejection.ts';
import { checkResourceScope } from './resource-scope.ts';
import type { ScopedChange } from './resource-scope.ts';
import { checkSafety } from './safety.ts';
import { checkSize, DEFAULT_SIZE } from './size.ts';
import type { Block } from './source/model.ts';
import type { TargetHints } from './source/target.ts';
import { unfitSource } from './unfit-source.ts';

export interface ValidationInput {
  /** The model's answer, unchanged. */
  readonly answer: string;
  /** The file at the commit that the fix is for. */
  readonly source: Uint8Array;
  /** The paths by which the answer may name the file; usually only its path in the repository. */
  readonly paths: readonly string[];
  /** The control's id. */
  readonly control: string;
  /** The finding's account, 12 digits: an answer may not name keys or principals of another one. */
  readonly account: string;
  readonly target: TargetHints;
  /** The other files of the folder at the same commit, whose blocks Terraform reads as one module with the file. */
  readonly siblings?: readonly SiblingFile[];
  readonly maxChangedLines?: number;
}

export interface Accepted {
  readonly accepted: true;
  readonly path: string;
  /** The block that was fixed. */
  readonly target: string;
  /** What to commit: these bytes, never the model's text. */
  readonly bytes: Uint8Array;
  /** Recomputed from the file before and after. */
  readonly diff: string;
  readonly stats: { readonly added: number; readonly removed: number; readonly companions: number };
  /** What the second scanner needs. */
  readonly scan: ScanRequest;
}

export interface ScanRequest {
  readonly language: Language;
  readonly before: string;
  readonly after: string;
  /** Checkov checks that are right about this fix. */
  readonly wanted: readonly string[];
  /** The target, then its companions: those that the answer adds or changes first. */
  readonly resources: readonly ScannedResource[];
}

export interface ScannedResource {
  readonly type: string;
  readonly address: string;
  /** It has `count` or `for_each`, which scanners do not follow. */
  readonly repeated: boolean;
}

/**
 * Decides whether an answer may be committed: runs the checks in order and stops at the first that fails. Whatever the
 * answer or the file contains, the result is a value; nothing is thrown.
 */
export async function judgeAnswer(
  input: ValidationInput,
  readers: Readers,
): Promise<Accepted | Rejection> {
  const parsed = parse(input.answer);
  if (isRejection(parsed)) return parsed;
  const scope = checkFileScope(parsed, input.paths);
  if (isRejection(scope)) return scope;
  const changedLines = input.maxChangedLines ?? DEFAULT_SIZE.changedLines;
  const size = checkSize(parsed, { ...DEFAULT_SIZE, changedLines });
  if (size !== null) return size;
  const before = readTextFile(input.source);
  if (isRejection(before)) return before;
  const file = before.bom ? withoutMark(scope.file) : scope.file;
  const after = apply(before, file);
  if (isRejection(after)) return after;
  const diff = { files: [file] };
  return judgeChange({ input, diff, path: scope.path, before, after }, readers);
}

interface Applied {
  readonly input: ValidationInput;
  readonly diff: ParsedDiff;
  readonly path: string;
  readonly before: TextFile;
  readonly after: TextFile;
}

/** The checks that need to understand the file. */
async function judgeChange(applied: Applied, readers: Readers): Promise<Accepted | Rejection> {
  const { input, diff, path } = applied;
  const source = plainText(applied.before);
  const language = languageOf(path, source);
  const change = codeChangeOf(input.control);
  if (language === null) return unsupported(path);
  const unfit = unfitSource(path, source);
  if (unfit !== null) return unfit;
  if (change === null) return reject('NO_RULES', `${input.control} has no fix in code.`);
  const reader = await readers.reader(language.syntax);
  const { targetType } = change[language.name];
  const opened = await reader.open(source, plainText(applied.after), input.siblings ?? []);
  if (isRejection(opened)) return opened;
  const { before } = opened;
  const target = reader.target(before, targetType, {
    account: input.account,
    control: input.control,
    ...input.target,
  });
  if (isRejection(target)) return target;
  const rules = reader.rules(before, target, change);
  if (isRejection(rules)) return rules;
  const others = CODE_CHANGES.filter((one) => one[language.name].targetType === targetType);
  const companions = others.flatMap((one) => one[language.name].companions);
  const seen = await reader.view(before, target, { companions, defaults: true });
  const unfitTarget = checkFitness(rules, seen, target.address);
  if (unfitTarget !== null) return unfitTarget;
  const after = await opened.after();
  if (isRejection(after)) return after;
  const scoped = checkResourceScope({ before, after, target }, rules, reader);
  if (isRejection(scoped)) return scoped;
  const viewsOf = async (defaults: boolean) => ({
    before: defaults ? seen : await reader.view(before, target, { companions, defaults }),
    after: await reader.view(after, scoped.target.after, { companions, defaults }),
  });
  const views = await viewsOf(true);
  const sure = await viewsOf(false);
  const {
    account,
    target: { region },
  } = input;
  const lines = addedLines(diff).map(({ text }) => text);
  const added = addedLines(diff);
  const safety = { change: scoped, added, source, account, region, views, sure, others };
  return (
    checkSafety(safety, rules, reader) ??
    placeToChange(checkEffect(scoped, rules, { views, reader, lines }), scoped, {
      rules,
      reader,
    }) ??
    accepted(applied, scoped, {
      language: language.name,
      wanted: rules.checkov,
      kept: rules.companions.flatMap((one) => reader.bound(after, scoped.target.after, one)),
    })
  );
}

/** What another file keeps open, no answer to this one can fix. */
function placeToChange(
  effect: Rejection | null,
  { after, target }: ScopedChange,
  means: { readonly rules: LanguageRules; readonly reader: LanguageReader },
): Rejection | null {
  if (effect?.code !== 'NOT_FIXED') return effect;
  return keptElsewhere(after, target.after, means) ?? effect;
}

function accepted(
  { path, before, after }: Applied,
  { target, companions }: ScopedChange,
  {
    kept,
    ...request
  }: Pick<ScanRequest, 'language' | 'wanted'> & { readonly kept: readonly Block[] },
): Accepted {
  const text = textOf(after);
  const { text: diff, added, removed } = canonicalDiff(path, textOf(before), text);
  const changed = companions.map((one) => one.after);
  // A check may be about a companion that was right before.
  const unchanged = kept.filter((one) => !changed.includes(one)).map(scannedResource);
  const blocks = [target.after, ...changed].map(scannedResource);
  return {
    accepted: true,
    path,
    target: target.after.address,
    bytes: new Uint8Array(Buffer.from(text, 'utf8')),
    diff,
    stats: { added, removed, companions: companions.length },
    scan: {
      ...request,
      before: plainText(before),
      after: plainText(after),
      resources: [...blocks, ...unchanged.filter(({ repeated }) => !repeated)],
    },
  };
}

function scannedResource({ type, address, body }: Block): ScannedResource {
  return {
    type,
    address,
    repeated: Object.hasOwn(body, 'count') || Object.hasOwn(body, 'for_each'),
  };
}

function unsupported(path: string): Rejection {
  return reject(
    'SOURCE_UNSUPPORTED',
    `${path} is neither Terraform (.tf, .tf.json) nor a CloudFormation template (.yaml, .yml, .json, .template).`,
  );
}
