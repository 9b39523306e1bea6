import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import { evidenceInS3 } from '../../activities/verify/evidence.ts';
import { isReadAction } from '../../controls/roles.ts';
import type { CloseResult } from '../../domain/lifecycle/events.ts';
import type { Verification } from '../../domain/verdict.ts';
import { SENTINELS } from '../../sandbox/aws/sentinels.ts';
import { HUB, PAYMENTS } from '../builders/asff.ts';
import { admin } from '../sandbox/with-sandbox-aws.ts';
import { EVIDENCE_BUCKET } from './in-sandbox.ts';
import {
  BREAK,
  closed,
  evidenceOf,
  inSecurityHub,
  remediated,
  started,
  triaged,
  verified,
  withStages,
} from './stages.ts';

const ROLES = `arn:aws:iam::${PAYMENTS}:role`;

describe('The whole loop on emulated AWS', () => {
  const { sandbox, scene } = withStages();

  for (const control of Object.keys(BREAK)) {
    it(`the loop on emulated AWS walks ${control} from open to closed, and proves it`, async () => {
      const bucket =
        control === 'S3.MissingEncryption' ? `logs-${SENTINELS.unencrypted}` : undefined;
      const stage = await scene({ control, ...(bucket && { bucket }) });
      const triage = await triaged(stage);
      assert.equal(triage.verification?.verdict, 'open');
      assert.equal(triage.route.to, 'automatic');
      assert.equal((await remediated(stage, triage)).status, 'succeeded');
      const verification = await verified(stage, triage.episode);
      assert.equal(verification.verdict, 'fixed');
      const result = await closed(stage, triage.episode, verification);
      const own = ownVerification(result);
      assert.deepEqual(result, { status: 'closed', remarks: [], verification: own });
      assert.notEqual(own?.id, verification.id);

      const found = await inSecurityHub(sandbox(), 'f-1');
      assert.equal(found?.Workflow?.Status, 'RESOLVED');
      assert.equal(found?.Note?.UpdatedBy, 'closeloop');
      assert(found?.Note?.Text?.includes(own?.id ?? '?'));
      assert(found?.Note?.Text?.includes(own?.evidence?.sha256 ?? '?'));
      const row = await stage.ledger.lifecycle(stage.workflowId);
      assert.deepEqual(
        [row?.phase, row?.destiny, row?.destinyReason, row?.verificationId],
        ['CLOSED', 'Fixed', 'remediated', own?.id],
      );
    });
  }

  it('the loop on emulated AWS stores evidence whose bytes have the hash it names, before and after', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const triage = await triaged(stage);
    const after = await verified(stage, triage.episode);
    for (const verification of [triage.verification, after]) {
      assert(verification);
      const text = await evidenceOf(sandbox(), verification);
      const sha256 = createHash('sha256').update(text).digest('hex');
      assert.equal(verification.evidence?.sha256, sha256);
      assert.equal(verification.evidence?.bucket, EVIDENCE_BUCKET);
      assert.match(text, new RegExp(`"verificationId":"${verification.id}"`));
      assert.match(text, /"GetBucketVersioning"/);
    }
  });

  it('the loop on emulated AWS lets each role do only its part', async () => {
    const stage = await scene({ control: 'S3.PublicAccess' });
    const triage = await triaged(stage);
    const from = sandbox().gateway.log().length;
    await remediated(stage, triage);
    const verification = await verified(stage, triage.episode);
    await closed(stage, triage.episode, verification);
    const calls = sandbox().gateway.log().slice(from);
    const refused = calls.filter(
      ({ status, errorCode }) => status === 403 || errorCode === 'AccessDenied',
    );
    assert.deepEqual(refused, []);
    const byVerify = calls.filter(
      ({ principalArn }) => principalArn === `${ROLES}/closeloop-verify`,
    );
    assert(byVerify.length > 0);
    assert.deepEqual(
      byVerify.filter(({ action }) => !isReadAction(action)),
      [],
    );
    const writes = calls.filter(
      ({ resource, action }) => resource === 'arn:aws:s3:::payments-logs' && !isReadAction(action),
    );
    assert.deepEqual(
      [...new Set(writes.map(({ principalArn }) => principalArn))],
      [`${ROLES}/closeloop-automation`],
    );
    const session = stage.workflowId.replaceAll(':', '-');
    assert(byVerify.every((call) => call.session === session));
    assert.equal(started(sandbox()).length, 1);
    assert.equal(started(sandbox())[0]?.principalArn, `${ROLES}/closeloop-remediate`);
  });

  it('the loop on emulated AWS closes both findings of a problem, and one that Security Hub lost with a remark', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning', ids: ['f-1', 'f-2'] });
    const lost = { id: 'f-lost', productArn: stage.findings[0]?.productArn ?? '' };
    await stage.ledger.acknowledge(lost, stage.workflowId, 'hash');
    const triage = await triaged(stage);
    await remediated(stage, triage);
    const verification = await verified(stage, triage.episode);
    const findings = [...stage.findings, lost];
    const all = { ...stage, findings };
    for (const attempt of ['first', 'repeated']) {
      assert.deepEqual(
        remarksOf(await closed(all, triage.episode, verification)),
        ['Security Hub no longer knows finding f-lost'],
        attempt,
      );
    }
    for (const id of ['f-1', 'f-2']) {
      assert.equal((await inSecurityHub(sandbox(), id))?.Workflow?.Status, 'RESOLVED');
    }
  });

  it('the loop on emulated AWS leaves a finding open while another problem of it is open', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const [only] = stage.findings;
    assert(only);
    await stage.ledger.acknowledge(only, 'S3.MissingVersioning:other', 'hash');
    const triage = await triaged(stage);
    await remediated(stage, triage);
    const verification = await verified(stage, triage.episode);
    assert.deepEqual(remarksOf(await closed(stage, triage.episode, verification)), [
      'finding f-1 stays open until S3.MissingVersioning:other closes',
    ]);
    assert.equal((await inSecurityHub(sandbox(), 'f-1'))?.Workflow?.Status, 'NEW');
  });

  it('the loop on emulated AWS resolves nothing for a made-up verification, and nothing of another bucket', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const other = await scene({ control: 'S3.MissingVersioning', bucket: 'other', ids: ['f-2'] });
    const triage = await triaged(stage);
    const made: Verification = {
      id: 'v-made-up',
      verdict: 'fixed',
      summary: 'all is well',
      error: null,
      evidence: { bucket: EVIDENCE_BUCKET, key: 'made-up', sha256: '0'.repeat(64) },
      at: new Date().toISOString(),
    };
    const refused = await closed(stage, triage.episode, made);
    assert.match(JSON.stringify(refused), /not compliant when it was to be closed/);
    await remediated(stage, triage);
    const findings = [...stage.findings, ...other.findings];
    const result = await closed({ ...stage, findings }, triage.episode, made);
    assert.match(remarksOf(result).join(), /finding f-2 is left as it is/);
    assert.equal((await inSecurityHub(sandbox(), 'f-1'))?.Workflow?.Status, 'RESOLVED');
    assert.equal((await inSecurityHub(sandbox(), 'f-2'))?.Workflow?.Status, 'NEW');
  });

  it('the loop on emulated AWS writes evidence once and never over another', async () => {
    const { s3 } = admin(sandbox(), HUB);
    const store = evidenceInS3(s3, EVIDENCE_BUCKET);
    const { key } = await store.keep('w', 'v-1', { seen: 1 });
    await assert.rejects(store.keep('w', 'v-1', { seen: 2 }), { type: 'InvalidInput' });
    const { Body } = await s3.getObject({ Bucket: EVIDENCE_BUCKET, Key: key });
    assert.equal(await Body?.transformToString(), '{"seen":1}');
  });
});

function remarksOf(result: CloseResult): readonly string[] {
  return result.status === 'closed' ? result.remarks : ['refused'];
}

function ownVerification(result: CloseResult): Verification | undefined {
  return result.status === 'closed' ? result.verification : undefined;
}
