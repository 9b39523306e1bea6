/** The closer's own look: it believes no verification that a message carries. */
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import { sameFinding } from '../../domain/finding.ts';
import type { FindingRef, Problem } from '../../domain/finding.ts';
import { closes, verdictInWords } from '../../domain/verdict.ts';
import type { Verification } from '../../domain/verdict.ts';
import type { CloseInput } from '../../workflows/activity-types.ts';
import { recordsOf, sourceState } from '../findings/source.ts';
import type { SourceDeps } from '../findings/source.ts';
import { verify } from '../verify/verify.ts';
import type { VerifyDeps } from '../verify/verify.ts';
import { sortFindings } from './reported.ts';
import type { Own, SortDeps } from './reported.ts';
import type { Looks } from './standing.ts';

export type OwnLookDeps = VerifyDeps & SourceDeps & SortDeps;

/** What is to close, and why. */
export type Closing = Pick<
  CloseInput,
  'workflowId' | 'problem' | 'findings' | 'reason' | 'attestation'
>;

export interface Seen {
  /** The closer's own, with evidence. */
  readonly verification: Verification;
  /** The findings of this lifecycle: those that Security Hub shows as its problem's, and those it does not know. */
  readonly findings: readonly FindingRef[];
  readonly own: readonly Own[];
  /** For the other problems of its findings. */
  readonly looks: Looks;
  readonly remarks: readonly string[];
}

/** Looks whether the problem is over, by its control or in Security Hub; else says in one sentence why it is not closed. */
export async function lookMyself(
  deps: OwnLookDeps,
  closing: Closing,
): Promise<Seen | { readonly refused: string }> {
  const records = await recordsOf(deps.securityHub, closing.findings);
  const { own, foreign, missing } = await sortFindings(deps, closing, records);
  if (own.length === 0 && foreign.length > 0) return { refused: foreign.join('; ') };
  // Security Hub says what its findings are about; only where it knows none does the message.
  const problem = own[0]?.problem ?? closing.problem;
  const looks = rememberedLooks(deps, closing.workflowId);
  const bySource = closing.reason === 'attested' || closing.reason === 'by-source';
  const found = bySource
    ? await stateInSecurityHub(deps, { ...closing, problem }, { records, own })
    : await looks(problem);
  const problems = [problem, ...own.map((one) => one.problem)];
  const refused = bySource
    ? sourceRefusal(closing, problems, found)
    : (lookRefusal(problem, found) ?? (await otherSpelling(own, looks)));
  if (refused !== null) return { refused };
  const findings = [...own.map(({ finding }) => finding), ...missing];
  return { verification: found, findings, own, looks, remarks: foreign };
}

/** Findings of one lifecycle may spell its resource differently: then each spelling is read. */
async function otherSpelling(own: readonly Own[], looks: Looks): Promise<string | null> {
  for (const { problem } of own) {
    const refused = lookRefusal(problem, await looks(problem));
    if (refused !== null) return refused;
  }
  return null;
}

/** Of its own findings only. */
async function stateInSecurityHub(
  deps: SourceDeps,
  closing: Closing,
  of: { readonly records: readonly AwsSecurityFinding[]; readonly own: readonly Own[] },
): Promise<Verification> {
  const isOwn = ({ Id: id = '', ProductArn: productArn = '' }: AwsSecurityFinding) =>
    of.own.some(({ finding }) => sameFinding(finding, { id, productArn }));
  return await sourceState(deps, closing, of.records.filter(isOwn));
}

/** Reads each resource once. */
export function rememberedLooks(deps: VerifyDeps & SourceDeps, workflowId: string): Looks {
  const known = new Map<string, Promise<Verification>>();
  return async (problem) => {
    const key = JSON.stringify([problem.control, problem.resource.id, problem.region]);
    const look = known.get(key) ?? verify(deps, { problem, workflowId, findings: [] });
    known.set(key, look);
    return await look;
  };
}

function lookRefusal({ control, findingType }: Problem, found: Verification): string | null {
  if (control === null) return `no control verifies ${findingType}`;
  if (closes(found.verdict) && found.evidence !== null) return null;
  const { verdict, error, summary } = found;
  return `${verdictInWords(verdict)} when it was to be closed (${found.id}): ${error ?? summary}`;
}

/** The source no longer reports it. Whether people attest it, `close` asks beside that. */
function sourceRefusal(
  { reason }: Closing,
  problems: readonly Problem[],
  { source, summary, id }: Verification,
): string | null {
  const control = problems.find((one) => one.control !== null)?.control;
  if (control !== undefined)
    return `${control} verifies it, so the word of its source or of people does not close it`;
  if (
    source === undefined ||
    source === 'open' ||
    (reason === 'by-source' && source !== 'archived')
  )
    return `${summary} (${id})`;
  return null;
}
