import { z } from 'zod';

import { controlById } from '../../controls/index.ts';
import type { ShownPlan } from '../../domain/decision-form.ts';
import type { Problem } from '../../domain/finding.ts';
import type { Plan } from '../../domain/plan.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { planHash } from '../runtime/plan.ts';

const word = z.string().min(1);
const planShape = z.strictObject({
  control: word,
  account: word,
  region: word,
  resource: z.strictObject({ type: word, id: word, name: z.string() }),
  document: z.strictObject({ name: word, version: word, hash: word }),
  parameters: z.record(z.string(), z.array(z.string())),
  automationRoleArn: word,
  preState: z.string(),
}) satisfies z.ZodType<Plan>;

interface PlanPlace {
  readonly workflowId: string;
  readonly hash: string;
  /** What the finding is about: a plan for anything else is refused. */
  readonly problem: Problem;
}

/**
 * The plan of this hash as the ledger holds it, or one sentence why it cannot be shown. Nothing is believed about it:
 * its hash is computed again, and it has to be about this very problem. A whole plan is shown, or none of it.
 */
export async function readPlan(
  ledger: Pick<Ledger, 'planText'>,
  { workflowId, hash, problem }: PlanPlace,
): Promise<ShownPlan | string> {
  const text = await ledger.planText(workflowId, hash);
  const named = `plan ${hash.slice(0, 12)}`;
  if (text === null)
    return `the ledger does not hold ${named} of this finding, because an older release made it: ask for a check (closeloop findings recheck), and triage makes and stores a plan again`;
  const found = planHash(text);
  if (found !== hash)
    return `what the ledger holds as ${named} is another plan, ${found.slice(0, 12)}: somebody changed it, so tell the security lead`;
  // Its bytes are what was hashed, so a shape that this version does not know is no forgery.
  const read = planShape.safeParse(JSON.parse(text));
  if (!read.success) return `this version cannot read ${named}: ${z.prettifyError(read.error)}`;
  const plan = read.data;
  const wrong = otherSubject(plan, problem);
  if (wrong !== null) return `${named} is about ${wrong}: it is another finding's plan`;
  const change = controlById(plan.control)?.changes.of(plan) ?? null;
  const { name, version } = plan.document;
  return change === null
    ? `this release does not know what ${name} version ${version} changes in what ${named} found: use the release that made it`
    : { hash, plan, change };
}

/** What the plan is about, where that is something else than the problem; else null. */
function otherSubject(plan: Plan, problem: Problem): string | null {
  const { control, account, region, resource } = plan;
  const same =
    control === problem.control &&
    account === problem.account &&
    region === problem.region &&
    resource.id === problem.resource.id &&
    resource.type === problem.resource.type;
  return same ? null : `${control} on ${resource.id} in account ${account}, ${region}`;
}
