/**
 * What every channel says of a message, and in which order: the title, the two facts that decide, what happened, the
 * change, details, and ids at the end. No fact is said twice. Nothing here is escaped: each channel does that itself.
 */
import type { Message } from '../activities/notify/message.ts';
import { UNASSIGNED } from '../domain/ownership.ts';
import { utc } from './text.ts';
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
  /** Ids and hashes, for whoever looks something up. */
  readonly references: readonly string[];
}

export interface Change {
  readonly summary: string;
  /** Steps, or lines of a diff. */
  readonly lines: readonly string[];
  readonly undo: string;
}

export function present(message: Message): Presentation {
  const { finding, change, state, why, at } = message;
  const plan = change === null || state.destiny !== null ? [] : [`Plan: ${change.planHash}`];
  return {
    decisive: [{ name: 'Severity', value: finding.severity }, statusFact(message)],
    happened: happenedIn(message),
    why,
    changes: changesOf(message),
    details: detailsOf(message),
    links: linksOf(message),
    references: [
      ...plan,
      `Finding: ${finding.workflowId}`,
      `Episode ${finding.episode}, ${utc(at)}`,
    ],
  };
}

function statusFact({ state }: Message): Fact {
  const { deadline, asked, next, waitsFor } = state;
  const verdict = verdictOf(state);
  if (verdict !== null) return { name: 'Result', value: verdict };
  if (asked === null) return { name: 'Waiting for', value: waitsFor };
  const by = deadline === null ? '' : ` by ${utc(deadline)}`;
  return { name: 'Decides', value: `${asked}${by}${next === null ? '' : `, then ${next}`}` };
}

function happenedIn({ event, state }: Message): readonly string[] {
  const who = event.actor === 'closeloop' ? '' : ` (${event.actor})`;
  const reason = state.asked === null || state.destiny !== null ? '' : reasonIn(state.waitsFor);
  if (reason === '' || event.text.includes(reason)) return [`${event.text}${who}`];
  return reason.includes(event.text) ? [`${reason}${who}`] : [`${event.text}${who}`, reason];
}

/** Without who decides until when, which is a fact of its own. */
function reasonIn(waitsFor: string): string {
  return waitsFor.replace(/^.{1,500}? (?:until|by) [\d-]{10}T[\d:]{5}Z[.:]\s*/, '');
}

/** The exact change of the live resource, of its source, or of both. */
function changesOf({ change, source, state }: Message): readonly Change[] {
  const { destiny, destinyReason, phase } = state;
  if (destiny !== null && destinyReason !== 'remediated') return [];
  const inSource = source === null ? [] : [sourceChange(source)];
  // Only the pull request is left to decide: the live resource was changed before, or will not be changed.
  if (source !== null && phase === 'AWAITING_MERGE') return inSource;
  const live =
    change === null ? [] : [{ summary: change.summary, lines: change.detail, undo: change.undo }];
  return [...live, ...inSource];
}

function sourceChange({ repository, path, block, lines, undo }: NonNullable<Message['source']>) {
  const shown = lines.length === 0 ? ['The pull request shows the lines.'] : lines;
  return { summary: `${block} in ${path} of ${repository}`, lines: shown, undo };
}

/** The text for an open finding without a planned change; null for a closed one. */
export function noChange({ state }: Message): string | null {
  return state.destiny === null
    ? 'Closeloop changes nothing by itself here. Once somebody fixes it, Closeloop checks the resource.'
    : null;
}

function detailsOf({ finding, state }: Message): readonly Fact[] {
  const { account, region, resource, owner, title } = finding;
  const where = account.alias === null ? account.id : `${account.alias} (${account.id})`;
  const { request, asked, next, destiny } = state;
  const requested =
    request === null ? '' : `${request.by} requests to ${request.decision} it: ${request.why}`;
  return [
    ...(requested === '' ? [] : [{ name: 'Waits for a second person', value: requested }]),
    ...(next === null || asked !== null || destiny !== null ? [] : [{ name: 'Next', value: next }]),
    { name: 'Resource', value: resource.id },
    { name: 'Account', value: `${where}, ${region}` },
    { name: 'Owner', value: owner.team === UNASSIGNED ? `nobody: ${owner.because}` : owner.team },
    { name: 'Reported as', value: title },
  ];
}

function linksOf({ links: { pullRequest, finding, workflow } }: Message): readonly Link[] {
  const all = [
    { id: 'pull-request', title: 'Pull request', url: pullRequest },
    { id: 'finding', title: 'Security Hub', url: finding },
    { id: 'workflow', title: 'Workflow', url: workflow },
  ] as const;
  return all.flatMap(({ url, ...link }) => (url === null ? [] : [{ ...link, url }]));
}
