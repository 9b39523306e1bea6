import { ApplicationFailure } from '@temporalio/common';

import type { Control } from '../../controls/control.ts';
import type { ImportCheck } from '../../domain/exception.ts';
import type { Route, TriageResult } from '../../domain/lifecycle/events.ts';
import { UNASSIGNED } from '../../domain/ownership.ts';
import type { Owner } from '../../domain/ownership.ts';
import type { PlanRef } from '../../domain/plan.ts';
import { ladderFor } from '../../policies/ladder.ts';
import { ownerOf } from '../../policies/ownership.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import type { TriageInput } from '../../workflows/activity-types.ts';
import { asking } from '../aws/failures.ts';
import { coverFor } from '../exceptions/cover.ts';
import type { ScopedExceptions } from '../ledger/exception/exceptions.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { describeDocument, makePlan } from '../runtime/plan.ts';
import { planUndo, undoneBefore } from '../runtime/undo.ts';
import { shortened } from '../shortened.ts';
import { enter, takeLook } from '../verify/look.ts';
import type { Entered, LookDeps, Looked } from '../verify/look.ts';
import { readAuthority } from './authority.ts';
import { dwellOf, inLightOf, regressionOf } from './history.ts';
import { readLiveTags } from './live-tags.ts';
import type { LiveTags } from './live-tags.ts';
import type { Policies } from './policies.ts';
import { timetableOf } from './timetable.ts';

export interface TriageDeps extends LookDeps {
  readonly controlOf: (id: string) => Control | null;
  readonly policies: Policies;
  readonly ledger: Pick<Ledger, 'past' | 'executions'>;
  readonly exceptions: Pick<ScopedExceptions, 'ofControl'>;
  readonly checkImport: (input: TriageInput) => Promise<ImportCheck | null>;
}

/** Who owns it, is it still true, and who may act: each answer with its reason. */
export async function triage(
  deps: TriageDeps,
  input: TriageInput,
  episode: number,
): Promise<TriageResult> {
  const { problem, severity, workflowId } = input;
  const control = problem.control === null ? null : deps.controlOf(problem.control);
  const entered = await enter(deps, problem);
  const [table, past, executions, tags, looked, wider, imported] = await Promise.all([
    asking('the ownership table', () => deps.policies.tables.ownership()),
    asking(`the ledger for ${workflowId}`, () => deps.ledger.past(workflowId)),
    asking(`the ledger for ${workflowId}`, () => deps.ledger.executions(workflowId)),
    readLiveTags(problem, entered),
    control === null ? null : takeLook(deps, input, { control, entered }),
    control === null
      ? []
      : asking('the wider exceptions', () => deps.exceptions.ofControl(control.id)),
    deps.checkImport(input),
  ]);
  const owner = ownerFrom(table, tags);
  // Whom a person gave it to is asked, whatever the tags say.
  const ladder = ladderFor(input.assigned ?? owner.team, table, deps.policies.deadlines);
  const present = { episode, now: deps.clock.now() };
  const { returns, scoped } = deps.policies.decisions;
  const dwell = dwellOf(past, present, returns);
  const decided =
    control === null || looked === null
      ? toPeople(problem.unmappedReason ?? `no control covers ${problem.findingType}`)
      : await decide(deps.policies, input, { control, entered, tags, looked });
  const { cover, blind } = coverFor(wider, { problem, severity }, { tags, ...present, scoped });
  const before = undoneBefore(executions) ?? regressionOf(past, present, returns);
  const route = inLightOf(decided.route, before, dwell.because);
  const undo = await undoOf(deps, input, { control, entered, looked });
  return {
    episode,
    severity,
    ...(cover === null ? {} : { cover }),
    ...(undo === null ? {} : { undo }),
    ...(imported === null ? {} : { imported }),
    owner: { ...owner, team: shortened(owner.team, LONGEST_LABEL) },
    environment: shortened(tags.tags?.['Environment'] ?? 'unknown', LONGEST_LABEL),
    verification: looked?.verification ?? null,
    route: { ...route, because: [route.because, ...blind].join('; ') },
    plan: decided.plan,
    ...(decided.source === undefined ? {} : { source: decided.source }),
    timetable: timetableOf(deps.policies, control, ladder),
    dwell: dwell.seconds,
  };
}

/** Search attributes: SQL visibility refuses keywords above 255 characters, and people read lists of these. */
const LONGEST_LABEL = 100;

function ownerFrom(table: OwnershipTable, { tags, unreadable }: LiveTags): Owner {
  if (tags !== null) return ownerOf(tags, table).owner;
  const because = `the tags could not be read, so the default team ${table.defaultTeam} gets it: ${unreadable}`;
  return { team: UNASSIGNED, because };
}

interface Decided {
  readonly route: Route;
  readonly plan: PlanRef | null;
  readonly source?: 'code' | 'both';
}

interface Seen {
  readonly control: Control;
  readonly entered: Entered;
  readonly tags: LiveTags;
  readonly looked: Looked;
}

/** A plan is made only where a machine may act on what was seen. */
async function decide(
  policies: Policies,
  { problem, severity }: TriageInput,
  { control, entered, tags, looked }: Seen,
): Promise<Decided> {
  const { verification, look } = looked;
  if (verification.verdict !== 'open') return toPeople(`verified ${verification.verdict}`);
  const { route, path, mode } = await readAuthority(policies, problem, severity);
  if (route.to === 'people') return { route, plan: null };
  // Tags say whose a resource is: without them nobody has agreed that a machine acts on it.
  if (tags.tags === null) return toPeople(`the tags could not be read: ${tags.unreadable}`);
  if (path === 'code') return { route, plan: null, source: 'code' };
  if (entered.clients === null || !look?.settings) {
    return toPeople(`no plan can be made: the settings of ${problem.resource.name} are not known`);
  }
  const { ssm } = entered.clients;
  try {
    const document = await describeDocument(ssm, control, problem);
    const { ref } = makePlan({ control, problem, document, settings: look.settings });
    const source = path === 'both' && mode === 'enforce' ? { source: path } : {};
    return { route, plan: ref, ...source };
  } catch (error) {
    return toPeople(lasting(error));
  }
}

/** Of an undo that somebody with a say asked for; null when nobody did. */
async function undoOf(
  { ledger }: TriageDeps,
  { undo, workflowId, problem }: TriageInput,
  { control, entered, looked }: Partial<Nullable<Seen>>,
): Promise<NonNullable<TriageResult['undo']> | null> {
  if (undo === undefined) return null;
  const clients = entered?.clients ?? null;
  const look = looked?.look ?? null;
  if (!control || clients === null || look === null)
    return { plan: null, because: looked?.verification.summary ?? 'no control reads it' };
  const { ssm } = clients;
  try {
    const plan = await planUndo({ ledger, workflowId, problem, control, look, ssm });
    if ('because' in plan) return { plan: null, because: plan.because };
    return { plan: plan.value.ref, because: 'it restores what Closeloop found before its fix' };
  } catch (error) {
    return { plan: null, because: lasting(error) };
  }
}

type Nullable<T> = { readonly [Key in keyof T]: T[Key] | null };

/** What time does not heal, in words; anything else is thrown. */
function lasting(error: unknown): string {
  if (!(error instanceof ApplicationFailure) || error.nonRetryable !== true) throw error;
  return `no plan can be made: ${error.type ?? 'Error'}: ${error.message}`;
}

function toPeople(because: string): Decided {
  return { route: { to: 'people', because }, plan: null };
}
