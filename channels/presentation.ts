/**
 * What every channel says of a message, and in which order: the title, the two facts that decide, what happened, the
 * change, details, and ids at the end. No fact is said twice. Nothing here is escaped: each channel does that itself.
 */
import type { Message } from '../activities/notify/message.ts';
import { settingLines } from '../domain/change.ts';
import { UNASSIGNED } from '../domain/ownership.ts';
import { utc } from '../domain/text.ts';
import { happenedIn, inUtc, isOfAudit, waitFact } from './sentences.ts';
import { verdictOf } from './verdict.ts';

export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface Link {
  readonly id: 'finding' | 'workflow' | 'pull-request';
  readonly title: string;
  readonly url: string;
}

export interface Presentation {
  /** The facts that decide what to do now. */
  readonly decisive: readonly [Fact, Fact];
  /** What happened last; and why people have to decide, where that is something else. */
  readonly happened: readonly string[];
  readonly why: string;
  readonly changes: readonly Change[];
  readonly details: readonly Fact[];
  readonly links: readonly Link[];
  /** Document, parameters and role of the change of the live resource. */
  readonly exact: readonly string[];
  /** Ids and hashes, for whoever looks something up. */
  readonly references: readonly string[];
}

/** What people read before they decide; what is run exactly is in `Presentation.exact`. */
export interface Change {
  /** `Change`, or `Verified` for what is closed. */
  readonly title: string;
  readonly summary: string;
  /** Settings with their values before and after, or lines of a diff. */
  readonly lines: readonly string[];
  /** What may break, where that is known; and how to take it back, where something of ours is to be taken back. */
  readonly consequences: readonly Fact[];
}

export function present(message: Message): Presentation {
  const { finding, change, state, why, at } = message;
  const plan = change === null || isOver(state) ? [] : [`Plan: ${change.planHash}`];
  return {
    decisive: [{ name: 'Severity', value: finding.severity }, statusFact(message)],
    happened: happenedIn(message),
    why,
    changes: changesOf(message),
    details: detailsOf(message),
    links: linksOf(message),
    exact: exactOf(message),
    references: [
      ...plan,
      `Finding: ${finding.workflowId}`,
      `Episode ${finding.episode}, ${utc(at)}`,
    ],
  };
}

function statusFact(message: Message): Fact {
  const verdict = verdictOf(message.state);
  if (verdict === null) return waitFact(message);
  return { name: isOfAudit(message.kind) ? 'The ledger says' : 'Result', value: verdict };
}

/** The exact change of the live resource, of its source, or of both; of what is fixed the state as it was verified. */
function changesOf(message: Message): readonly Change[] {
  const { change, source, state, finding } = message;
  const { destiny, destinyReason, phase } = state;
  // Of what was planned before: the resource is read again first.
  if (phase === 'REOPEN' || isOfAudit(message.kind)) return [];
  const inSource = source === null ? [] : [sourceChange(source)];
  if (destiny !== null) {
    const after = destiny === 'Fixed' ? verifiedState(message) : [];
    return destinyReason === 'remediated' ? [...after, ...inSource] : after;
  }
  // Only the pull request is left to decide: the live resource was changed before, or will not be changed.
  if (source !== null && phase === 'AWAITING_MERGE') return inSource;
  const live = change === null ? [] : [liveChange(change, finding)];
  return [...live, ...inSource];
}

/** By what the verification read that closed it, not by what the plan had promised. */
function verifiedState({ found, finding, change, state }: Message): readonly Change[] {
  if (found === null) return [];
  const ours = change !== null && state.destinyReason === 'remediated';
  return [
    {
      title: 'Verified',
      summary: `settings of ${finding.resource.name || finding.resource.id} as read at ${utc(found.at)}`,
      lines: found.settings.map(({ name, value }) => `${name}: ${value}`),
      consequences: ours ? [takenBack(change.undo)] : [],
    },
  ];
}

