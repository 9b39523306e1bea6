import { Context } from '@temporalio/activity';

import type { Control } from '../../controls/control.ts';
import type { RemediationResult } from '../../domain/outcome.ts';
import type { RemediateInput } from '../../workflows/activity-types.ts';
import type { RemediateClients } from '../aws/accounts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { describeDocument, makePlan } from './plan.ts';
import type { Planned } from './plan.ts';
import { planUndo } from './undo.ts';

/** The plan as it would be made now, or why it differs from the one that was decided on. */
export type Rebuilt =
  | { readonly planned: Planned; readonly difference: null }
  | { readonly planned: null; readonly difference: Difference };

type Difference = Extract<RemediationResult, { status: 'moved' | 'refused' }>;

/** Reads the resource and makes the plan again. Only the hash of the decided plan comes from the input. */
export async function rebuildPlan(
  clients: RemediateClients,
  input: RemediateInput,
  { control, ledger }: { readonly control: Control; readonly ledger: Pick<Ledger, 'executions'> },
): Promise<Rebuilt> {
  const { problem, planHash, undo, workflowId } = input;
  if (undo !== undefined) {
    const look = await control.verify(problem, clients);
    const { ssm } = clients;
    const now = await planUndo({ ledger, workflowId, problem, control, look, ssm });
    if ('because' in now) return differs('moved', now.because);
    return same(now.value, planHash, look.summary);
  }
  const document = await describeDocument(clients.ssm, control, problem);
  Context.current().heartbeat('document read');
  const look = await control.verify(problem, clients);
  if (look.verdict === 'unknown' || (look.settings === null && look.verdict !== 'gone')) {
    return differs('refused', `the resource could not be read: ${look.error ?? look.summary}`);
  }
  if (look.settings === null) return differs('moved', look.summary);
  const planned = makePlan({ control, problem, document, settings: look.settings });
  return same(planned, planHash, look.summary);
}

function same(planned: Planned, planHash: string, seen: string): Rebuilt {
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
