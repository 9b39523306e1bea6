/** The code worker judges a file together with the other files of its Terraform module, as `fix check --siblings` does. */
import assert from 'node:assert/strict';

import { draftFix } from '../../../activities/code/draft-fix.ts';
import { proposeFix } from '../../../activities/code/pull-request/propose-fix.ts';
import { checkSource } from '../../../activities/code/source/check-source.ts';
import { activityInput } from '../../builders/activity-input.ts';
import { problem } from '../../builders/problem.ts';
import { languages } from './languages.ts';
import { memoryHost } from './memory-host.ts';
import { codeDeps, runFix, scriptedModel } from './run-fix.ts';
import type { Case } from './run-fix.ts';

const BUCKET = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';
const block = (on: boolean, name = 'logs', bucket = 'aws_s3_bucket.logs.id') => `
resource "aws_s3_bucket_public_access_block" "${name}" {
  bucket                  = ${bucket}
  block_public_acls       = ${on}
  block_public_policy     = ${on}
  ignore_public_acls      = ${on}
  restrict_public_buckets = ${on}
}
`;
const ONE: Case = { path: 'infra/s3.tf', source: BUCKET, fault: null };
const place = {
  repository: 'acme/infra',
  path: ONE.path,
  block: 'aws_s3_bucket.logs',
  control: 'S3.PublicAccess',
};

const drafted = async () => {
  const { bedrock } = scriptedModel(ONE);
  const { host, published, move } = memoryHost(ONE.path, BUCKET, {});
  const deps = codeDeps({ host, languages, bedrock, one: ONE });
  const made = await draftFix(deps, { ...activityInput, problem, attempts: [], mayAsk: true }, 1);
  assert.ok(made.status === 'drafted');
  const about = { problem, draft: made.draft, at: '2026-11-23T12:00:00.000Z', findings: [] };
  const input = { ...activityInput, ...about, title: 't', severity: 'HIGH' } as const;
  return { published, move, proposing: async () => await proposeFix(deps, input, 1) };
};