function liveChange(
  { summary, detail, settings, mayBreak, notShown, undo }: NonNullable<Message['change']>,
  { resource }: Message['finding'],
): Change {
  const unknown = notShown === null ? [] : [`Setting by setting it cannot be shown: ${notShown}.`];
  const title = 'Change';
  const breaks = mayBreak === null ? [] : [{ name: 'May break', value: mayBreak }];
  const consequences = [...breaks, takenBack(undo)];
  if (settings.length === 0)
    return { title, summary, lines: [...detail, ...unknown], consequences };
  const lines = settings.flatMap(settingLines);
  return { title, summary: `settings of ${resource.name || resource.id}`, lines, consequences };
}

function takenBack(how: string): Fact {
  return { name: 'To take it back', value: how };
}

/** The plan counts no more. */
function isOver({ destiny, phase }: Message['state']): boolean {
  return destiny !== null || phase === 'REOPEN';
}

/** Empty where the change itself says it already, and where it is over. */
function exactOf({ change, state }: Message): readonly string[] {
  if (change === null || change.settings.length === 0 || isOver(state)) return [];
  return [change.summary, ...change.detail];
}

function sourceChange({
  repository,
  path,
  block,
  lines,
  undo,
}: NonNullable<Message['source']>): Change {
  const shown = lines.length === 0 ? ['The pull request shows the lines.'] : lines;
  return {
    title: 'Change',
    summary: `${block} in ${path} of ${repository}`,
    lines: shown,
    consequences: [takenBack(undo)],
  };
}

/** The text for an open finding without a planned change; null for a closed one. */
export function noChange({ state, finding }: Message): string | null {
  if (state.destiny !== null) return null;
  if (state.phase === 'REOPEN' && finding.control !== null)
    return 'Closeloop reads the resource again, and policy then says what is done.';
  return finding.control === null
    ? 'Closeloop can neither fix nor check findings of this type. Once it is fixed, two people attest that with evidence; or somebody accepts it until a date.'
    : 'Closeloop changes nothing by itself here. Once somebody fixes it, Closeloop checks the resource.';
}

function detailsOf({ finding, state, secondPerson }: Message): readonly Fact[] {
  const { account, region, resource, owner, title } = finding;
  const where = account.alias === null ? account.id : `${account.alias} (${account.id})`;
  const { request, asked, next, destiny } = state;
  const requested =
    request === null ? '' : `${request.by} requests to ${request.decision} it: ${request.why}`;
  const { undo } = state;
  return [
    ...secondPersonFact(secondPerson),
    ...(undo === null ? [] : [{ name: 'Undo requested by', value: `${undo.by}: ${undo.why}` }]),
    ...(requested === '' ? [] : [{ name: 'Waits for a second person', value: requested }]),
    ...(next === null || asked !== null || destiny !== null ? [] : [{ name: 'Next', value: next }]),
    { name: 'Resource', value: resource.id },
    { name: 'Account', value: `${where}, ${region}` },
    { name: 'Owner', value: owner.team === UNASSIGNED ? `nobody: ${owner.because}` : owner.team },
    { name: 'Reported as', value: title },
  ];
}

/** One fact for all decisions that one person alone does not carry out. */
function secondPersonFact(all: Message['secondPerson']): readonly Fact[] {
  const [first] = all;
  if (first === undefined) return [];
  const each = all.map(({ decision, because }) => `to ${decision}, because ${inUtc(because)}`);
  return [{ name: 'Second person needed', value: `${first.who}: ${each.join('; ')}` }];
}

function linksOf({ links: { pullRequest, finding, workflow } }: Message): readonly Link[] {
  const all = [
    { id: 'pull-request', title: 'Pull request', url: pullRequest },
    { id: 'finding', title: 'Security Hub', url: finding },
    { id: 'workflow', title: 'Workflow', url: workflow },
  ] as const;
  return all.flatMap(({ url, ...link }) => (url === null ? [] : [{ ...link, url }]));
}
