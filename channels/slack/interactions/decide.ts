import type { Receipts } from '../../../activities/decisions/receipts.ts';
import { aboutNow, shownFor } from '../../../activities/decisions/shown.ts';
import type { Shown } from '../../../activities/decisions/shown.ts';
import type { Ledger, Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { Refusals } from '../../../activities/ledger/lifecycle/refusals.ts';
import type { UsedProofs } from '../../../activities/ledger/lifecycle/used-proofs.ts';
import type { LifecycleClient } from '../../../client/lifecycle-client.ts';
import { decisionMessage, refusalIn } from '../../../client/messages.ts';
import type { LifecycleMessage } from '../../../client/messages.ts';
import { recordRefusal } from '../../../client/record-refusal.ts';
import type { Decision } from '../../../domain/decision.ts';
import { parseInstant } from '../../../domain/exception.ts';
import type { OwnershipTable } from '../../../policies/ownership.ts';
import { personByChat } from '../../../policies/sign-in.ts';
import type { SignIn } from '../../../policies/sign-in.ts';
import { mayDecide, withCanonicalPeople } from '../../../policies/who-may-decide.ts';
import type { WithForm } from '../buttons.ts';
import type { Chat } from '../chat.ts';
import { differenceOf, fits } from './form-text.ts';
import { view } from './form.ts';
import type { Interaction, Press } from './read-interaction.ts';

export interface DecideDeps {
  readonly ledger: Pick<Ledger, 'lifecycle' | 'planText'>;
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
 * Sends what a person pressed or confirmed to the lifecycle, proven by this channel's receipt. A decision is signed only
 * where the form that Slack showed is the one that the ledger gives at this moment. A refusal is recorded in the ledger
 * and shown to the person. The lifecycle checks person, plan, severity and what was shown again.
 */
export async function decide(deps: DecideDeps, press: Press): Promise<Outcome> {
  const { finding: workflowId } = press;
  const row = await deps.ledger.lifecycle(workflowId);
  if (row === null) return unknownFinding(workflowId);
  const person = await whoPressed(deps, press, row);
  if ('type' in person) return await refuse(deps, press, person);
  if (!(await isFirstPress(deps, press))) return await refuse(deps, press, replayedBy(person.name));
  const message = await messageOf(deps, press, { row, actor: person.name });
  if ('type' in message) return await refuse(deps, press, { ...message, actor: person.name });
  const refusal = refusalIn(await deps.send(workflowId, message));
  if (refusal !== null) return await refuse(deps, press, { ...refusal, actor: person.name });
  return {
    decided: true,
    text: `Sent for ${person.name}: ${describe(message)}. The finding's message will show the result.`,
  };
}

/** Opens the form and returns null; or says why not: only somebody who may decide gets a form. */
export async function openForm(
  deps: DecideDeps,
  { press, trigger }: Extract<Interaction, { kind: 'open-form' }>,
): Promise<Outcome | null> {
  const { finding, channel, update: decision } = press;
  const row = await deps.ledger.lifecycle(finding);
  if (row === null) return unknownFinding(finding);
  const person = await whoPressed(deps, press, row);
  if ('type' in person) return await refuse(deps, press, person);
  const shown = await shownNow(deps, row, decision);
  if ('type' in shown) return await refuse(deps, press, { ...shown, actor: person.name });
  const teams = (await deps.ownership()).teams.map(({ slug }) => slug);
  const requested = row.request?.until ?? null;
  const { form } = shown;
  await deps.chat.openForm(trigger, view({ decision, finding, channel, form, requested, teams }));
  return null;
}

function unknownFinding(finding: string): Outcome {
  return { decided: false, text: `The ledger knows no finding ${finding}.` };
}

function describe({ update, payload }: LifecycleMessage): string {
  if (!('decision' in payload)) return 'check the resource again';
  const { until, team } = payload;
  if (update === 'approve' || update === 'reject') return `${update} the plan`;
  if (update === 'assign') return `assign it to ${team ?? ''}`;
  if (update === 'attest') return 'attest that it is fixed';
  if (update === 'undo') return 'undo what Closeloop wrote';
  return update === 'revoke' ? 'revoke the exception' : `${update} it until ${until ?? ''}`;
}

type Refusing = Omit<Refused, 'actor'>;

/** The form of this decision about the finding as the ledger has it now; or why nothing is shown. */
async function shownNow(
  { ledger }: DecideDeps,
  row: Lifecycle,
  decision: WithForm,
): Promise<Shown | Refusing> {
  const shown = await shownFor(ledger, row, aboutNow(row, decision));
  if ('why' in shown) return { type: shown.type, message: sentence(shown.why) };
  if (fits(shown.form)) return shown;
  const message = 'It is too long for a form in Slack: decide from the command line.';
  return { type: 'PlanNotShown', message };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
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
  return await usedProofs.use(press.finding, use);
}

interface Author {
  readonly row: Lifecycle;
  /** The proven person. */
  readonly actor: string;
}

/** The message with its receipt; or why nothing is signed. */
async function messageOf(
  deps: DecideDeps,
  { id: press, update, submitted }: Press,
  { row, actor }: Author,
): Promise<LifecycleMessage | Refusing> {
  const id = `slack-${press}`;
  if (update === 'recheck') {
    const why = 'pressed "check again" in Slack';
    return { update, payload: { id, actor, why } };
  }
  if (submitted === null) {
    const message = 'Nothing is decided by a button alone: confirm it in the form that it opens.';
    return { type: 'InvalidMessage', message };
  }
  const shown = await shownNow(deps, row, update);
  if ('type' in shown) return shown;
  const difference = differenceOf(submitted.shown, shown.form);
  if (difference !== null) {
    const message = `It changed while the form was open: ${difference}. Close the form, and press the button again.`;
    return { type: 'StaleView', message };
  }
  const unproved: Decision = {
    ...aboutNow(row, update),
    id,
    actor,
    why: submitted.why || 'approved in Slack',
    until: endOf(submitted.until, row.request?.until ?? null),
    team: submitted.team,
    shown: shown.digest,
    door: 'chat',
    proof: null,
  };
  const proof = { kind: 'receipt', value: await deps.receipts.issue(unproved) } as const;
  return decisionMessage(row, { ...unproved, proof });
}

/** A form knows minutes only: where it shows the end that the first person requested, their exact words are confirmed. */
function endOf(seconds: number | null, requested: string | null): string | null {
  if (seconds === null) return null;
  const ms = Math.floor(seconds / 60) * MINUTE;
  const first = parseInstant(requested);
  if (first !== null && Math.floor(first / MINUTE) * MINUTE === ms) return requested;
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

const MINUTE = 60_000;

async function refuse(deps: DecideDeps, press: Press, refused: Refused): Promise<Outcome> {
  const { type, message, actor } = refused;
  const sent = { id: `slack-${press.id}`, actor, door: 'chat', decision: press.update };
  await recordRefusal(deps, press.finding, sent, refused);
  return { decided: false, text: `Not done (${type}): ${message}`, type };
}
