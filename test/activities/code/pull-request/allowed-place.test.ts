/** A proposal believes no draft: policy is asked again for repository, folder, file and control before anything is written. */
import assert from 'node:assert/strict';

import { draftFix } from '../../../../activities/code/draft-fix.ts';
import { proposeFix } from '../../../../activities/code/pull-request/propose-fix.ts';
import type { FixPlace } from '../../../../domain/code-fix.ts';
import type { AllowedRepository } from '../../../../policies/repositories.ts';
import { activityInput } from '../../../builders/activity-input.ts';
import { problem } from '../../../builders/problem.ts';
import { languages } from '../languages.ts';
import { memoryHost } from '../memory-host.ts';
import { codeDeps, scriptedModel } from '../run-fix.ts';

const path = 'infra/s3.tf';
const source = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';

interface Changed {
  readonly policy?: Partial<AllowedRepository>;
  readonly place?: Partial<FixPlace>;
}

describe('a proposal', () => {
  /** Drafts a right fix, then proposes it with these changes of policy or message. */
  async function proposes({ policy = {}, place = {} }: Changed) {
    const one = { path, source, fault: null };
    const { host, published } = memoryHost(path, source);
    const deps = codeDeps({ host, languages, bedrock: scriptedModel(one).bedrock, one });
    const input = { ...activityInput, workflowId: 'w', problem };
    const drafted = await draftFix(deps, { ...input, attempts: [], mayAsk: true }, 1);
    assert.ok(drafted.status === 'drafted');
    const allowed = deps.repositories.repositories.map((row) => ({ ...row, ...policy }));
    const repositories = { ...deps.repositories, repositories: allowed };
    const draft = { ...drafted.draft, place: { ...drafted.draft.place, ...place } };
    const about = { draft, at: '2026-11-23T12:00:00.000Z', findings: [], title: 't' };
    const proposing = { ...input, ...about, severity: 'HIGH' } as const;
    const result = await proposeFix({ ...deps, repositories }, proposing, 1);
    return { result, published };
  }

  it('a proposal is made where policy allows the file', async () => {
    const { result, published } = await proposes({ policy: { folders: ['infra/'] } });
    assert.equal(result.status, 'open');
    assert.equal(published.length, 1);
  });

  const refused: readonly (readonly [string, Changed, RegExp])[] = [
    [
      'outside of the folders that policy allows by now',
      { policy: { folders: ['modules/'] } },
      /allows changes in modules\/ of acme\/infra, and the draft changes infra\/s3\.tf/,
    ],
    [
      'in a repository that is not the account’s any more',
      { policy: { accounts: ['999988887777'] } },
      /no longer allows acme\/infra for account/,
    ],
    [
      'of another control than the problem’s',
      { place: { control: 'S3.MissingVersioning' } },
      /the draft is a fix of S3\.MissingVersioning, and the problem is S3\.PublicAccess/,
    ],
    [
      'of a file that is never changed',
      { place: { path: '.github/workflows/deploy.tf' } },
      /\.github\/workflows\/deploy\.tf is never changed/,
    ],
  ];
  for (const [what, changed, reason] of refused)
    it(`${what} goes to people and writes nothing`, async () => {
      const { result, published } = await proposes(changed);
      assert.ok(result.status === 'people');
      assert.match(result.reason, reason);
      assert.equal(published.length, 0);
    });
});
