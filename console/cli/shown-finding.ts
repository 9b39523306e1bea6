/** What `findings show --json` prints, given where a finding is wanted. */
import { z } from 'zod';

import type { FindingRef, Problem } from '../../domain/finding.ts';

export interface ShownFinding {
  readonly workflowId: string;
  readonly problem: Problem;
  /** The findings that report the problem, as Security Hub names them. */
  readonly findings: readonly FindingRef[];
}

const schema = z.object({
  finding: z.object({
    workflowId: z.string().min(1),
    control: z.string().nullable(),
    findingType: z.string(),
    account: z.string(),
    region: z.string(),
    resource: z.object({ type: z.string(), id: z.string(), name: z.string() }),
    findings: z.array(z.object({ id: z.string(), productArn: z.string() })),
  }),
  story: z.array(z.unknown()),
});

/** Null for any other text, JSON or not. */
export function shownFinding(text: string): ShownFinding | null {
  const parsed = schema.safeParse(jsonIn(text));
  if (!parsed.success) return null;
  const { workflowId, findings, ...problem } = parsed.data.finding;
  const unmappedReason = problem.control === null ? 'no control of ours covers it' : null;
  return { workflowId, findings, problem: { ...problem, unmappedReason } };
}

/** Undefined where it is no JSON: another reader says what is wrong with it. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
