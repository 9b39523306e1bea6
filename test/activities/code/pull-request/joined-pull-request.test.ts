/** Two findings of one block at the same time share one pull request, whatever two models wrote. */
import assert from 'node:assert/strict';

import { draftFix } from '../../../../activities/code/draft-fix.ts';
import { fixMarker } from '../../../../activities/code/fix-key.ts';
import type { GitHost, PullRequest } from '../../../../activities/code/host/git-host.ts';
import { proposeFix } from '../../../../activities/code/pull-request/propose-fix.ts';
import { activityInput } from '../../../builders/activity-input.ts';
import { problem } from '../../../builders/problem.ts';
import { languages } from '../languages.ts';
import { memoryHost, pullRequest } from '../memory-host.ts';
import { codeDeps, scriptedModel } from '../run-fix.ts';

const path = 'infra/s3.tf';
const source = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';
const at = '2026-11-23T12:00:00.000Z';
const theirs = '9'.repeat(40);

/** `remembered`: the commit at which the ledger says that Closeloop left the other's pull request. */
async function proposed(remembered: string | null) {
  const one = { path, source, fault: null };
  const { bedrock } = scriptedModel(one);
  const memory = memoryHost(path, source);
  const open: PullRequest[] = [];
  const otherBytes = Buffer.from(`${source}# right too\n`);
  const host: GitHost = {
    ...memory.host,
    pullRequests: async () => await Promise.resolve(open),
    readFile: async (file, most) =>
      file.commit === theirs
        ? { kind: 'file', bytes: otherBytes, blob: '8'.repeat(40), mode: '100644' }
        : await memory.host.readFile(file, most),
  };
  const joined: string[] = [];
  const shared = {
    tipOf: async () => await Promise.resolve(remembered),
    join: async (_pull: unknown, workflowId: string) => {
      joined.push(workflowId);
      await Promise.resolve();
    },
    leave: async () => await Promise.resolve('nobody-waits' as const),
  };
  const deps = { ...codeDeps({ host, languages, bedrock, one }), shared };
  const input = { ...activityInput, workflowId: 'late', problem, attempts: [], mayAsk: true };
  const made = await draftFix(deps, input, 1);
  assert.ok(made.status === 'drafted');
  const { draft } = made;
  const { branch, place } = draft;
  open.push(pullRequest({ branch, body: fixMarker(place), number: 4, tip: theirs }));
  const about = { problem, draft, at, findings: [], title: 't', severity: 'HIGH' } as const;
  const result = await proposeFix(deps, { ...activityInput, workflowId: 'late', ...about }, 1);
  return { result, joined, published: memory.published };
}

describe('proposeFix after another finding proposed a fix of the same block', () => {
  it('a second finding of the same block joins that pull request, though its bytes differ', async () => {
    const { result, joined, published } = await proposed(theirs);

    assert.ok(result.status === 'joined', JSON.stringify(result));
    assert.equal(result.pull.number, 4);
    assert.deepEqual([joined, published], [['late'], []]);
  });

  it('a second finding of the same block asks for a new draft while the ledger does not know who proposed it', async () => {
    const { result, joined } = await proposed(null);

    assert.equal(result.status, 'moved');
    assert.deepEqual(joined, []);
  });

  it('a second finding of the same block asks for human review where a person changed it since', async () => {
    const { result, joined } = await proposed('7'.repeat(40));

    assert.ok(result.status === 'people');
    assert.match(result.reason, /pull request 4 proposes other bytes/);
    assert.deepEqual(joined, []);
  });
});
