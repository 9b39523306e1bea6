/** People and what they tell a lifecycle, as updates. */
import { randomUUID } from 'node:crypto';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import { decisionMessage } from '../../client/messages.ts';
import type { LifecycleMessage } from '../../client/messages.ts';
import type { Decision } from '../../domain/decision.ts';
import type { Dice } from './dice.ts';
import type { Lane, Said } from './lane.ts';
import type { Move, Setting } from './setting.ts';

/** All but linus have a say in what payments owns. */
const PEOPLE = ['barbara', 'radia', 'grace', 'margaret', 'linus'] as const;
const DAY = 24 * 3_600_000;

export const decide: Move = async (setting, lane, die) => {
  const row = await rowOf(setting, lane);
  if (row === null) return 'nobody to decide about';
  return await sendDecision(setting, lane, { row, made: await decisionOn(setting, row, die) });
};

/** Another person says what was said last: only this way is what needs four eyes ever decided. */
export const confirm: Move = async (setting, lane, die) => {
  const row = await rowOf(setting, lane);
  const last = lane.said.at(-1);
  if (row === null || last === undefined) return 'nothing to confirm';
  const made = await decisionOn(setting, row, die);
  return await sendDecision(setting, lane, { row, made: { ...made, ...sameAs(last, row) } });
};

export const command: Move = async (setting, lane, die) => {
  const row = await rowOf(setting, lane);
  if (row === null) return 'nobody to tell';
  const update = die.pick(['recheck', 'recheck', 'claimFixed', 'cancel']);
  const by = { id: randomUUID(), actor: die.pick(PEOPLE), why: 'a test' };
  const said: LifecycleMessage =
    update === 'claimFixed'
      ? { update, payload: { ...by, evidence: 'a test' } }
      : { update, payload: by };
  return `${update} → ${await send(setting, row.workflowId, said)}`;
};

function sameAs({ decision, until }: Said, { planHash }: Lifecycle): Partial<Decision> {
  // Two people undo: the second approves the plan that the first one's word made.
  if (decision === 'approve' || decision === 'undo')
    return { decision: 'approve', planHash, until: null };
  if (decision === 'attest') return { decision, planHash: null, until: null };
  return decision === 'accept' || decision === 'extend' ? { decision, planHash: null, until } : {};
}

export async function sendDecision(
  setting: Setting,
  lane: Lane,
  { row, made }: { readonly row: Lifecycle; readonly made: Decision },
): Promise<string> {
  const { decision, actor, until, planHash } = made;
  const heard = { n: setting.recorder.mark(), at: await setting.now(), decision, actor };
  const answer = await send(setting, row.workflowId, decisionMessage(row, made));
  if (answer === 'taken') lane.said.push({ ...heard, until, planHash });
  return `${actor}: ${decision}${until === null ? '' : ` until ${until}`} → ${answer}`;
}

async function decisionOn({ now }: Setting, row: Lifecycle, die: Dice): Promise<Decision> {
  const wanted = die.pick(LIKELY[row.phase] ?? ['approve', 'accept', 'extend', 'revoke']);
  // Half of what is said of a type that no control verifies.
  const attests = row.problem.control === null && row.phase === 'HUMAN_REVIEW' && die.chance(0.5);
  const decision = attests ? 'attest' : wanted;
  const days = die.pick([1, 20, 20, 80, 300, 900, -3]);
  const until = new Date((await now()) + days * DAY).toISOString();
  const aboutPlan = decision === 'approve' || decision === 'reject';
  return {
    id: randomUUID(),
    finding: row.workflowId,
    episode: row.episode,
    decision,
    planHash: aboutPlan ? (die.chance(0.1) ? 'f'.repeat(64) : row.planHash) : null,
    severity: row.severity,
    until: decision === 'accept' || decision === 'extend' ? until : null,
    team: decision === 'assign' ? die.pick(['payments', 'data', 'nobody']) : null,
    actor: die.pick(PEOPLE),
    why: 'a test',
    door: 'cli',
    proof: null,
  };
}

type Choice = readonly [Decision['decision'], ...Decision['decision'][]];

/** Mostly what makes sense; what does not is refused elsewhere by the hundred. */
const LIKELY: Readonly<Record<string, Choice>> = {
  AWAITING_APPROVAL: ['approve', 'approve', 'reject', 'accept', 'assign', 'revoke'],
  HUMAN_REVIEW: ['approve', 'accept', 'accept', 'accept', 'assign', 'extend', 'attest', 'undo'],
  ACCEPTED: ['extend', 'extend', 'revoke', 'accept', 'approve'],
  CLOSED: ['undo', 'undo', 'undo', 'accept', 'approve'],
};

/** What came of it, in a word; only a refusal or a closed lifecycle is expected to fail. */
async function send(
  { messages }: Setting,
  workflowId: string,
  said: LifecycleMessage,
): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    const heard = await messages.send(workflowId, said);
    if (heard.status === 'accepted') return 'taken';
    if (heard.status === 'refused') return `refused (${heard.message})`;
    if (heard.status === 'not-running') return 'closed already';
    // The test server loses an update that comes while a run continues as new: people say it again.
    if (tries === MOST_TRIES) throw new Error(`nobody answered ${said.update} in ${workflowId}`);
  }
}

const MOST_TRIES = 3;

/** The lifecycle that the ledger has for the lane's finding; null before the starter heard of it. */
export async function rowOf(
  { world }: Pick<Setting, 'world'>,
  lane: Lane,
): Promise<Lifecycle | null> {
  if (lane.workflowId === null) {
    const { Id = '', ProductArn = '' } = lane.finding;
    const known = await world.ledger.knownFinding({ id: Id, productArn: ProductArn });
    lane.workflowId = Object.keys(known?.problems ?? {})[0] ?? null;
  }
  return lane.workflowId === null ? null : await world.ledger.lifecycle(lane.workflowId);
}
