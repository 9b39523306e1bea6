/** The tables of public modules: each says what it was read from, and what it calls a fix is one. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { controlChange } from '../../../../activities/code/attempt/control-change.ts';
import { locateTarget } from '../../../../activities/code/validate/locate-target.ts';
import { isRejection } from '../../../../activities/code/validate/rejection.ts';
import { MODULE_TABLES } from '../../../../activities/code/validate/terraform/modules/call.ts';
import { renderModules } from '../../../../activities/code/validate/terraform/modules/docs.ts';
import type { ModuleTable } from '../../../../activities/code/validate/terraform/modules/table.ts';
import {
  compare,
  versionOf,
} from '../../../../activities/code/validate/terraform/modules/version-range.ts';
import { validate } from '../../../../activities/code/validate/validate.ts';
import { languages } from '../languages.ts';

const ROOT = `${import.meta.dirname}/../../../..`;

describe('the tables of public modules', () => {
  it('docs/modules.md is what npm run docs writes', () => {
    assert.equal(readFileSync(`${ROOT}/docs/modules.md`, 'utf8'), renderModules());
  });

  for (const { source, from, newest, below, facts } of MODULE_TABLES) {
    it(`the table of ${source} names its source, and its versions are in order`, () => {
      assert.match(facts.url, /^https:\/\/github\.com\/[\w-]+\/terraform-aws-[\w-]+$/);
      assert.match(facts.read, /^\d{4}-\d\d-\d\d$/);
      assert.ok(compare(versionOf(from), versionOf(newest)) < 0);
      assert.ok(compare(versionOf(newest), versionOf(below)) < 0);
    });
  }

  for (const table of MODULE_TABLES) {
    for (const [control, fixes] of Object.entries(table.fixes)) {
      for (const version of [table.from, table.newest]) {
        it(`${control} writes the input of ${table.source} ${version} itself, and it is accepted`, async () => {
          const off = Object.entries(fixes).filter(([, value]) => typeof value === 'boolean');
          const lines = off.map(([name]) => `  ${name} = false\n`).join('');
          const wrong = control === 'S3.MissingEncryption' && lines === '';
          const given = wrong && 'sse_algorithm' in fixes ? '  sse_algorithm = "none"\n' : lines;
          const one = about(control, call(table, version, given));

          const answer = (await controlChange(languages, one)) ?? '';
          const result = await validate(
            { ...one, answer, paths: ['main.tf'], account: '111122223333' },
            languages,
          );

          assert.ok(!isRejection(result), isRejection(result) ? result.reason : '');
        });
      }
    }
  }

  for (const [what, text, told] of [
    [
      'an unknown module',
      'module "data" {\n  source  = "acme/bucket/aws"\n  version = "1.2.0"\n\n  name       = "acme-data"\n  versioning = true\n}\n',
      /module\.data makes the resource inside the module acme\/bucket\/aws \(version 1\.2\.0\), which Closeloop does not know; inputs given that look right: versioning\./,
    ],
    [
      'a known module without a version',
      'module "data" {\n  source = "terraform-aws-modules/s3-bucket/aws"\n  bucket = "acme-data"\n}\n',
      /names no version, so that the latest one counts.*none of the inputs given looks right/,
    ],
    [
      'a version that nobody read',
      'module "data" {\n  source  = "terraform-aws-modules/s3-bucket/aws"\n  version = ">= 3.0"\n  bucket  = "acme-data"\n  acl     = "private"\n}\n',
      /allows versions that nobody read; versions 1\.23\.0 up to 5\.15\.4 were read.*none of the inputs given looks right/,
    ],
  ] as const) {
    it(`people are told of ${what}: which one, and which inputs look right`, async () => {
      const result = await locateTarget(languages, about('S3.MissingVersioning', text));

      assert.ok(isRejection(result));
      assert.equal(result.follow, 'unjudged');
      assert.match(result.reason, told);
    });
  }

  it('a call that is right already is not changed', async () => {
    const table = MODULE_TABLES[0];
    assert.ok(table !== undefined);
    const lines = '\n  versioning = {\n    enabled = true\n  }\n';
    const located = await locateTarget(
      languages,
      about('S3.MissingVersioning', call(table, '4.1.2', lines)),
    );

    assert.ok(!isRejection(located));
    assert.equal(located.effect, 'pass');
  });
});

function call(table: ModuleTable, version: string, lines = ''): string {
  const { input, otherwise } = table.name;
  const name = input ?? (otherwise === 'label' ? 'name' : null);
  const named = name === null ? '' : `\n  ${name} = "acme-data"\n`;
  return `module "data" {\n  source  = "${table.source}"\n  version = "${version}"\n${named}${lines}}\n`;
}

function about(control: string, text: string) {
  const target = { address: null, resourceName: 'acme-data', tags: new Map<string, string>() };
  return { control, path: 'main.tf', source: Buffer.from(text), target };
}
