/** How the other problems of a finding stand, as the closer knows it itself: Security Hub has one status for all of them. */
import type { Problem } from '../../domain/finding.ts';
import { closes } from '../../domain/verdict.ts';
import type { Verification } from '../../domain/verdict.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Accepted } from './proof-items.ts';
import type { Proofs } from './proofs.ts';
import { mayBe } from './reported.ts';
import type { Own, Reported, SortDeps } from './reported.ts';

/** The closer's own check of a problem's resource. */
export type Looks = (problem: Problem) => Promise<Verification>;

export interface StandingDeps extends Pick<SortDeps, 'controlOf'> {
  readonly ledger: Pick<Ledger, 'knownFinding'>;
  readonly proofs: Pick<Proofs, 'accepted' | 'over'>;
  readonly clock: { readonly now: () => Date };
}

/** Of the problems that are not over. */
export interface Standing {
  /** Neither over nor accepted: the finding has to stay visible. Workflow ids. */
  readonly open: readonly string[];
  readonly accepted: readonly AcceptedProblem[];
}

export interface AcceptedProblem {
  readonly workflowId: string;
  readonly accepted: Accepted;
}

/** Reads each problem that a control verifies; of the others only what the closer itself has accepted or closed counts. */
export async function standingOf(
  deps: StandingDeps,
  { finding, others }: Pick<Own, 'finding' | 'others'>,
  looks: Looks,
): Promise<Standing> {
  const open: string[] = [];
  const accepted: AcceptedProblem[] = [];
  for (const other of others) {
    const { problem } = other;
    if (problem.control !== null && closes((await looks(problem)).verdict)) continue;
    const ids = await idsOf(deps, finding, other);
    const records = await Promise.all(ids.map((id) => recordOf(deps, id)));
    const found = records.find((one) => one.accepted !== null);
    if (found?.accepted) accepted.push({ workflowId: found.workflowId, accepted: found.accepted });
    else if (problem.control !== null || !records.some(({ isClosed }) => isClosed))
      open.push(other.workflowId);
  }
  return { open, accepted };
}

/** The ids under which this problem may have a lifecycle. The ledger only says where to look. */
async function idsOf(
  { ledger, controlOf }: StandingDeps,
  finding: Own['finding'],
  other: Reported,
): Promise<readonly string[]> {
  const known = await ledger.knownFinding(finding);
  const former = Object.keys(known?.problems ?? {}).filter((id) => mayBe(id, other, controlOf));
  return [...new Set([other.workflowId, other.unmappedId, ...former])];
}

async function recordOf({ proofs, clock }: StandingDeps, workflowId: string) {
  const [accepted, over] = await Promise.all([
    proofs.accepted(workflowId),
    proofs.over(workflowId),
  ]);
  const isEnded = over !== null && accepted !== null && over.at >= accepted.at;
  const inForce =
    accepted !== null && !isEnded && Date.parse(accepted.until) > clock.now().getTime();
  return {
    workflowId,
    accepted: inForce ? accepted : null,
    isClosed: over?.how === 'closed',
  };
}
