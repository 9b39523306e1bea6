import type { CfnCondition, CfnResource } from 'aws-cdk-lib';

/** A resource of ours that is there only under a condition; null: always. */
export type Condition = CfnCondition | null;

/** Puts resources under a condition. */
export function onlyIf(condition: Condition, ...resources: readonly CfnResource[]): void {
  if (condition === null) return;
  for (const { cfnOptions } of resources) cfnOptions.condition = condition;
}
