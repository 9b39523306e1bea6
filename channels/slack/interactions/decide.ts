import type { Receipts } from '../../../activities/decisions/receipts.ts';
import type { Ledger, Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { Refusals } from '../../../activities/ledger/lifecycle/refusals.ts';
import type { UsedProofs } from '../../../activities/ledger/lifecycle/used-proofs.ts';
import type { LifecycleClient } from '../../../client/lifecycle-client.ts';
import { refusalIn } from '../../../client/messages.ts';
import type { LifecycleMessage } from '../../../client/messages.ts';
import { recordRefusal } from '../../../client/record-refusal.ts';
import type { Decision } from '../../../domain/decision.ts';
import type { OwnershipTable } from '../../../policies/ownership.ts';
import { personByChat } from '../../../policies/sign-in.ts';
import type { SignIn } from '../../../policies/sign-in.ts';
import { mayDecide, withCanonicalPeople } from '../../../policies/who-may-decide.ts';
import type { Chat } from '../chat.ts';
import { form } from './form.ts';
import type { Interaction, Press } from './read-interaction.ts';

export interface DecideDeps {
  readonly ledger: Pick<Ledger, 'lifecycle'>;
  readonly refusals: Pick<Refusals, 'recordRefusal'>;
  readonly usedProofs: UsedProofs;
  readonly ownership: () => Promise<OwnershipTable>;
  readonly signIn: SignIn;
  /** Signed with this decision channel's own key. */
  readonly receipts: Pick<Receipts, 'issue'>;
  readonly chat: Pick<Chat, 'person' | 'openForm'>;
  readonly send: LifecycleClient['send'];
  readonly now: () => Date;
  readonly newId: () => string;
}

/** What the person reads. */
export interface Outcome {
  readonly decided: boolean;
  readonly text: string;
  /** The type of a refusal, as the lifecycle or this endpoint names it. */
  readonly type?: string;
}

/**
 * Sends a verified press to the lifecycle as a proven decision of the person behind the Slack account. A refusal is
 * recorded in the ledger and shown to the person. The lifecycle checks person, plan and severity again.
 */
export async function decide(deps: DecideDeps, press: Press): Promise<Outcome> {
  const { finding: workflowId } = press.saw;
  const row = await deps.ledger.lifecycle(workflowId);
  if (row === null) return unknownFinding(workflowId);
  const person = await whoPressed(deps, press, row);
  if ('type' in person) return await refuse(deps, press, person);
  if (!(await isFirstPress(deps, press))) return await refuse(deps, press, replayedBy(person.name));
  const message = await messageOf(deps, press, person.name);
  const refusal = refusalIn(await deps.send(workflowId, message));
  if (refusal !== null) return await refuse(deps, press, { ...refusal, actor: person.name });
  return {
    decided: true,
    text: `Sent for ${person.name}: ${describePress(press)}. The finding's message will show the result.`,
  };
}

/** Opens the form and returns null; or says why not: only somebody who may decide gets a form. */
export async function openForm(
  deps: DecideDeps,
  { press, trigger }: Extract<Interaction, { kind: 'open-form' }>,
): Promise<Outcome | null> {
  const { saw, channel, update: decision } = press;
  const row = await deps.ledger.lifecycle(saw.finding);
  if (row === null) return unknownFinding(saw.finding);
  const person = await whoPressed(deps, press, row);
  if ('type' in person) return await refuse(deps, press, person);
  const teams = (await deps.ownership()).teams.map(({ slug }) => slug);
  const about = [row.title, row.problem.resource.id];
  await deps.chat.openForm(trigger, form({ decision, saw, channel, about, teams }));
  return null;
}

function unknownFinding(finding: string): Outcome {
  return { decided: false, text: `The ledger knows no finding ${finding}.` };
}

function describePress({ update, wrote }: Press): string {
  switch (update) {
    case 'approve':
    case 'reject':
      return `${update} the plan`;
    case 'recheck':
      return 'check the resource again';
    case 'accept':
    case 'extend':
      return `${update} it until ${wrote?.until ?? ''}`;
    case 'revoke':
      return 'revoke the exception';
    case 'assign':
      return `assign it to ${wrote?.team ?? ''}`;
  }
}

interface Refused {
  readonly type: string;
  readonly message: string;
  readonly actor: string;
}

function replayedBy(actor: string): Refused {
  const message = 'This was sent before, and it counts once.';
  return { type: 'Replayed', message, actor };
}

/** The person, where they may decide about this finding; or why this account may not. */
async function whoPressed(
  { chat, signIn, ownership }: DecideDeps,
  { user }: Press,
  row: Lifecycle,
): Promise<{ readonly name: string } | Refused> {
  const { mail, refused } = await chat.person(user);
  const stranger = { type: 'Stranger', actor: `slack:${user}` };
  if (mail === null || refused !== null)
    return {
      ...stranger,
      message: `Nobody can decide with this account: ${refused ?? 'it has no mail address'}.`,
    };
  const name = personByChat({ mail, user }, signIn);
  if (name === null)
    return {
      ...stranger,
      message: `Nobody can decide with this account: decisions.yaml names no person, or two, for ${mail} and slack:${user}.`,
    };
  const table = withCanonicalPeople(await ownership(), signIn);
  const authority = mayDecide(name, row.owner?.team ?? null, table);
  return authority.may ? { name } : { ...stranger, actor: name, message: `${authority.because}.` };
}

async function isFirstPress(
  { usedProofs, now, newId }: DecideDeps,
  press: Press,
): Promise<boolean> {
  const use = { id: `press-${press.id}`, by: newId(), at: now().toISOString() };
  return await usedProofs.use(press.saw.finding, use);
}

async function messageOf(
  { receipts }: DecideDeps,
  press: Press,
  actor: string,
): Promise<LifecycleMessage> {
  const id = `slack-${press.id}`;
  const { finding, episode, planHash, severity } = press.saw;
  const { why, until, team } = press.wrote ?? {
    why: `pressed "${press.update}" in Slack`,
    until: null,
    team: null,
  };
  if (press.update === 'recheck') return { update: 'recheck', payload: { id, actor, why } };
  const unproved: Decision = {
    id,
    finding,
    episode,
    decision: press.update,
    planHash: press.update === 'approve' || press.update === 'reject' ? planHash : null,
    severity,
    actor,
    why,
    until,
    team,
    door: 'chat',
    proof: null,
  };
  const proof = { kind: 'receipt', value: await receipts.issue(unproved) } as const;
  return { update: press.update, payload: { ...unproved, proof } };
}

async function refuse(deps: DecideDeps, press: Press, refused: Refused): Promise<Outcome> {
  const { type, message, actor } = refused;
  const sent = { id: `slack-${press.id}`, actor, door: 'chat', decision: press.update };
  await recordRefusal(deps, press.saw.finding, sent, refused);
  return { decided: false, text: `Not done (${type}): ${message}`, type };
}
