/** HashiCorp's own loader of a Terraform folder finds the blocks that we find, and cannot read what we refuse to read. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { z } from 'zod';

import { plainText, readTextFile } from '../../../../activities/code/validate/diff/text-file.ts';
import type { SiblingFile } from '../../../../activities/code/validate/language.ts';
import { openReaders } from '../../../../activities/code/validate/readers.ts';
import { isRejection } from '../../../../activities/code/validate/rejection.ts';
import { moduleBlocks } from '../../../../activities/code/validate/source/model.ts';
import { goWitness } from '../../../../sandbox/tools/go-witness.ts';
import { longSize } from '../../../long-size.ts';
import { readCorpus } from '../corpus.ts';

/** What both tell of a folder; null for one that cannot be read. */
interface Told {
  readonly addresses: readonly string[];
  /** How many blocks have an address that another one has too. */
  readonly repeated: number;
}

/** https://pkg.go.dev/github.com/hashicorp/terraform-config-inspect/tfconfig#Module */
const moduleSchema = z.object({
  variables: z.record(z.string(), z.unknown()),
  managed_resources: z.record(z.string(), z.unknown()),
  data_resources: z.record(z.string(), z.unknown()),
  module_calls: z.record(z.string(), z.unknown()),
  diagnostics: z.array(z.object({ severity: z.string(), summary: z.string() })).default([]),
});

function named(kind: string, all: object): readonly string[] {
  return Object.keys(all).map((name) => `${kind}${name}`);
}

const NAMES = fc.constantFrom('a', 'b', 'c_1', 'd-2');
const BLOCKS = fc.oneof(
  fc
    .tuple(fc.constantFrom('aws_s3_bucket', 'aws_kms_key'), NAMES)
    .map(
      ([type, name]) =>
        `resource "${type}" "${name}" {\n  tags = {\n    Name = "\${var.a}-}"\n  }\n}\n`,
    ),
  NAMES.map(
    (name) => `data "aws_iam_policy_document" "${name}" {\n  statement {\n    sid = "{"\n  }\n}\n`,
  ),
  NAMES.map((name) => `variable "${name}" {\n  type = string\n}\n`),
  NAMES.map((name) => `module "${name}" {\n  source = "./${name}"\n}\n`),
  fc.constant('locals {\n  x = <<-EOT\n    resource "aws_s3_bucket" "hidden" {}\n  EOT\n}\n'),
  fc.constant('# resource "aws_s3_bucket" "hidden" {\n/* } */\n'),
);
/** Texts that break a file, or only look as if they did. An argument that stands twice is none: the loader tries HCL 1 too. */
const FAULTS = fc.constantFrom(
  '',
  '',
  '',
  'resource "aws_s3_bucket" "open" {\n',
  '}\n',
  'resource "aws_s3_bucket" {\n}\n',
  'variable "a" {\n  default = "x\n}\n',
  'variable "q" {\n  default = "}"\n}\n',
);
const FOLDERS = fc
  .array(fc.tuple(fc.array(BLOCKS, { maxLength: 4 }), FAULTS), { minLength: 1, maxLength: 4 })
  .map((files) =>
    files.map(([blocks, fault], at) => ({ path: `f${at}.tf`, text: blocks.join('\n') + fault })),
  );

describe("HashiCorp's loader and our reading", () => {
  const readers = openReaders();
  const root = mkdtempSync(join(tmpdir(), 'closeloop-loader-'));
  let loader = '';
  let at = 0;
  before(async () => {
    loader = await goWitness('configInspect', () => {});
  });
  after(async () => {
    rmSync(root, { recursive: true, force: true });
    await readers.close();
  });

  const loaded = (files: readonly SiblingFile[]): ReadonlySet<string> | null => {
    const folder = join(root, String(at++));
    mkdirSync(folder);
    for (const { path, text } of files) writeFileSync(join(folder, path), text);
    const { stdout } = spawnSync(loader, ['--json', folder], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    const module = moduleSchema.parse(JSON.parse(stdout));
    if (module.diagnostics.some(({ severity }) => severity === 'error')) return null;
    return new Set([
      ...named('', module.managed_resources),
      ...named('', module.data_resources),
      ...named('variable.', module.variables),
      ...named('module.', module.module_calls),
    ]);
  };

  const read = async ([first, ...siblings]: readonly SiblingFile[]): Promise<Told | null> => {
    if (first === undefined) return null;
    const reader = await readers.reader(first.path.endsWith('.json') ? 'terraform-json' : 'hcl');
    const opened = await reader.open(first.text, first.text, siblings);
    if (isRejection(opened)) return null;
    const blocks = moduleBlocks(opened.before).filter(({ kind }) =>
      ['resource', 'data', 'variable', 'module'].includes(kind),
    );
    const addresses = [...new Set(blocks.map(({ address }) => address))];
    return { addresses, repeated: blocks.length - addresses.length };
  };

  it('agree on the folders of our corpus', async () => {
    const folders = new Map<string, readonly SiblingFile[]>();
    for (const { input } of readCorpus()) {
      const path = input.paths[0]?.split('/').at(-1) ?? '';
      const file = readTextFile(input.source);
      if (!/\.tf(?:\.json)?$/.test(path) || isRejection(file)) continue;
      const own = { path, text: plainText(file) };
      const files = [own, ...(input.siblings ?? [])];
      // The loader merges overrides, which we refuse; labels that Terraform itself refuses pass it.
      if (files.some((one) => /override/.test(one.path))) continue;
      folders.set(JSON.stringify(files), files);
    }
    for (const files of folders.values()) {
      const [ours, theirs] = [await read(files), loaded(files)];

      assert.deepEqual(
        new Set(ours?.addresses ?? ['unreadable']),
        theirs ?? new Set(['unreadable']),
      );
    }
    assert.ok(folders.size > 60, `${folders.size} folders`);
  });

  it('agree on generated folders, which of them can be read and which blocks stand twice', async () => {
    await fc.assert(
      fc.asyncProperty(FOLDERS, async (files) => {
        const [ours, theirs] = [await read(files), loaded(files)];
        assert.deepEqual(
          new Set(ours?.addresses ?? ['unreadable']),
          theirs ?? new Set(['unreadable']),
        );
        if (ours === null || theirs === null) return;

        // The loader keeps one block of an address: those that it does not count stand there again.
        const all = files.map(({ text }) => text).join('\n');
        const written = all.match(/^(?:resource|data|variable|module) "/gm) ?? [];
        assert.equal(ours.repeated, written.length - theirs.size);
      }),
      { numRuns: longSize({ ci: 100, full: 2000 }) },
    );
  });
});
