/** Changes of a module that mean the same turn no rejected answer into an accepted one. */
import assert from 'node:assert/strict';

import fc from 'fast-check';

import { apply } from '../../../../activities/code/validate/apply.ts';
import { canonicalDiff } from '../../../../activities/code/validate/diff/canonical.ts';
import { plainText, readTextFile } from '../../../../activities/code/validate/diff/text-file.ts';
import { checkFileScope } from '../../../../activities/code/validate/file-scope.ts';
import type { SiblingFile } from '../../../../activities/code/validate/language.ts';
import { parse } from '../../../../activities/code/validate/parse.ts';
import { isRejection } from '../../../../activities/code/validate/rejection.ts';
import { validate } from '../../../../activities/code/validate/validate.ts';
import type { ValidationInput } from '../../../../activities/code/validate/validate.ts';
import { readCorpus } from '../corpus.ts';
import { languages } from '../languages.ts';

/** An answer as the file before and after it. */
interface Module {
  readonly input: ValidationInput;
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly siblings: readonly SiblingFile[];
}

const CASES = readCorpus()
  .filter(({ input }) => input.paths[0]?.endsWith('.tf') === true && input.source.length < 20_000)
  .flatMap(({ input, expect }) => {
    const module = moduleOf(input);
    return module === null ? [] : [{ ...module, accepted: expect === 'accepted' }];
  });
const REJECTED = CASES.filter(({ accepted }) => !accepted);
const ACCEPTED = CASES.filter(({ accepted }) => accepted);

function moduleOf(input: ValidationInput): Module | null {
  const file = readTextFile(input.source);
  const parsed = parse(input.answer);
  if (isRejection(file) || isRejection(parsed)) return null;
  const scope = checkFileScope(parsed, input.paths);
  if (isRejection(scope)) return null;
  const after = apply(file, scope.file);
  if (isRejection(after)) return null;
  const texts = { before: plainText(file), after: plainText(after) };
  return { input, path: scope.path, ...texts, siblings: input.siblings ?? [] };
}

/** Texts of top-level blocks, each with what stands before it. */
function blocksOf(text: string): readonly string[] {
  return text.split(/(?<=^\}\n)(?=[\s\S])/m);
}

/** The first letter of literals as its code. */
function escaped(text: string): string {
  return text.replaceAll(
    /= "([a-z])([a-z0-9-]+)"$/gm,
    (_, first: string, rest: string) => `= "\\u00${first.charCodeAt(0).toString(16)}${rest}"`,
  );
}

type Choose = (bound: number) => number;

const SAME: Readonly<Record<string, (module: Module, choose: Choose) => Module>> = {
  'renaming files': (module, choose) => ({
    ...module,
    path: module.path.replace(/[^/]+$/, `renamed_${choose(9)}.tf`),
    siblings: module.siblings.map(({ path, text }, at) =>
      /^[\w-]+\.tf$/.test(path) && !/override/.test(path)
        ? { path: `sibling_${at}.tf`, text }
        : { path, text },
    ),
  }),
  'splitting the file': (module, choose) => {
    const after = new Set(blocksOf(module.after));
    const kept = blocksOf(module.before).filter((one) => after.has(one));
    const moved = kept.filter(() => choose(2) === 1);
    const rest = (text: string) =>
      blocksOf(text)
        .filter((one) => !moved.includes(one))
        .join('');
    const split = { path: 'split.tf', text: moved.join('') };
    return {
      ...module,
      before: rest(module.before),
      after: rest(module.after),
      siblings: [...module.siblings, split],
    };
  },
  'reordering blocks': (module, choose) => {
    const first = blocksOf(module.before)[choose(blocksOf(module.before).length)] ?? '';
    const forward = (text: string) => {
      const blocks = blocksOf(text);
      return blocks.includes(first) && first.endsWith('}\n')
        ? [first, ...blocks.filter((one) => one !== first)].join('')
        : text;
    };
    return { ...module, before: forward(module.before), after: forward(module.after) };
  },
  'escaping strings': (module) => ({
    ...module,
    before: escaped(module.before),
    after: escaped(module.after),
  }),
  'replacing a literal by a local': (module) => {
    const value = /^ {2}bucket = "([a-z0-9-]+)"$/m.exec(module.before)?.[1];
    if (value === undefined) return module;
    // At the end, because a mark of a generated file stands at the beginning.
    const named = (text: string) =>
      `${text.replaceAll(`= "${value}"\n`, '= local.same_value\n')}\nlocals {\n  same_value = "${value}"\n}\n`;
    return { ...module, before: named(module.before), after: named(module.after) };
  },
};

const verdict = async ({ input, path, before, after: changed, siblings }: Module) => {
  if (before === changed) return 'NO_CHANGE';
  const answer = canonicalDiff(path, before, changed).text;
  const source = Buffer.from(before);
  const result = await validate({ ...input, answer, source, siblings, paths: [path] }, languages);
  return isRejection(result) ? result.code : 'accepted';
};

/** Judges `runs` random modules for each change. */
export function changesOfTheSameMeaning(runs: number): void {
  describe('a change of the module that means the same', () => {
    for (const [what, change] of Object.entries(SAME)) {
      it(`a change by ${what} turns no rejected answer into an accepted one`, async () => {
        const cases = fc.tuple(fc.nat({ max: REJECTED.length - 1 }), fc.infiniteStream(fc.nat()));
        await fc.assert(
          fc.asyncProperty(cases, async ([at, numbers]) => {
            const one = REJECTED[at];
            if (one === undefined) return;
            const choose = (bound: number) => Number(numbers.next().value) % Math.max(bound, 1);
            const before = await verdict(one);
            // An answer that moves blocks is refused for that; it moves none in a file that has its order already.
            if (before === 'accepted' || before === 'REORDERED') return;

            assert.notEqual(await verdict(change(one, choose)), 'accepted', before);
          }),
          { numRuns: runs },
        );
      });
    }

    it('a change by an unrelated file leaves every accepted answer accepted', async () => {
      const files = fc.constantFrom(
        'variable "unrelated" {\n  type = string\n}\n',
        'resource "aws_sqs_queue" "unrelated" {\n  name = "unrelated"\n}\n',
        'locals {\n  unrelated = "x"\n}\n',
        'resource "aws_s3_bucket" "unrelated" {\n  bucket = "unrelated"\n}\n',
        '# nothing\n',
      );
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: ACCEPTED.length - 1 }), files, async (at, text) => {
          const one = ACCEPTED[at];
          if (one === undefined || (await verdict(one)) !== 'accepted') return;
          const siblings = [...one.siblings, { path: 'unrelated.tf', text }];

          assert.equal(await verdict({ ...one, siblings }), 'accepted', one.path);
        }),
        { numRuns: runs },
      );
    });
  });
}
