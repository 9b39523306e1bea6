/** The file changed between draft and proposal: the accepted diff is validated on the file as it is now. */
import assert from 'node:assert/strict';

import { draftFix } from '../../../../activities/code/draft-fix.ts';
import { proposeFix } from '../../../../activities/code/pull-request/propose-fix.ts';
import type { FixDraft } from '../../../../domain/code-fix.ts';
import { activityInput } from '../../../builders/activity-input.ts';
import { memoryAttempts } from '../../../builders/memory-attempts.ts';
import { problem } from '../../../builders/problem.ts';
import { languages } from '../languages.ts';
import { memoryHost } from '../memory-host.ts';
import { codeDeps, scriptedModel } from '../run-fix.ts';

const path = 'infra/s3.tf';
const source = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';
const above = 'resource "aws_s3_bucket" "other" {\n  bucket = "other"\n}\n\n';
const at = '2026-11-23T12:00:00.000Z';

async function drafted() {
  const one = { path, source, fault: null };
  const { prompts, bedrock } = scriptedModel(one);
  const attempts = memoryAttempts();
  const { host, published, move } = memoryHost(path, source);
  const deps = { ...codeDeps({ host, languages, bedrock, one }), attempts };
  const input = { ...activityInput, workflowId: 'w', problem, attempts: [], mayAsk: true };
  const made = await draftFix(deps, input, 1);
  assert.ok(made.status === 'drafted');
  const proposing = async (draft: FixDraft = made.draft) => {
    const about = { problem, draft, at, findings: [], title: 't', severity: 'HIGH' } as const;
    return await proposeFix(deps, { ...activityInput, workflowId: 'w', ...about }, 1);
  };
  return { deps, draft: made.draft, proposing, prompts, published, move, attempts };
}

describe('proposeFix after the file changed', () => {
  it('proposeFix, after the file changed, proposes the change on the current file where it is still right, without asking a model', async () => {
    const { draft, proposing, prompts, published, move } = await drafted();
    move(`${above}${source}`);

    const result = await proposing();

    assert.ok(result.status === 'open');
    assert.equal(prompts.length, 1);
    const [change] = published;
    const text = Buffer.from(change?.bytes ?? []).toString('utf8');
    assert.ok(text.startsWith(above), 'what others wrote stays');
    assert.match(text, /aws_s3_bucket_public_access_block" "logs"/);
    assert.equal(change?.base.commit, '2'.repeat(40));
    assert.deepEqual(result.draft?.base, change.base);
    assert.notEqual(result.draft?.diff, draft.diff, 'other lines');
  });

  it('proposeFix, after the file changed, rejects the attempt where the change is not right any more', async () => {
    const { proposing, published, move, attempts } = await drafted();
    // Somebody was faster.
    const [theirs] = [
      'resource "aws_s3_bucket_public_access_block" "logs" {\n  bucket                  = aws_s3_bucket.logs.id\n  block_public_acls       = true\n  block_public_policy     = true\n  ignore_public_acls      = true\n  restrict_public_buckets = true\n}\n',
    ];
    move(`${source}\n${theirs}`);

    const result = await proposing();

    assert.ok(result.status === 'outdated');
    assert.match(result.reason, /^The file changed before the proposal\./);
    assert.notEqual(result.hint, '');
    assert.equal(published.length, 0);
    const [kept] = await attempts.attempts('w');
    assert.deepEqual([kept?.judged?.accepted, kept?.judged?.code], [false, result.code]);
  });

  it('proposeFix, after the file changed, asks for a new draft where the file was deleted', async () => {
    const { proposing, published, move } = await drafted();
    move(null);

    assert.equal((await proposing()).status, 'moved');
    assert.equal(published.length, 0);
  });

  it('proposeFix, after the file changed, proposes an unchanged file on the commit that was read', async () => {
    const { proposing, published } = await drafted();
    const result = await proposing();

    assert.ok(result.status === 'open' && result.draft === undefined);
    assert.equal(published[0]?.base.commit, '1'.repeat(40));
  });
});
