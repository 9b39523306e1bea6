/** A finding whose check left evidence, on emulated AWS; what opens it has the console's own role. */
import { S3 } from '@aws-sdk/client-s3';

import { CLOSER_KEY } from '../../../../../activities/closing/seal.ts';
import { ensureReceiptKey } from '../../../../../activities/decisions/ensure-key.ts';
import { proofsInLedger } from '../../../../../activities/evidence/signatures.ts';
import { storedInS3 } from '../../../../../activities/evidence/stored-object.ts';
import { sealStories } from '../../../../../activities/sealing/seal-stories.ts';
import { dynamoStoryChecks } from '../../../../../activities/sealing/story-checks.ts';
import { evidenceInS3 } from '../../../../../activities/verify/evidence.ts';
import { showEvidence } from '../../../../../console/commands/findings/evidence/evidence.ts';
import type { EvidenceFrom } from '../../../../../console/commands/findings/evidence/evidence.ts';
import type { EvidenceRef } from '../../../../../domain/verdict.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../../../../sandbox/aws/gateway/principals.ts';
import { auditor, clients, withSealing } from '../../../../activities/sealing/story.ts';
import { as } from '../../../../sandbox/with-sandbox-aws.ts';
import { lifecycle, tablesWith, textOf } from '../../../rows.ts';

export const BUCKET = 'acme-evidence';
export const AT = '2026-03-01T11:58:00.000Z';
let made = 0;

interface Opened {
  readonly signedBy: string | null;
  readonly content: unknown;
  readonly compared: readonly { readonly what: string; readonly ok: boolean }[];
}

/** Call in a `describe`. */
export function withEvidence() {
  const sealing = withSealing();
  let administrator: S3;
  let console_: ReturnType<typeof clients>;

  before(async () => {
    const { sandbox } = sealing();
    administrator = new S3(as(sandbox, sandbox.credentials(HUB_ACCOUNT)));
    await administrator.createBucket({
      Bucket: BUCKET,
      CreateBucketConfiguration: { LocationConstraint: HUB_REGION },
    });
    await ensureReceiptKey(sealing().administrator.kms, CLOSER_KEY);
    console_ = clients(sandbox, sandbox.gateway.principals.hub('closeloop-console'));
  });
  after(() => {
    administrator.destroy();
    console_.end();
  });

  /** Keeps evidence as the orchestrator does, and writes the line that names it. */
  const checked = async (answers: object = { GetPublicAccessBlock: { value: null } }) => {
    const { sandbox, worker } = sealing();
    const row = lifecycle({ name: `logs-${(made += 1)}` });
    const { workflowId } = row;
    const credentials = sandbox.gateway.principals.hub('closeloop-orchestrator');
    const s3 = new S3(as(sandbox, credentials));
    const id = `v-${made}`;
    const about = { schema: 1, verificationId: id, workflowId, at: AT, role: 'closeloop-verify' };
    const kept = evidenceInS3(s3, BUCKET);
    const evidence = await kept.keep(workflowId, id, { ...about, responses: answers });
    s3.destroy();
    const name = async (ref: EvidenceRef, seq = 1) => {
      const line = { seq, at: AT, kind: 'verified', phase: 'VERIFY', actor: 'closeloop' } as const;
      const entry = { ...line, text: 'open: public', verificationId: id, evidence: ref };
      const { workflowId: _, updatedAt: __, closedAt: ___, episode: ____, ...told } = row;
      await worker.ledger.record(workflowId, 1, { episode: 1, row: told, entries: [entry] });
    };
    await worker.ledger.openEpisode(workflowId, 'run');
    await name(evidence);
    return { row, id, workflowId, evidence, name };
  };
  const seal = async (id: string) => {
    const ids = async () => ({ ids: [id], after: null });
    await sealStories(auditor(sealing().audit, { ids }).deps, 5);
  };
  const from = (changes: Partial<EvidenceFrom> = {}): EvidenceFrom => {
    const { store, kms, ledger } = console_;
    const { sandbox } = sealing();
    const s3 = new S3(as(sandbox, sandbox.gateway.principals.hub('closeloop-console')));
    return {
      ledger: { ...ledger, lifecycles: async () => [], findingsById: async () => [] },
      tables: tablesWith(),
      decisions: { evidenceReaders: 'deciders', signIn: { namedBySession: [], users: {} } },
      identity: async () => ({
        arn: 'arn:aws:sts::222233334444:assumed-role/x/ana',
        person: 'ana',
      }),
      storyChecks: dynamoStoryChecks(store, kms),
      proofsOf: proofsInLedger(store, kms),
      read: storedInS3(s3),
      bucket: BUCKET,
      ...changes,
    };
  };
  const opened = async (id: string, changes: Partial<EvidenceFrom> = {}) => {
    const reply = await showEvidence(from(changes), { id });
    const [evidence] = reply.json['evidence'] as Opened[];
    return { reply, evidence, text: textOf(reply) };
  };

  return { sealing, storage: () => administrator, checked, seal, from, opened };
}
