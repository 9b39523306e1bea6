/** findings evidence, against what the verifier, the closer and the audit really write. */
import assert from 'node:assert/strict';

import type { StatusProof } from '../../../../../activities/closing/proof-items.ts';
import { dynamoProofs } from '../../../../../activities/closing/proofs.ts';
import { LARGEST } from '../../../../../activities/evidence/stored-object.ts';
import { clients } from '../../../../activities/sealing/story.ts';
import { AT, BUCKET, withEvidence } from './sample.ts';

describe('findings evidence', function () {
  this.timeout(120_000);
  const { sealing, storage, checked, seal, from, opened } = withEvidence();

  it('findings evidence shows the answers, by which role and when they were read, and who signed them', async () => {
    const { workflowId, evidence: ref } = await checked();
    await seal(workflowId);

    const { reply, evidence, text } = await opened(workflowId);

    assert.equal(reply.failed, false);
    assert.equal(evidence?.signedBy, 'closeloop-audit');
    assert.deepEqual(
      evidence?.compared.map(({ what, ok }) => [what, ok]),
      [
        ['place', true],
        ['object', true],
        ['hash', true],
        ['content', true],
        ['signature', true],
      ],
    );
    assert.match(text, /1 check, as stored, signed\n/);
    assert.match(text, /read by closeloop-verify, 2026-03-01 11:58:00 UTC\n/);
    assert.ok(text.includes(ref.sha256));
    assert.match(text, /"GetPublicAccessBlock": \{\n/);
  });

  it('findings evidence says of evidence whose line has no seal that nobody signed it yet', async () => {
    const { workflowId } = await checked();

    const { reply, evidence, text } = await opened(workflowId);

    assert.deepEqual([reply.failed, evidence?.signedBy], [false, 'none']);
    assert.match(text, /1 of them not signed yet/);
  });

  it('findings evidence fails where the object was replaced, and shows nothing of it', async () => {
    const { workflowId, evidence: ref } = await checked();
    await storage().putObject({ Bucket: BUCKET, Key: ref.key, Body: '{"schema":1,"x":"y"}' });

    const { reply, evidence, text } = await opened(workflowId);

    assert.deepEqual([reply.failed, evidence?.content], [true, null]);
    assert.match(text, /✗ hash +the object was replaced or changed: its SHA-256 is/);
    assert.doesNotMatch(text, /"x"/);
  });

  it('findings evidence fails where the object is gone, and says so', async () => {
    const { workflowId, evidence: ref } = await checked();
    await storage().deleteObject({ Bucket: BUCKET, Key: ref.key });

    const { reply, text } = await opened(workflowId);

    assert.equal(reply.failed, true);
    assert.match(text, /✗ object +the object is gone: .*NoSuchKey/);
  });

  it('findings evidence fails where the object is larger than any evidence, without reading it', async () => {
    const { workflowId, evidence: ref } = await checked();
    const Body = Buffer.alloc(LARGEST + 1);
    await storage().putObject({ Bucket: BUCKET, Key: ref.key, Body });

    const { reply, text } = await opened(workflowId);

    assert.equal(reply.failed, true);
    assert.match(text, /✗ object +the object is not what a check leaves: it is 16777217 bytes/);
  });

  it('findings evidence fails where object and ledger were both rewritten after the seal', async () => {
    const { workflowId, evidence: ref, id } = await checked();
    await seal(workflowId);
    const forged = await checked();
    const Bucket = BUCKET;
    const CopySource = `${BUCKET}/${forged.evidence.key}`;
    await storage().copyObject({ Bucket, Key: ref.key, CopySource });
    const { worker } = sealing();
    const Key = { workflowId, sequence: '000001#00000001' };
    const TableName = 'closeloop-events';
    const { Item } = await worker.document.get({ TableName, Key });
    const evidence = { ...ref, sha256: forged.evidence.sha256 };
    await worker.document.put({ TableName, Item: { ...Item, evidence } });

    const { reply, text } = await opened(workflowId);

    assert.equal(reply.failed, true);
    assert.match(text, /✗ Story: line 1 of episode 1 was changed after it was sealed/);
    assert.match(text, /✗ content +the object is of another check/);
    assert.ok(text.includes(id));
  });

  it('findings evidence reads no object of another bucket or another finding that a forged line names', async () => {
    const { workflowId, evidence: ref, name } = await checked();
    const asked: unknown[] = [];
    const read = async (at: unknown) => {
      asked.push(at);
      return { status: 'gone', why: 'not asked' } as const;
    };
    for (const [seq, forged] of [
      { ...ref, bucket: 'evil-bucket' },
      { ...ref, key: 'evidence/S3.PublicAccess:x/v-1.json' },
    ].entries()) {
      const other = await checked();
      await name(forged, seq + 2);
      const { text } = await opened(workflowId, { read });
      assert.match(text, /✗ place +the ledger contradicts itself/);
      await other.name(ref, 2);
      assert.match((await opened(other.workflowId, { read })).text, /✗ place/);
    }
    assert.deepEqual(asked, []);
  });

  it('findings evidence believes what the closer signed, and fails where that is of another hash or no signature', async () => {
    const { row, workflowId, evidence: ref, id } = await checked();
    const { sandbox, administrator: admin } = sealing();
    const closer = clients(sandbox, sandbox.gateway.principals.hub('closeloop-closer'));
    const proofs = dynamoProofs(closer.store, closer.kms);
    const [finding] = row.findings;
    assert.ok(finding);
    const proof: StatusProof = {
      findingId: finding.id,
      productArn: finding.productArn,
      status: 'RESOLVED',
      reason: 'remediated',
      episode: 1,
      evidence: ref.sha256,
      verificationId: id,
      decisions: [],
      until: null,
      at: AT,
    };
    await proofs.prove(workflowId, proof);
    assert.equal((await opened(workflowId)).evidence?.signedBy, 'closeloop-closer');

    await proofs.prove(workflowId, { ...proof, evidence: 'ab'.repeat(32) });
    const other = await opened(workflowId);
    assert.deepEqual([other.reply.failed, other.evidence?.signedBy], [true, null]);
    assert.match(other.text, /✗ signature +the proof that closeloop-closer signed at .* says/);

    await proofs.prove(workflowId, proof);
    const { Items = [] } = await admin.document.scan({ TableName: 'closeloop-proofs' });
    const item = Items.find((one) => one['workflowId'] === workflowId);
    await admin.document.put({
      TableName: 'closeloop-proofs',
      Item: { ...item, at: '2026-02-01T00:00:00.000Z' },
    });
    const forged = await opened(workflowId);
    assert.equal(forged.reply.failed, true);
    assert.match(forged.text, /in the place of the proof of .*closeloop-closer did not sign/);
    closer.end();
  });

  it('findings evidence fails where the proof of a finding that we closed is missing', async () => {
    const { row, workflowId } = await checked();
    const closed = {
      ...row,
      phase: 'CLOSED',
      destiny: 'Fixed',
      destinyReason: 'remediated',
    } as const;
    const finding = row.findings[0] ?? assert.fail();
    const known = {
      finding,
      problems: { [workflowId]: 'closed' },
      hash: null,
      closedAt: AT,
    } as const;
    const { ledger } = from();
    const changed = { ...ledger, lifecycle: async () => closed, knownFinding: async () => known };

    const { reply, text } = await opened(workflowId, { ledger: changed });

    assert.equal(reply.failed, true);
    assert.match(text, /closeloop-closer closed .*, and its proof is missing/);
  });
});
