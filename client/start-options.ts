import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';

import type { Observation, Problem } from '../domain/finding.ts';
import { SCHEMA } from '../domain/lifecycle/state.ts';
import { tidyLine } from '../domain/one-line.ts';
import { productOf } from '../domain/product.ts';
import { SEARCH_ATTRIBUTES, shortFindingId, TASK_QUEUES } from '../workflows/messages.ts';
import type { LifecycleInput } from '../workflows/messages.ts';

/** For Temporal's typing: a lifecycle is started by its name. */
export type StartLifecycle = (input: LifecycleInput) => Promise<unknown>;

/**
 * How a lifecycle starts: one open run per problem, and a new run after each close. Temporal decides the two with two
 * policies: https://docs.temporal.io/workflow-execution/workflowid-runid
 */
export function startOptions(workflowId: string, problem: Problem, first: Observation) {
  const input: LifecycleInput = { schema: SCHEMA, problem };
  return {
    workflowId,
    taskQueue: TASK_QUEUES.orchestrator,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    args: [input] satisfies [LifecycleInput],
    typedSearchAttributes: searchAttributes(problem, first),
    staticSummary: summary(problem),
    staticDetails: details(problem, first),
  };
}

// At the start they cost no action; the workflow sets the others when it knows them.
function searchAttributes(problem: Problem, first: Observation) {
  return [
    { key: SEARCH_ATTRIBUTES.state, value: 'TRIAGE' },
    { key: SEARCH_ATTRIBUTES.severity, value: first.severity },
    {
      key: SEARCH_ATTRIBUTES.source,
      value: productOf(first.finding.productArn).slug.slice(0, 100),
    },
    { key: SEARCH_ATTRIBUTES.account, value: problem.account },
    { key: SEARCH_ATTRIBUTES.region, value: problem.region },
    { key: SEARCH_ATTRIBUTES.control, value: problem.control ?? 'unmapped' },
    { key: SEARCH_ATTRIBUTES.keys, value: [shortFindingId(first.finding.id)] },
  ];
}

/** One line of the Web UI's list; the server cuts at 400 bytes, the list much earlier. */
function summary(problem: Problem): string {
  const { control, findingType, resource, account, region } = problem;
  const what = tidyLine(control ?? findingType).replaceAll('arn:', '');
  const name = tidyLine(resource.name).replaceAll('arn:', '');
  return atMost(180, `${atMost(70, what)} · ${atMost(70, name)} · ${account} · ${region}`);
}

function details(problem: Problem, first: Observation): string {
  const rows = [
    ['Title', first.title],
    ['Reported by', first.product],
    ['Severity then', first.severity],
    ['Resource', `${problem.resource.type} ${problem.resource.id}`],
    ['Finding', first.finding.id],
    ...(problem.unmappedReason === null ? [] : [['For people because', problem.unmappedReason]]),
  ];
  return rows.map(([name, value]) => `- **${name}**: \`${plain(value ?? '')}\``).join('\n');
}

/** Other people's text: shown as it is, never as markup. */
function plain(text: string): string {
  return tidyLine(text).replaceAll('`', "'").slice(0, 600).toWellFormed();
}

function atMost(bytes: number, text: string): string {
  let cut = text.toWellFormed();
  while (Buffer.byteLength(cut) > bytes) cut = cut.slice(0, -1).toWellFormed();
  return cut;
}
