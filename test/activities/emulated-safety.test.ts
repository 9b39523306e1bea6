import assert from 'node:assert/strict';

import { failure } from '../../activities/aws/failures.ts';
import type { Ledger } from '../../activities/ledger/ledger.ts';
import { clientToken } from '../../activities/runtime/automation.ts';
import type { TriageResult } from '../../domain/lifecycle/events.ts';
import { SENTINELS } from '../../sandbox/aws/sentinels.ts';
import { failing } from '../builders/activity.ts';
import { enforced } from '../builders/fake-policies.ts';
import { CAP } from '../builders/story.ts';
import { remediated, started, triaged, verified, withStages } from './stages.ts';
import type { Stage } from './stages.ts';

describe('Writes on emulated AWS', () => {
  const { sandbox, s3, scene } = withStages();

  it('the runtime worker on emulated AWS writes nothing when the state moved after the plan', async () => {
    const stage = await scene({ control: 'S3.PublicAccess' });
    const triage = await triaged(stage);
    await s3().putBucketAcl({ Bucket: 'payments-logs', ACL: 'private' });
    const result = await remediated(stage, triage);
    assert.equal(result.status, 'moved');
    assert.deepEqual(started(sandbox()), []);
  });

  it('the runtime worker on emulated AWS writes nothing while the kill switch is on', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const triage = await triaged(stage);
    await stage.ledger.setKillSwitch(true, 'Grace', 'incident 7');
    const result = await remediated(stage, triage);
    assert.equal(result.status, 'refused');
    assert.match('reason' in result ? result.reason : '', /Grace: incident 7/);
    assert.deepEqual(started(sandbox()), []);
  });

  it('the runtime worker on emulated AWS writes nothing when the table was changed after the plan', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const triage = await triaged(stage);
    await stage.tables.replaceRemediation([], 'emptied');
    const result = await remediated(stage, triage);
    assert.equal(result.status, 'refused');
    assert.match('reason' in result ? result.reason : '', /no row for S3.MissingVersioning/);
    assert.deepEqual(started(sandbox()), []);
  });

  it('the runtime worker on emulated AWS writes nothing in shadow mode', async () => {
    const row = { ...enforced, mode: 'shadow' } as const;
    const stage = await scene({ control: 'S3.MissingVersioning', row });
    const result = await remediated(stage, await triaged(stage));
    assert.equal(result.status, 'planned');
    assert.deepEqual(started(sandbox()), []);
  });

  it('the runtime worker on emulated AWS starts one automation when a worker dies between intent and start', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const triage = await triaged(stage);
    const { token } = await intent(stage, triage);
    const first = await remediated(stage, triage);
    assert.equal(first.status, 'succeeded');
    const known = await stage.ledger.execution(stage.workflowId, triage.episode, 1);
    assert.equal(known?.token, token);
    const second = await remediated(stage, triage);
    assert.deepEqual(second, first);
    assert.equal(started(sandbox()).length, 1);
  });

  it('a remediation is interrupted when a worker dies after the start and the bucket has changed', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const triage = await triaged(stage);
    await intent(stage, triage);
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3().putBucketVersioning({ Bucket: 'payments-logs', VersioningConfiguration });
    const result = await remediated(stage, triage);
    assert.equal(result.status, 'interrupted');
    assert.deepEqual(started(sandbox()), []);
  });

  it('the runtime worker on emulated AWS reports why a runbook failed, and the look after it says open', async () => {
    const bucket = `logs-${SENTINELS.runbookFails}`;
    const stage = await scene({ control: 'S3.MissingVersioning', bucket });
    const triage = await triaged(stage);
    const result = await remediated(stage, triage);
    assert.equal(result.status, 'failed');
    assert.match('reason' in result ? result.reason : '', /Failed: .*step PutBucketVersioning/);
    assert.equal((await verified(stage, triage.episode)).verdict, 'open');
  });

  it('the runtime worker on emulated AWS follows its own automation when a worker dies after the start', async () => {
    const bucket = `logs-${SENTINELS.runbookSlow}`;
    const stage = await scene({ control: 'S3.MissingVersioning', bucket });
    const triage = await triaged(stage);
    const dead = stage.again(dying);
    await assert.rejects(remediated({ ...stage, ...dead }, triage), { type: 'Unavailable' });
    dead.close();
    const result = await remediated(stage, triage);
    assert.equal(result.status, 'succeeded');
    const starts = started(sandbox()).map(({ replayed }) => replayed ?? false);
    assert.deepEqual(starts, [false, true]);
  });
});

/** Leaves the ledger as a worker that died before the start does. */
async function intent(stage: Stage, { episode, plan }: TriageResult) {
  const { workflowId, ledger } = stage;
  const planHash = plan?.hash ?? '';
  const token = clientToken({ workflowId, episode, round: 1, planHash });
  await ledger.rememberIntent(workflowId, episode, 1, token, planHash, CAP);
  return { token };
}

/** A worker that dies right after the start cannot write down what it started. */
function dying(ledger: Ledger): Ledger {
  return { ...ledger, rememberExecution: failing(failure('Unavailable', 'the worker died')) };
}
