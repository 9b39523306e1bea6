/** The closer's checks of decisions: what it trusts it remembers, because no later message is believed about it. */
import type { DecisionCheck, Provable } from '../../domain/decision.ts';
import type { ImportCheck } from '../../domain/exception.ts';
import type { Severity } from '../../domain/finding.ts';
import { WORST_COVERED } from '../../domain/scope.ts';
import type { ScopedCheck } from '../../domain/scoped-exception/state.ts';
import type {
  CheckDecisionInput,
  CheckImportInput,
  CheckScopedInput,
} from '../../workflows/activity-types.ts';
import { checkDecision } from '../decisions/check-decision.ts';
import type { CheckDecisionDeps } from '../decisions/check-decision.ts';
import { checkImported } from '../decisions/check-imported.ts';
import type { CheckImportDeps } from '../decisions/check-imported.ts';
import { checkScoped } from '../decisions/check-scoped.ts';
import type { CheckScopedDeps } from '../decisions/check-scoped.ts';
import type { ReadSeverity } from '../findings/known-severity.ts';
import { sha256 } from './proof-items.ts';
import type { Said } from './proof-items.ts';
import type { Proofs } from './proofs.ts';

interface HubSeverity {
  /** A message may be trusted without a proof up to a severity, which the message must not choose. */
  readonly severityOf: ReadSeverity;
}

interface Remembering {
  readonly proofs: Pick<Proofs, 'remember'>;
}

/** Accept, extend and attest; a trusted decision of another kind is not remembered, because nothing here acts on it. */
export async function checkEnding(
  deps: Omit<CheckDecisionDeps, 'receipts'> & Remembering,
  input: CheckDecisionInput,
): Promise<DecisionCheck> {
  const { decision, workflowId } = input;
  const check = await checkDecision({ ...deps, receipts: null }, input);
  const { decision: kind, finding, episode, severity, until, why } = decision;
  if (!check.trusted || check.actor === undefined) return check;
  if (kind !== 'accept' && kind !== 'extend' && kind !== 'attest') return check;
  if (finding !== workflowId) return notAbout(finding, workflowId);
  const said = { kind, episode, actor: check.actor, until, hash: sha256(why), severity };
  await deps.proofs.remember(workflowId, saidOf(deps, decision, said));
  return check;
}

/** The text of a decision names its finding, so a signature for one counts for no other. */
function notAbout(finding: string, workflowId: string): DecisionCheck {
  return { trusted: false, because: `it is about ${finding}, this is ${workflowId}` };
}

export async function checkImport(
  deps: CheckImportDeps & Remembering & HubSeverity,
  input: CheckImportInput,
  episode: number,
): Promise<ImportCheck> {
  const { acceptance, workflowId } = input;
  const { severity } = await deps.severityOf(workflowId, input.problem);
  const check = await checkImported(deps, { ...input, severity });
  if (!check.granted) return check;
  const { why } = check;
  const actor = 'importer' in check ? check.importer : check.confirmedBy;
  const { until } = acceptance;
  const said = { kind: 'import', episode, actor, until, hash: sha256(why), severity } as const;
  await deps.proofs.remember(workflowId, saidOf(deps, acceptance, said));
  return check;
}

export async function checkScopedDecision(
  deps: CheckScopedDeps & Remembering,
  input: CheckScopedInput,
): Promise<ScopedCheck> {
  const check = await checkScoped(deps, input);
  const { decision, exception } = input;
  if (!check.trusted || check.actor === undefined) return check;
  const { decision: kind, until, scope, why } = decision;
  const hash = check.hash ?? decision.hash ?? sha256(why);
  const about = { kind, episode: 0, severity: WORST_COVERED, scope } as const;
  const said = { ...about, actor: check.actor, until, hash };
  await deps.proofs.remember(exception, saidOf(deps, decision, said));
  return check;
}

type Content = Pick<Said, 'kind' | 'episode' | 'actor' | 'until' | 'hash'> & {
  readonly severity: Severity;
  readonly scope?: Said['scope'];
};

/** A trusted decision with a proof is proven; without one, policy trusted the message. */
function saidOf(
  { clock }: { readonly clock: { readonly now: () => Date } },
  { id, proof }: Provable,
  { scope = null, ...content }: Content,
): Said {
  return { id, ...content, scope, proven: proof !== null, at: clock.now().toISOString() };
}