describe('a module of several files', () => {
  it('a module of several files is compliant where a neighbour of the bucket’s file has the block', async () => {
    const { last, prompts } = await runFix(
      { ...ONE, beside: { 'access.tf': block(true) } },
      languages,
    );

    assert.deepEqual([last.status, prompts.length], ['holds', 0]);
  });

  it('a module of several files is compliant after a merge where a neighbour has the block', async () => {
    const { host } = memoryHost(ONE.path, BUCKET, { 'access.tf': block(true) });

    assert.deepEqual(await checkSource({ host, languages }, place, problem), { source: 'holds' });
  });

  for (const [what, beside] of [
    ['refers to the bucket', block(false, 'other')],
    ['has the bucket’s name', block(false, 'other', '"payments-logs"')],
    [
      'has it from a local',
      `locals {\n  b = aws_s3_bucket.logs.id\n}\n${block(false, 'x', 'local.b')}`,
    ],
  ] as const) {
    it(`a module of several files is changed by people, at the named place, where a neighbour’s block ${what}`, async () => {
      const { last, prompts } = await runFix(
        { ...ONE, beside: { 'access.tf': beside } },
        languages,
      );

      assert.ok(last.status === 'people');
      assert.match(
        last.reason,
        /^the place to change is aws_s3_bucket_public_access_block\.\w+ in infra\/access\.tf of acme\/infra/,
      );
      assert.equal(prompts.length, 0, 'no model is asked for what no answer could fix');
    });
  }

  it('a module of several files gets no block whose address a neighbour has', async () => {
    const other = 'resource "aws_s3_bucket" "other" {\n  bucket = "other"\n}\n';
    const beside = { 'other.tf': `${other}${block(true, 'logs', 'aws_s3_bucket.other.id')}` };
    const { attempts, published } = await runFix({ ...ONE, beside }, languages);

    assert.deepEqual([attempts[0]?.accepted, attempts[0]?.code], [false, 'DUPLICATE_ADDRESS']);
    assert.match(attempts[0]?.reason ?? '', /Another file of the folder has/);
    assert.equal(published.length, 0);
  });

  it('a module of several files has variables and locals in other files, which give the bucket its name', async () => {
    const source = 'resource "aws_s3_bucket" "logs" {\n  bucket = "${var.team}-${local.what}"\n}\n';
    const beside = {
      'variables.tf': 'variable "team" {\n  type = string\n}\n',
      'locals.tf': 'locals {\n  what = "logs"\n}\n',
      'terraform.tfvars': 'team = "payments"\n',
    };
    const right = await runFix({ ...ONE, source, beside }, languages);
    const other = { 'locals.tf': 'locals {\n  what = "metrics"\n}\n' };
    const wrong = await runFix({ ...ONE, source, beside: { ...beside, ...other } }, languages);

    assert.equal(right.last.status, 'open');
    assert.ok(wrong.last.status === 'people', 'the local names another bucket');
    assert.match(wrong.last.reason, /TARGET_NOT_FOUND/);
  });

  for (const [what, beside, reason] of [
    [
      'does not parse',
      { 'broken.tf': 'resource {{{' },
      /broken\.tf in the same folder does not parse/,
    ],
    [
      'is no text',
      { 'binary.tf': 'a\0b' },
      /binary\.tf.*cannot be judged: The file has a NUL byte/,
    ],
    [
      'overrides the bucket',
      { 'override.tf': 'resource "aws_s3_bucket" "logs" {\n  force_destroy = true\n}\n' },
      /An override file of the folder changes aws_s3_bucket\.logs/,
    ],
  ] as const) {
    it(`a module of several files goes to people where one of its files ${what}`, async () => {
      const { last, prompts } = await runFix({ ...ONE, beside }, languages);

      assert.ok(last.status === 'people');
      assert.match(last.reason, reason);
      assert.equal(prompts.length, 0);
    });
  }

  for (const [what, acl] of [
    ['a public ACL', 'acl    = "public-read"'],
    ['a public ACL from a local', 'acl    = local.acl'],
    [
      'a grant to everybody',
      'access_control_policy {\n    grant {\n      permission = "READ"\n      grantee {\n        type = "Group"\n        uri  = "http://acs.amazonaws.com/groups/global/AllUsers"\n      }\n    }\n    owner {\n      id = "a"\n    }\n  }',
    ],
  ] as const) {
    it(`a module of several files is changed by people, at the named place, where another file gives the bucket ${what}`, async () => {
      const beside = {
        'acl.tf': `locals {\n  acl = "public-read"\n}\n\nresource "aws_s3_bucket_acl" "site" {\n  bucket = aws_s3_bucket.logs.id\n  ${acl}\n}\n`,
      };
      const { last, prompts } = await runFix({ ...ONE, beside }, languages);

      assert.ok(last.status === 'people', last.status);
      assert.match(
        last.reason,
        /^the place to change is aws_s3_bucket_acl\.site in infra\/acl\.tf/,
      );
      assert.equal(prompts.length, 0);
    });
  }

  it('a module of several files is changed as ever where another file gives the bucket a private ACL', async () => {
    const acl =
      'resource "aws_s3_bucket_acl" "logs" {\n  bucket = aws_s3_bucket.logs.id\n  acl    = "private"\n}\n';
    const { last } = await runFix({ ...ONE, beside: { 'acl.tf': acl } }, languages);

    assert.equal(last.status, 'open');
  });

  for (const path of ['infra/override.tf', 'infra/s3_override.tf']) {
    it(`a module of several files is changed by people where the located file is ${path}, which overrides others`, async () => {
      const { last, prompts } = await runFix({ ...ONE, path }, languages);

      assert.ok(last.status === 'people', last.status);
      assert.match(last.reason, /OVERRIDDEN: (?:s3_)?override\.tf is an override file/);
      assert.equal(prompts.length, 0);
    });
  }

  it('a module of several files is read without what Terraform does not read', async () => {
    const beside = { 'README.md': '#', '.hidden.tf': '{', 'old.tf~': '{', 'x.tf.bak': '{' };

    assert.equal((await runFix({ ...ONE, beside }, languages)).last.status, 'open');
  });

  it('a module of several files is judged again where a neighbour changed between draft and proposal', async () => {
    const { published, move, proposing } = await drafted();
    move(BUCKET, { 'access.tf': block(true, 'theirs') });

    const result = await proposing();

    assert.ok(result.status === 'outdated', result.status);
    assert.match(
      result.reason,
      /aws_s3_bucket_public_access_block\.theirs in access\.tf is one already/,
    );
    assert.equal(published.length, 0);
  });

  it('a module of several files is proposed on the commit of its draft where a neighbour’s change does not matter, so that a repetition makes the same commit', async () => {
    const { published, move, proposing } = await drafted();
    move(BUCKET, { 'other.tf': 'locals {\n  a = 1\n}\n' });

    const result = await proposing();

    assert.equal(result.status, 'open');
    assert.equal(published[0]?.base.commit, '1'.repeat(40));
    move(BUCKET, { 'other.tf': 'locals {\n  a = 2\n}\n' });
    await proposing();
    assert.deepEqual(published[1], published[0]);
  });
});
