/** findings evidence: opens what the checks of a finding left in the evidence bucket, and verifies each part. */
import { citedIn, withProven } from '../../../../activities/evidence/cited.ts';
import { proofFaults } from '../../../../activities/evidence/closing-proof.ts';
import { openEvidence } from '../../../../activities/evidence/open-evidence.ts';
import type { OpenedEvidence } from '../../../../activities/evidence/open-evidence.ts';
import { signaturesOf, storyFaults } from '../../../../activities/evidence/signatures.ts';
import type { SignatureDeps } from '../../../../activities/evidence/signatures.ts';
import type { ReadStored } from '../../../../activities/evidence/stored-object.ts';
import type { Ledger, Lifecycle } from '../../../../activities/ledger/ledger.ts';
import { CliError } from '../../../cli/cli-error.ts';
import { commandLine } from '../../../cli/command-line.ts';
import { type Findable, findLifecycle, shortId } from '../../../cli/find-lifecycle.ts';
import type { Reply } from '../../../cli/reply.ts';
import { evidenceLines } from './evidence-lines.ts';
import { readerOf } from './reader.ts';
import type { ReaderFrom } from './reader.ts';

export interface EvidenceFrom extends ReaderFrom, SignatureDeps {
  readonly ledger: Findable & Pick<Ledger, 'story' | 'knownFinding'>;
  readonly read: ReadStored;
  /** Null where CLOSELOOP_EVIDENCE_BUCKET is not set. */
  readonly bucket: string | null;
}

export interface EvidenceAsked {
  readonly id: string;
  /** Only this check, with all its answers. */
  readonly check?: string | undefined;
}

/**
 * Fails (exit 1) where an object, a hash or a signature is not what it has to be. Throws CliError `not-a-reader` or
 * `no-such-check`.
 */
export async function showEvidence(
  from: EvidenceFrom,
  { id, check }: EvidenceAsked,
): Promise<Reply> {
  const row = await findLifecycle(from.ledger, id);
  const reader = await readerOf(from, row);
  const { workflowId } = row;
  // First the signatures: a line that is stored meanwhile has none, and is none too many.
  const signatures = await signaturesOf(from, row);
  const story = await from.ledger.story(workflowId);
  const place = { workflowId, bucket: from.bucket };
  const cited = withProven(citedIn(story), signatures.proofs, place);
  const wanted = cited.filter((one) => check === undefined || one.verificationId === check);
  if (check !== undefined && wanted.length === 0) throw noSuchCheck(row, check, cited);
  const opened: OpenedEvidence[] = [];
  for (const one of wanted) {
    // One after the other: each may be large.
    opened.push(await openEvidence({ ...place, read: from.read, signatures }, one));
  }
  const closing = story.findLast(({ kind }) => kind === 'closed')?.text ?? '';
  const findings = await knownFindings(from.ledger, row);
  const faults = [
    ...storyFaults(signatures).map((text) => `Story: ${text}`),
    ...proofFaults(row, signatures, { findings, closing }),
  ];
  const failed = faults.length > 0 || opened.some(isWrong);
  const evidence = opened.map(asJson);
  return {
    json: { workflowId, ok: !failed, reader, faults, evidence },
    failed,
    text: (page) => evidenceLines({ row, faults, opened, whole: check !== undefined }, page),
  };
}

function isWrong({ compared }: OpenedEvidence): boolean {
  return compared.some(({ ok }) => !ok);
}

function asJson(opened: OpenedEvidence) {
  const { verificationId, refs, lines, compared, signedBy, content } = opened;
  return {
    verificationId,
    ok: !isWrong(opened),
    refs,
    lines: lines.map(({ sequence, at, kind, text }) => ({ sequence, at, kind, text })),
    role: content?.role ?? null,
    at: content?.at ?? null,
    compared,
    signedBy,
    content,
  };
}

async function knownFindings(ledger: Pick<Ledger, 'knownFinding'>, { findings }: Lifecycle) {
  return await Promise.all(
    findings.map(async (finding) => ({
      id: finding.id,
      known: await ledger.knownFinding(finding),
    })),
  );
}

function noSuchCheck(
  { workflowId }: Lifecycle,
  check: string,
  cited: readonly { readonly verificationId: string }[],
): CliError {
  const known = cited.map(({ verificationId }) => verificationId);
  return new CliError('no-such-check', `No check ${check} of ${workflowId} has left evidence.`, {
    next: [
      known.length === 0 ? 'None of its checks has.' : `These have: ${known.join(', ')}`,
      commandLine('findings', 'evidence', shortId(workflowId)),
    ],
    details: { workflowId, known },
  });
}
