import type { Store } from './dynamodb/store.ts';
import {
  execution,
  executions,
  rememberExecution,
  rememberIntent,
  rememberLeft,
} from './execution/executions.ts';
import {
  acknowledge,
  closeFindings,
  findingsById,
  knownFinding,
  markWritten,
} from './finding/findings.ts';
import type { Ledger, Lookups, Watch } from './ledger.ts';
import { markClosed } from './lifecycle/close.ts';
import { markClosing, openEpisode } from './lifecycle/episodes.ts';
import { asLifecycle, getLifecycle } from './lifecycle/lifecycle-item.ts';
import { due, lifecycles, overdue, story } from './lifecycle/lists.ts';
import { planText, rememberPlan } from './lifecycle/plans.ts';
import { record } from './lifecycle/record.ts';
import { watch } from './lifecycle/watch.ts';
import { killSwitch, setKillSwitch } from './policy/settings.ts';

/** The ledger in DynamoDB, in the tables that docs/ledger.md describes. */
export function dynamoLedger(store: Store): Ledger & Lookups & Watch {
  return {
    openEpisode: (workflowId, run) => openEpisode(store, workflowId, run),
    record: (workflowId, episode, told) => record(store, { workflowId, episode }, told),
    markClosing: (workflowId, episode, reason) =>
      markClosing(store, { workflowId, episode }, reason ?? null),
    closeFindings: (workflowId, findings, at) => closeFindings(store, { workflowId, at }, findings),
    markClosed: (workflowId, episode, at, outcome) =>
      markClosed(store, { workflowId, episode }, { at, outcome: outcome ?? null }),
    past: async (workflowId) => (await getLifecycle(store, workflowId))?.outcomes ?? [],
    markWritten: (workflowId, findings, status) =>
      markWritten(store, { workflowId, status }, findings),
    // oxlint-disable-next-line max-params -- the contract's
    rememberIntent: (workflowId, episode, round, token, planHash, cap, about = {}) =>
      rememberIntent(store, { workflowId, episode, round }, { token, planHash, cap, about }),
    rememberExecution: (workflowId, episode, round, executionId) =>
      rememberExecution(store, { workflowId, episode, round }, executionId),
    execution: (workflowId, episode, round) => execution(store, { workflowId, episode, round }),
    rememberLeft: (workflowId, episode, round, settings) =>
      rememberLeft(store, { workflowId, episode, round }, settings),
    executions: (workflowId) => executions(store, workflowId),
    rememberPlan: (workflowId, hash, plan) => rememberPlan(store, { workflowId, hash }, plan),
    planText: (workflowId, hash) => planText(store, { workflowId, hash }),
    knownFinding: (finding) => knownFinding(store, finding),
    findingsById: (id) => findingsById(store, id),
    acknowledge: (finding, workflowId, hash, seen) =>
      acknowledge(store, finding, { workflowId, hash, seen }),
    lifecycle: async (workflowId) => {
      const item = await getLifecycle(store, workflowId);
      return item === null ? null : asLifecycle(item);
    },
    lifecycles: (filter) => lifecycles(store, filter ?? {}),
    overdue: (phase, before) => overdue(store, phase, before),
    due: (phase, limit) => due(store, phase, limit),
    ...watch(store),
    story: (workflowId) => story(store, workflowId),
    killSwitch: () => killSwitch(store),
    setKillSwitch: (on, by, why, id) =>
      setKillSwitch(store, { on, by, why, ...(id === undefined ? {} : { id }) }),
  };
}
