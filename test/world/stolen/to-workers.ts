/** Activities that a thief schedules itself, for workers that hold more keys than it does. */
import { randomUUID } from 'node:crypto';

import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { Decision } from '../../../domain/decision.ts';
import type {
  CheckDecisionInput,
  CloseInput,
  RemediateInput,
  SuppressInput,
} from '../../../workflows/activity-types.ts';
import { anyOf, attestation, exception, forge, REASONS, verification } from './forged.ts';
import { signs } from './people.ts';
import { rowOf } from './setting.ts';
import type { Move } from './setting.ts';
import { forgetException } from './victim.ts';

/** Asks the runtime's worker for a write, without any lifecycle. */
export const ordersWrite: Move = async (setting, victim, die) => {
  const row = await rowOf(setting, victim);
  const input: RemediateInput = {
    ...toldBy(row),
    problem: row.problem,
    episode: row.episode + die.pick([0, 0, 1]),
    round: die.pick([1, 2, 3]),
    severity: 'LOW',
    planHash: row.planHash ?? 'f'.repeat(64),
    approval: die.chance(0.8) ? await forge(setting, victim, die, 'approve') : null,
    ...(die.chance(0.2) ? { undo: await forge(setting, victim, die, 'undo') } : {}),
  };
  return await setting.thief.run('runtime', 'remediate', [input]);
};

/** A write that was ordered before, with its real approval and receipt, in another round. */
export const ordersAgain: Move = async (setting, victim, die) => {
  const row = await rowOf(setting, victim);
  const before = await setting.thief.inputs(victim.workflowId, 'remediate');
  const real = anyOf(before.filter(isApproved), die);
  if (real === undefined) return 'nothing to order again';
  const place = die.pick<Readonly<Partial<Pick<RemediateInput, 'round' | 'episode'>>>>([
    { round: 2 },
    { round: 3 },
    { episode: row.episode },
    { episode: row.episode + 1 },
  ]);
  return await setting.thief.run('runtime', 'remediate', [{ ...real, ...place }]);
};

function isApproved(input: unknown): input is RemediateInput {
  return (
    typeof input === 'object' && input !== null && 'approval' in input && input.approval !== null
  );
}

/** Asks the worker that gives receipts, or the one that closes, to believe a decision. */
export const asksToBelieve: Move = async (setting, victim, die) => {
  const row = await rowOf(setting, victim);
  const role = die.pick(['runtime', 'closer']);
  const forged = await forge(setting, victim, die, role === 'runtime' ? 'approve' : 'accept');
  const { problem } = row;
  const input: CheckDecisionInput = {
    ...toldBy(row),
    decision: forged,
    team: die.pick(['payments', 'platform']),
    severity: 'LOW',
    problem,
  };
  return await setting.thief.run(role, 'checkDecision', [input]);
};

/** Somebody of another team really approves, and the thief says that the finding is that team's. */
export const borrowsPerson: Move = async (setting, victim, die) => {
  const decision = await signs(setting, victim, { person: 'linus', decision: 'approve' });
  if (decision === null) return 'nothing that linus would sign';
  const row = await rowOf(setting, victim);
  const { problem, episode, planHash } = row;
  const told = toldBy(row);
  const team = die.pick(['platform', 'platform', 'payments']);
  const input: CheckDecisionInput = { ...told, decision, team, severity: 'LOW', problem };
  const answer = await setting.thief.run('runtime', 'checkDecision', [input]);
  const [, receipt] = /"receipt":"([^"]+)"/.exec(answer) ?? [];
  if (receipt === undefined) return answer;
  const approval: Decision = { ...decision, proof: { kind: 'receipt', value: receipt } };
  const place = { episode, round: die.pick([1, 2]), severity: 'LOW' } as const;
  const write: RemediateInput = { ...told, ...place, problem, planHash: planHash ?? '', approval };
  return await setting.thief.run('runtime', 'remediate', [write]);
};

/** Somebody of another team really accepts the risk, and the thief says that the finding is that team's. */
export const borrowsAcceptance: Move = async (setting, victim, die) => {
  const until = exception().until;
  const end = new Date(until).toISOString();
  const linus = { person: 'linus', decision: 'accept', until: end } as const;
  const decision = await signs(setting, victim, linus);
  if (decision === null) return 'nothing that linus would sign';
  const row = await rowOf(setting, victim);
  const { problem } = row;
  const told = toldBy(row);
  const team = die.pick(['platform', 'platform', 'payments']);
  const input: CheckDecisionInput = { ...told, decision, team, severity: 'LOW', problem };
  const answer = await setting.thief.run('closer', 'checkDecision', [input]);
  const accepted = { ...exception(), until, id: decision.id, by: 'linus', confirmedBy: null };
  const suppress: SuppressInput = {
    ...told,
    findings: [victim.finding],
    exception: { ...accepted, why: decision.why },
  };
  return `${answer}; ${await setting.thief.run('closer', 'suppress', [suppress])}`;
};

export const closes: Move = async (setting, victim, die) => {
  const row = await rowOf(setting, victim);
  const input: CloseInput = {
    ...toldBy(row),
    problem: die.chance(0.3) ? { ...row.problem, control: null } : row.problem,
    episode: row.episode,
    findings: [victim.finding],
    reason: die.pick(REASONS),
    verification: verification(),
    attestation,
  };
  return await setting.thief.run('closer', 'close', [input]);
};

export const suppresses: Move = async (setting, victim) => {
  const row = await rowOf(setting, victim);
  const input: SuppressInput = {
    ...toldBy(row),
    findings: [victim.finding],
    exception: exception(),
  };
  return await setting.thief.run('closer', 'suppress', [input]);
};

/** A scoped exception that nobody asked for, then a question to the lifecycle whether it is covered. */
export const coversItAll: Move = async (setting, victim) => {
  const { control, account, workflowId } = victim;
  const at = new Date().toISOString();
  const until = new Date(exception().until).toISOString();
  const grant = { by: 'margaret', confirmedBy: 'katherine', why: 'forged', since: at, until };
  const row = {
    scope: { control, account, tag: null },
    phase: 'ACTIVE',
    how: null,
    waitsFor: 'its end',
    nextDeadline: until,
    request: null,
    grant: { ...grant, hash: 'f'.repeat(64) },
    matched: null,
  };
  const id = `exception-forged-${randomUUID()}`;
  const entry = {
    seq: 1,
    at,
    kind: 'accepted',
    phase: 'ACTIVE',
    actor: 'margaret',
    text: 'forged',
  };
  const input = { exception: id, opener: randomUUID(), row, entries: [entry] };
  victim.putBack.push(() => forgetException(setting, control, id));
  const recorded = await setting.thief.run('closer', 'recordException', [input]);
  const hint = { id: randomUUID(), exception: id, because: 'forged' };
  const handle = setting.thief.client.workflow.getHandle(workflowId);
  const told = await handle.signal('exceptionsChanged', hint).then(
    () => 'told',
    (error: unknown) => `denied: ${String(error)}`,
  );
  return `${recorded}; ${told}`;
};

/** The part that every activity's input has. The row says LOW. */
function toldBy({ workflowId, episode, updatedAt: _at, closedAt: _closed, ...row }: Lifecycle) {
  const story = { episode, row: { ...row, severity: 'LOW' as const }, entries: [] };
  return { workflowId, firstRunId: randomUUID(), story };
}
