/** Run by closeloop-runtime, which reads the switch before each write: it believes two signatures, and no record of others. */
import { requestText, sameStops, stopsOf } from '../../domain/kill-switch.ts';
import type {
  ReleaseRequest,
  Stop,
  SwitchDecision,
  SwitchResult,
} from '../../domain/kill-switch.ts';
import { mayRelease } from '../../policies/who-may-decide.ts';
import { thisActivity } from '../decisions/check-decision.ts';
import { checkPerson } from '../decisions/check-person.ts';
import type { PersonDeps } from '../decisions/check-person.ts';
import { checkProof } from '../decisions/check-proof.ts';
import type { KillSwitch } from '../ledger/ledger.ts';
import type { RememberedSwitch } from '../ledger/policy/settings.ts';
import type { SwitchNews } from './message.ts';

export interface SwitchDeps extends PersonDeps {
  readonly killSwitch: () => Promise<KillSwitch>;
  readonly remembered: () => Promise<RememberedSwitch>;
  /** Throws `Throttled` where `was` is not what stands there any more. */
  readonly remember: (
    was: RememberedSwitch,
    next: Omit<RememberedSwitch, 'revision'>,
  ) => Promise<void>;
  /** To all channels. Null, or why nobody was told. */
  readonly tell: (news: SwitchNews) => Promise<string | null>;
}

/** The story and the severity of what is as grave as the gravest finding: only AWS credentials sign it. */
const SWITCH = '#kill-switch';
const SEVERITY = 'CRITICAL';

/** May be repeated. A refusal is an answer. Throws what a later try can help. */
export async function changeSwitch(
  deps: SwitchDeps,
  decision: SwitchDecision,
): Promise<SwitchResult> {
  // What was read first is what is replaced: a stop that comes in between makes the write fail, and be tried again.
  const was = await deps.remembered();
  const now = await deps.killSwitch();
  if (decision.decision === 'stop') return await stop(deps, decision, { was, now });
  if (decision.proof?.kind !== 'caller-identity') return refused(UNSIGNED);
  const ids = stopsOf(now).map(({ id }) => id);
  if (!now.on) return await already(deps, decision, was);
  if (!sameStops(ids, decision.stops)) return refused(ANOTHER);
  const request = was.request !== null && sameStops(was.request.stops, ids) ? was.request : null;
  const statement = {
    workflowId: SWITCH,
    decision,
    severity: SEVERITY,
    requester: request?.by ?? null,
    usedBy: thisActivity(),
  } as const;
  const person = await checkPerson(deps, statement, mayRelease);
  if (!person.trusted) return refused(person.because);
  const by = { person: person.actor, isRequester: person.isRequester === true };
  if (decision.decision === 'ask-release') return await ask(deps, decision, { was, request, by });
  return await confirm(deps, decision, { was, request, by });
}

const UNSIGNED =
  'only a decision that is signed with AWS credentials releases the kill switch, and this one is not';
const ANOTHER =
  'somebody stopped the writes again since you looked: look at it, and ask for exactly that';

interface Standing {
  readonly was: RememberedSwitch;
  readonly request: ReleaseRequest | null;
  readonly by: { readonly person: string; readonly isRequester: boolean };
}

/** What is on is remembered under whatever name: a forged record may stop. From now on only two people release it. */
async function stop(
  deps: SwitchDeps,
  decision: SwitchDecision,
  { was, now }: { readonly was: RememberedSwitch; readonly now: KillSwitch },
): Promise<SwitchResult> {
  const stops = stopsOf(now);
  const first = stops.find(({ id }) => decision.stops.includes(id)) ?? stops[0];
  if (first === undefined)
    return refused('the kill switch is off: the console writes the stop first');
  const proof = await checkProof(
    { ...deps, decisions: deps.policies.decisions },
    decision,
    SEVERITY,
  );
  const proven = 'person' in proof && proof.proven ? proof.person : null;
  await rememberStops(deps, stops, was);
  const { at, why, id } = first;
  const by = proven ?? first.by;
  const told = decision.told ? null : await deps.tell({ id: `${id}/on`, at, state: 'on', why, by });
  const because = proven === null ? 'whoever stops is not asked' : `signed by ${proven}`;
  return { status: 'stopped', because, by, told: told === null };
}

/** From now on a record in `settings` releases none of them. Throws `Throttled` where somebody wrote meanwhile. */
export async function rememberStops(
  { remembered, remember }: Pick<SwitchDeps, 'remembered' | 'remember'>,
  stops: readonly Stop[],
  read: RememberedSwitch | null = null,
): Promise<void> {
  const was = read ?? (await remembered());
  const known = was.stops.map(({ id }) => id);
  if (stops.every(({ id }) => known.includes(id))) return;
  await remember(was, { ...was, stops: [...stops] });
}

/** A repetition of the same message, after an answer that was lost. */
async function already(
  deps: SwitchDeps,
  decision: SwitchDecision,
  { last }: RememberedSwitch,
): Promise<SwitchResult> {
  if (decision.decision !== 'confirm-release' || last === null) return refused('it is off already');
  if (decision.request !== requestText(last)) return refused('it is off already');
  return await tellReleased(deps, last);
}

async function ask(
  deps: SwitchDeps,
  { stops, why, id }: SwitchDecision,
  { was, request, by: { person: by, isRequester } }: Standing,
): Promise<SwitchResult> {
  if (request !== null && !isRequester)
    return refused(`${request.by} asked already: confirm it with kill-switch confirm`);
  const at = deps.clock.now().toISOString();
  await deps.remember(was, { ...was, request: { stops: [...stops], by, why, at } });
  const told = await deps.tell({ id: `${id}/asked`, at, state: 'release-requested', why, by });
  const because = 'a second person has to confirm it';
  return { status: 'asked', because, by, told: told === null };
}

async function confirm(
  deps: SwitchDeps,
  { stops, request: text }: SwitchDecision,
  { was, request, by: { person: confirmedBy, isRequester } }: Standing,
): Promise<SwitchResult> {
  if (request === null) return refused('nobody asked to release what is stopped now');
  if (text !== requestText(request)) return refused('what was asked is another by now: look again');
  if (isRequester)
    return refused(`${request.by} asked for it, so another person has to confirm it`);
  const releasedAt = deps.clock.now().toISOString();
  const last = { ...request, stops: [...request.stops], confirmedBy, releasedAt };
  await deps.remember(was, {
    ...was,
    stops: was.stops.filter(({ id }) => !stops.includes(id)),
    released: [...was.released, ...stops],
    request: null,
    last,
  });
  return await tellReleased(deps, last);
}

async function tellReleased(
  { tell }: SwitchDeps,
  { by, confirmedBy, why, stops, releasedAt: at }: NonNullable<RememberedSwitch['last']>,
): Promise<SwitchResult> {
  const id = `${stops.join(',')}/released`;
  const told = await tell({ id, at, state: 'released', why, by, confirmedBy });
  const because = `${by} asked, ${confirmedBy} confirmed`;
  return { status: 'released', because, by: confirmedBy, told: told === null };
}

function refused(because: string): SwitchResult {
  return { status: 'refused', because };
}
