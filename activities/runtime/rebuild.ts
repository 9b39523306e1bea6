import { Context } from '@temporalio/activity';

import type { Control } from '../../controls/control.ts';
import type { RemediationResult } from '../../domain/outcome.ts';
import type { RemediateInput } from '../../workflows/activity-types.ts';
import type { RemediateClients } from '../aws/accounts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Policies } from '../triage/policies.ts';
import { checkedDocument } from './checked-document.ts';
import { makePlan } from './plan.ts';
import type { Planned } from './plan.ts';
import { planUndo } from './undo.ts';

/** The plan as it would be made now, or why it differs from the decided one. */
export type Rebuilt =
  | { readonly planned: Planned; readonly difference: null }
  | { readonly planned: null; readonly difference: Difference };

type Difference = Extract<RemediationResult, { status: 'moved' | 'refused' }>;

interface RebuildParts {
  readonly control: Control;
  readonly ledger: Pick<Ledger, 'executions'>;
  readonly policies: Pick<Policies, 'documents'>;
}

/**
 * Reads the resource and makes the plan again. Only the hash of the decided plan comes from the input. The document is
 * checked last, so that as little as possible lies between that and the start. Throws as `checkedDocument` does.
 */
export async function rebuildPlan(
  clients: RemediateClients,
  input: RemediateInput,
  { control, ledger, policies }: RebuildParts,
): Promise<Rebuilt> {
  const { problem, planHash, undo, workflowId } = input;
  const { ssm } = clients;
  const allowed = { accepted: policies.documents, purpose: 'write' } as const;
  if (undo !== undefined) {
    const check = await control.verify(problem, clients);
    const now = await planUndo({ ledger, workflowId, problem, control, check, ssm, allowed });
    if ('because' in now) return differs('moved', now.because);
    return compare(now.value, planHash, check.summary);
  }
  const check = await control.verify(problem, clients);
  if (check.verdict === 'unknown' || (check.settings === null && check.verdict !== 'gone')) {
    return differs('refused', `the resource could not be read: ${check.error ?? check.summary}`);
  }
  if (check.settings === null) return differs('moved', check.summary);
  Context.current().heartbeat('resource read');
  const document = await checkedDocument(ssm, control.runbook.documentName, problem, allowed);
  const planned = makePlan({ control, problem, document, settings: check.settings });
  return compare(planned, planHash, check.summary);
}

function compare(planned: Planned, planHash: string, seen: string): Rebuilt {
  if (planned.ref.hash === planHash) return { planned, difference: null };
  const { name, version, hash } = planned.plan.document;
  return differs(
    'moved',
    `plan ${planHash.slice(0, 12)} is now ${planned.ref.hash.slice(0, 12)}: ${seen} Document: ${name} version ${version}, hash ${hash.slice(0, 12)}.`,
  );
}

function differs(status: Difference['status'], reason: string): Rebuilt {
  return { planned: null, difference: { status, reason } };
}
