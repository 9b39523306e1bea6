import type { Control } from '../../controls/control.ts';
import type { RemediationResult } from '../../domain/outcome.ts';
import type { PlannedDocument } from '../../domain/plan.ts';
import type { RemediateInput } from '../../workflows/activity-types.ts';
import type { RemediateClients } from '../aws/accounts.ts';
import { makePlan } from './plan.ts';
import type { Planned } from './plan.ts';

/** The plan as it stands now, or why it is not the one that was decided on. */
export type Rebuilt =
  | { readonly planned: Planned; readonly difference: null }
  | { readonly planned: null; readonly difference: Difference };

type Difference = Extract<RemediationResult, { status: 'moved' | 'refused' }>;

/** Reads the resource again and makes the plan anew: only the hash of the decided plan comes from outside. */
export async function rebuildPlan(
  clients: RemediateClients,
  { problem, planHash }: RemediateInput,
  { control, document }: { readonly control: Control; readonly document: PlannedDocument },
): Promise<Rebuilt> {
  const look = await control.verify(problem, clients);
  if (look.verdict === 'unknown' || (look.settings === null && look.verdict !== 'gone')) {
    return differs('refused', `the resource could not be read: ${look.error ?? look.summary}`);
  }
  if (look.settings === null) return differs('moved', look.summary);
  const planned = makePlan({ control, problem, document, settings: look.settings });
  if (planned.ref.hash === planHash) return { planned, difference: null };
  const { name, version, hash } = document;
  return differs(
    'moved',
    `plan ${planHash.slice(0, 12)} is now ${planned.ref.hash.slice(0, 12)}: ${look.summary} Document: ${name} version ${version}, hash ${hash.slice(0, 12)}.`,
  );
}

function differs(status: Difference['status'], reason: string): Rebuilt {
  return { planned: null, difference: { status, reason } };
}
