/** Properties of answers that the validator accepts, with random changes of them. */
import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { canonicalDiff } from '../../../../activities/code/validate/diff/canonical.ts';
import { isRejection } from '../../../../activities/code/validate/rejection.ts';
import { validate } from '../../../../activities/code/validate/validate.ts';
import type { Accepted } from '../../../../activities/code/validate/validate.ts';
import { codeChangeOf } from '../../../../controls/code-changes.ts';
import { readCorpus } from '../corpus.ts';
import type { CorpusCase } from '../corpus.ts';
import { languages } from '../languages.ts';
import { splitByLines } from '../split-by-lines.ts';
import type { LineBlock } from '../split-by-lines.ts';
import { gitApply } from './git-apply.ts';

export interface Runs {
  /** Random changes that each property refuses, and how many of them are real changes at least. */
  readonly changes: number;
  readonly judged: number;
  /** Random changes whose bytes git makes too, and how many of them are accepted at least. */
  readonly bytes: number;
  readonly accepted: number;
}

interface Right {
  readonly one: CorpusCase;
  readonly result: Accepted;
}

/** A well-formed diff from the source to `text`. */
async function judge({ input }: CorpusCase, text: string) {
  const source = Buffer.from(input.source)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n');
  const { text: answer } = canonicalDiff(input.paths[0] ?? '', source, text);
  return validate({ ...input, answer, maxChangedLines: 100_000 }, languages);
}

export function acceptedAnswers(least: Runs): void {
  describe('an accepted answer', () => {
    const rights: Right[] = [];
    before(async () => {
      for (const one of readCorpus().filter(({ expect }) => expect === 'accepted')) {
        const result = await validate(one.input, languages);
        assert.ok('accepted' in result, one.id);
        rights.push({ one, result });
      }
    });

    it('an accepted answer leaves the text of every other block unchanged', () => {
      for (const { one, result } of rights) {
        for (const block of others({ one, result }, result.scan.before)) {
          assert.ok(result.scan.after.includes(block.text), `${one.id}: ${block.name}`);
        }
      }
    });

    it('an accepted answer is refused when it also changes a line of another block', async () => {
      const any = fc.tuple(fc.constantFrom(...rights), fc.nat(), fc.nat(), fc.nat(3));
      await property(any, (right, [pickBlock, pickLine, kind]) => {
        const { after: text } = right.result.scan;
        const blocks = others(right, text);
        const block = blocks[pickBlock % Math.max(1, blocks.length)];
        if (block === undefined) return null;
        const lines = block.text.split('\n');
        // Blanks and new comments behind a block are not the block's.
        const at = pickLine % Math.max(1, lines.length - 1);
        const line = lines[at] ?? '';
        const changed = [`${line} `, `${line} # x`, '', `${line}\n${line}`][kind] ?? '';
        if (changed === line) return null;
        const now = [...lines.slice(0, at), changed, ...lines.slice(at + 1)].join('\n');
        return text.replace(block.text, () => now);
      });
    });

    it('an accepted answer is refused when it also adds a meta-argument or an unlisted attribute to the target', async () => {
      const any = fc.tuple(fc.constantFrom(...rights), fc.nat(), fc.nat(), fc.nat(1));
      await property(any, ({ result }, [pickAddition, _line, last]) => {
        const { after: text, language } = result.scan;
        const block = splitByLines(text).find(({ name }) => name === result.target);
        const additions = language === 'terraform' ? TERRAFORM : TEMPLATE;
        const addition = additions[pickAddition % additions.length] ?? '';
        const lines = block?.text.split('\n') ?? [];
        if (block === undefined || lines.length < 2) return null;
        const at = last === 1 && language === 'terraform' ? lines.length - 1 : 1;
        const indent = /^\s*/.exec(lines[1] ?? '')?.[0] ?? '';
        const added = addition.replaceAll(/^/gm, indent);
        const now = [...lines.slice(0, at), added, ...lines.slice(at)].join('\n');
        return text.replace(block.text, () => now);
      });
    });

    it('the recomputed diff of an accepted answer gives the same bytes with git, whatever else the answer changes', async () => {
      const any = fc.tuple(fc.constantFrom(...rights), fc.nat(), fc.nat());
      let accepted = 0;
      await fc.assert(
        fc.asyncProperty(any, async ([{ one, result }, pickLine, blanks]) => {
          const lines = result.scan.after.split('\n');
          const at = pickLine % lines.length;
          const padding = Array.from({ length: 1 + (blanks % 3) }, () => '');
          const text = [...lines.slice(0, at), ...padding, ...lines.slice(at)].join('\n');
          const again = await judge(one, text);
          if (isRejection(again)) return;
          accepted++;
          const path = one.input.paths[0] ?? '';
          assert.deepEqual(await gitApply(again.diff, path, one.input.source), again.bytes, one.id);
        }),
        { numRuns: least.bytes },
      );
      assert.ok(accepted >= least.accepted, `${accepted} accepted`);
    });

    /** Whatever `change` makes of a right result is refused, by one of the two checks that are there for it. */
    async function property(
      any: fc.Arbitrary<[Right, number, number, number]>,
      change: (right: Right, picks: readonly [number, number, number]) => string | null,
    ): Promise<void> {
      let judged = 0;
      await fc.assert(
        fc.asyncProperty(any, async ([right, ...picks]) => {
          const text = change(right, picks);
          if (text === null || text === right.result.scan.after) return;
          judged++;
          const result = await judge(right.one, text);
          assert.ok(isRejection(result), `${right.one.id} is accepted:\n${text}`);
          assert.match(result.check, /^(?:resource-scope|safety)$/, `${result.code}\n${text}`);
        }),
        { numRuns: least.changes },
      );
      assert.ok(judged >= least.judged, `${judged} changes were judged`);
    }
  });
}

const TERRAFORM = [
  'count = 0',
  'for_each = {}',
  'provider = aws.elsewhere',
  'depends_on = []',
  'lifecycle {\n  prevent_destroy = false\n}',
  'lifecycle {\n  ignore_changes = all\n}',
  'provisioner "local-exec" {\n  command = "true"\n}',
  'connection {\n  host = "x"\n}',
  'force_destroy = true',
  'object_lock_enabled = true',
  'bucket_prefix = "other"',
  'policy = "{}"',
  'website {\n  index_document = "index.html"\n}',
  'dynamic "website" {\n  for_each = []\n  content {}\n}',
  'deletion_window_in_days = 7',
];

const TEMPLATE = [
  'Condition: Never',
  'DeletionPolicy: Delete',
  'UpdateReplacePolicy: Delete',
  'DependsOn: Other',
  'Metadata:\n  a: b',
  'CreationPolicy: {}',
  'Unknown: 1',
];

/** The blocks that are neither the target nor companions of it, which a fix may touch. */
function others({ one, result }: Right, text: string): readonly LineBlock[] {
  const { scan, target } = result;
  const rules = codeChangeOf(one.input.control)?.[scan.language].companions ?? [];
  const own = new Set([target, ...scan.resources.map(({ address }) => address)]);
  return splitByLines(text)
    .filter(({ name }) => !own.has(name))
    .filter(
      (block) =>
        !rules.some(({ type }) => block.name.startsWith(`${type}.`) || block.text.includes(type)) ||
        !block.text.includes(target),
    );
}
