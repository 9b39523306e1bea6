/** The closer opens again what is closed without proof. It believes the order of the audit about nothing. */
import type { AwsSecurityFinding, SecurityHub } from '@aws-sdk/client-securityhub';

import type { Reopened } from '../../domain/audit.ts';
import { sameFinding } from '../../domain/finding.ts';
import type { FindingRef, Observation } from '../../domain/finding.ts';
import { closedStatus, lookAtClosed } from '../audit/look-at.ts';
import type { LookAtDeps } from '../audit/look-at.ts';
import { keyMadeAt } from '../audit/status-proofs.ts';
import { thisActivity } from '../decisions/check-decision.ts';
import { reopenNote } from '../findings/note.ts';
import { setNew } from '../findings/reopen.ts';
import type { SetNewDeps } from '../findings/reopen.ts';
import { recordsOf } from '../findings/source.ts';
import { updateFindings } from '../findings/update-findings.ts';
import type { Updated } from '../findings/update-findings.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { shortened } from '../shortened.ts';
import type { Report as SendReport } from '../sweep/observation.ts';
import { sha256 } from './proof-items.ts';
import { mayBe } from './reported.ts';
import type { Report, Reported } from './reported.ts';

export interface ReopenUnprovenDeps extends LookAtDeps, SetNewDeps {
  readonly securityHub: LookAtDeps['securityHub'] &
    SetNewDeps['securityHub'] &
    Pick<SecurityHub, 'getFindings'>;
  readonly ledger: SetNewDeps['ledger'] & Pick<Ledger, 'lifecycle'>;
  readonly report: SendReport;
}

/** May be repeated: a finding that is open by now is left alone. Throws as `callAws` does. */
export async function reopenUnproven(
  deps: ReopenUnprovenDeps,
  findings: readonly FindingRef[],
): Promise<readonly Reopened[]> {
  const records = await recordsOf(deps.securityHub, findings);
  const made = await keyMadeAt(deps);
  const answers: Reopened[] = [];
  for (const finding of findings) {
    const record = records.find(({ Id: id = '', ProductArn: productArn = '' }) =>
      sameFinding(finding, { id, productArn }),
    );
    answers.push({ finding, ...(await reopenOne(deps, record, made)) });
  }
  return answers;
}

async function reopenOne(
  deps: ReopenUnprovenDeps,
  record: AwsSecurityFinding | undefined,
  keyMade: number,
): Promise<Pick<Reopened, 'outcome' | 'why'>> {
  if (record === undefined) return left('Security Hub does not know it any more');
  const status = closedStatus(record);
  if (status === null) return left('it is open');
  const verdict = await lookAtClosed(deps, record, { status, keyMadeAt: keyMade });
  if (verdict.kind === 'proven') return left('it was closed with proof');
  if (verdict.kind !== 'unproven') return left(verdict.why);
  const { refusals } = await openAgain(deps, record, `${status} without proof: ${verdict.why}`);
  const [refusal] = refusals;
  if (refusal === undefined) return { outcome: 'reopened', why: verdict.why };
  return { outcome: 'refused', why: `Security Hub refused NEW: ${refusal.code}` };
}

function left(why: string): Pick<Reopened, 'outcome' | 'why'> {
  return { outcome: 'left', why };
}

/** Its lifecycles hear of it first, because a repetition leaves an open finding alone. */
async function openAgain(
  deps: ReopenUnprovenDeps,
  record: AwsSecurityFinding,
  reason: string,
): Promise<Pick<Updated, 'refusals'>> {
  const finding = { id: record.Id ?? '', productArn: record.ProductArn ?? '' };
  const report = deps.readReport(record);
  const targets = report === null ? [] : await lifecyclesFor(deps, finding, report);
  for (const { workflowId, problem } of targets) {
    await deps.ledger.openFindings(workflowId, [finding]);
    await deps.report(
      workflowId,
      problem,
      observationOf(deps, record, { finding, report, problem }),
    );
  }
  const refusals: Updated['refusals'][number][] = [];
  for (const { workflowId } of targets) {
    const { episode = 0 } = (await deps.ledger.lifecycle(workflowId)) ?? {};
    const result = await setNew(deps, { workflowId, findings: [finding], reason }, episode);
    if (result.status === 'refused') refusals.push(...result.refusals);
  }
  if (targets.length > 0) return { refusals };
  // Closeloop follows no lifecycle about it: it only has to be seen again.
  const update = { status: 'NEW', note: reopenNote(reason, '') } as const;
  return await updateFindings(deps.securityHub, [finding], update);
}

/** The lifecycles that follow its problems, and those that the starter would begin for a control. */
async function lifecyclesFor(
  { ledger, controlOf }: ReopenUnprovenDeps,
  finding: FindingRef,
  { problems }: Report,
): Promise<readonly Pick<Reported, 'workflowId' | 'problem'>[]> {
  const known = Object.keys((await ledger.knownFinding(finding))?.problems ?? {});
  return problems.flatMap((one) => {
    const { problem, workflowId } = one;
    const former = known.find((id) => mayBe(id, one, controlOf));
    if (former !== undefined) return [{ problem, workflowId: former }];
    return problem.control === null ? [] : [{ problem, workflowId }];
  });
}

function observationOf(
  { clock }: Pick<ReopenUnprovenDeps, 'clock'>,
  { Title: title, RecordState }: AwsSecurityFinding,
  of: { readonly finding: FindingRef; readonly report: Report | null } & Pick<Reported, 'problem'>,
): Observation {
  const { finding, report, problem } = of;
  return {
    messageId: `audit/${sha256(`${thisActivity()} ${JSON.stringify(finding)}`).slice(0, 32)}`,
    finding,
    severity: report?.severity ?? 'CRITICAL',
    title: shortened(title ?? finding.id, 256),
    product: "Closeloop's audit",
    recordState: RecordState === 'ARCHIVED' ? 'ARCHIVED' : 'ACTIVE',
    compliance: null,
    updatedAt: clock.now().toISOString(),
    asked: false,
    ...(problem.control === null ? {} : { look: true }),
    reopened: true,
  };
}
