import assert from 'node:assert/strict';

import type { Problem } from '../../../domain/finding.ts';
import { SENTINELS } from '../../../sandbox/aws/sentinels.ts';
import { asActivity } from '../../builders/activity.ts';
import { DATA } from '../../builders/asff.ts';
import { evidenceOf, remediated, triaged, verified, withStages } from '../stages.ts';

describe('checks on emulated AWS', () => {
  const { sandbox, s3, scene } = withStages();

  it('a check on emulated AWS finds what is fixed already and plans nothing', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3().putBucketVersioning({ Bucket: 'payments-logs', VersioningConfiguration });
    const triage = await triaged(stage);
    assert.equal(triage.verification?.verdict, 'fixed');
    assert.equal(triage.plan, null);
  });

  it('a check on emulated AWS finds a deleted bucket gone', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const { episode } = await triaged(stage);
    await s3().deleteBucket({ Bucket: 'payments-logs' });
    const verification = await verified(stage, episode);
    assert.equal(verification.verdict, 'gone');
    assert.match(await evidenceOf(sandbox(), verification), /"ListBuckets"/);
  });

  it('a check on emulated AWS reads owner and environment from the bucket’s tags', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const TagSet = [
      { Key: 'Team', Value: 'payments' },
      { Key: 'Environment', Value: 'production' },
    ];
    await s3().putBucketTagging({ Bucket: 'payments-logs', Tagging: { TagSet } });
    const triage = await triaged(stage);
    assert.equal(triage.owner.team, 'payments');
    assert.equal(triage.environment, 'production');
  });

  it('a check on emulated AWS says unknown, with evidence, when the bucket may not be read', async () => {
    const bucket = `logs-${SENTINELS.readDenied}`;
    const stage = await scene({ control: 'S3.MissingVersioning', bucket });
    const { verification } = await triaged(stage);
    assert.equal(verification?.verdict, 'unknown');
    assert.match(verification?.error ?? '', /GetBucketVersioning answered AccessDenied/);
    assert.match(await evidenceOf(sandbox(), verification), /AccessDenied/);
  });

  it('a check on emulated AWS says unknown when the account does not let the role in', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const elsewhere: Problem = { ...stage.problem, account: '999900001111' };
    const input = { ...stage.told(null), problem: elsewhere, findings: [] };
    const { result } = await asActivity(() => stage.orchestrator.verify(input));
    assert.equal(result.verdict, 'unknown');
    assert.match(
      result.error ?? '',
      /RoleNotAssumable: .*closeloop-verify in account 999900001111/,
    );
  });

  it('a bucket of another account is not reported as deleted', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const elsewhere: Problem = { ...stage.problem, account: DATA };
    const input = { ...stage.told(null), problem: elsewhere, findings: [] };
    const { result } = await asActivity(() => stage.orchestrator.verify(input));
    assert.notEqual(result.verdict, 'fixed');
    assert.notEqual(result.verdict, 'open');
  });

  it('a verification counts its own check, not a runbook that claims success', async () => {
    const bucket = `logs-${SENTINELS.runbookLies}`;
    const stage = await scene({ control: 'S3.MissingVersioning', bucket });
    const triage = await triaged(stage);
    assert.equal((await remediated(stage, triage)).status, 'succeeded');
    assert.equal((await verified(stage, triage.episode)).verdict, 'open');
  });
});
