import type { Observation, Problem } from '../../domain/finding.ts';

/** Starts the lifecycle of a problem or joins the open one, as the starter does. */
export type Report = (
  workflowId: string,
  problem: Problem,
  observation: Observation,
) => Promise<void>;
