import type { Control } from '../../controls/control.ts';
import type { Route, TriageResult } from '../../domain/lifecycle/events.ts';
import { UNASSIGNED } from '../../domain/ownership.ts';
import type { Owner } from '../../domain/ownership.ts';
import type { PlanRef } from '../../domain/plan.ts';
import { escalationLevels } from '../../policies/escalation.ts';
import { ownerOf } from '../../policies/ownership.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import type { TriageInput } from '../../workflows/activity-types.ts';
import { permanentReason } from '../aws/failures.ts';
import { coverFor } from '../exceptions/cover.ts';
import type { ScopedExceptions } from '../ledger/exception/exceptions.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { checkedDocument } from '../runtime/checked-document.ts';
import type { Allowed } from '../runtime/checked-document.ts';
import { makePlan } from '../runtime/plan.ts';
import { planUndo, undoneBefore } from '../runtime/undo.ts';
import { shortened } from '../shortened.ts';
import { enterAccount, checkResource } from '../verify/check.ts';
import type { AccountAccess, CheckDeps, Checked } from '../verify/check.ts';
import { readAuthority } from './authority.ts';
import { dwellOf, regressionOf, withRegression } from './history.ts';
import { readLiveTags } from './live-tags.ts';
import type { LiveTags } from './live-tags.ts';
import type { Policies } from './policies.ts';
import { timetableOf } from './timetable.ts';

export interface TriageDeps extends CheckDeps {
  readonly controlOf: (id: string) => Control | null;
  readonly policies: Policies;
  readonly ledger: Pick<Ledger, 'past' | 'executions' | 'rememberPlan'>;
  readonly exceptions: Pick<ScopedExceptions, 'ofControl'>;
}

/** Determines the owner, verifies the problem, and routes it to an automatic fix, an approval or human review. */
export async function triage(
  deps: TriageDeps,
  input: TriageInput,
  episode: number,
): Promise<TriageResult> {
  const { problem, severity, workflowId } = input;
  const control = problem.control === null ? null : deps.controlOf(problem.control);
  const entered = await enterAccount(deps, problem);
  const [table, past, executions, tags, checked, exceptions] = await Promise.all([
    deps.policies.tables.ownership(),
    deps.ledger.past(workflowId),
    deps.ledger.executions(workflowId),
    readLiveTags(problem, entered),
    control === null ? null : checkResource(deps, input, { control, entered }),
    control === null ? [] : deps.exceptions.ofControl(control.id),
  ]);
  const owner = ownerFrom(table, tags);
  // A team that a person assigned decides, whatever the tags say.
  const ladder = escalationLevels(input.assigned ?? owner.team, table, deps.policies.deadlines);
  const present = { episode, now: deps.clock.now() };
  const { returns, scoped } = deps.policies.decisions;
  const dwell = dwellOf(past, present, returns);
  const decided =
    control === null || checked === null
      ? toHumanReview(problem.unmappedReason ?? `no control covers ${problem.findingType}`)
      : await decide(deps, input, { control, entered, tags, checked });
  const { cover, blind } = coverFor(
    exceptions,
    { problem, severity },
    { tags, ...present, scoped },
  );
  const before = undoneBefore(executions) ?? regressionOf(past, present, returns);
  const route = withRegression(decided.route, before, dwell.because);
  const undo = await undoOf(deps, input, { control, entered, checked });
  return {
    episode,
    severity,
    ...(cover === null ? {} : { cover }),
    ...(undo === null ? {} : { undo }),
    owner: { ...owner, team: shortened(owner.team, LONGEST_LABEL) },
    environment: shortened(tags.tags?.['Environment'] ?? 'unknown', LONGEST_LABEL),
    verification: checked?.verification ?? null,
    route: { ...route, because: [route.because, ...blind].join('; ') },
    plan: decided.plan,
    ...(decided.source === undefined ? {} : { source: decided.source }),
    timetable: timetableOf(deps.policies, control, ladder),
    dwell: dwell.seconds,
  };
}

/** For search attributes, whose keywords Temporal's SQL visibility limits to 255 characters; lists show them whole. */
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
  readonly entered: AccountAccess;
  readonly tags: LiveTags;
  readonly checked: Checked;
}

/** Makes a plan only where policy allows an automatic write. */
async function decide(
  { policies, ledger }: Pick<TriageDeps, 'policies' | 'ledger'>,
  { problem, severity, workflowId }: TriageInput,
  { control, entered, tags, checked }: Seen,
): Promise<Decided> {
  const { verification, check } = checked;
  if (verification.verdict !== 'open') return toHumanReview(`verified ${verification.verdict}`);
  const { route, path, mode } = await readAuthority(policies, problem, severity);
  if (route.to === 'people') return { route, plan: null };
  // The owner is read from tags. Without tags no owner is known who agreed to automatic writes.
  if (tags.tags === null) return toHumanReview(`the tags could not be read: ${tags.unreadable}`);
  if (path === 'code') return { route, plan: null, source: 'code' };
  if (entered.clients === null || !check?.settings) {
    const settings = `the settings of ${problem.resource.name} are not known`;
    return toHumanReview(`no plan can be made: ${settings}`);
  }
  const { ssm } = entered.clients;
  try {
    const { documentName } = control.runbook;
    const document = await checkedDocument(ssm, documentName, problem, forPlan(policies));
    const { plan, ref } = makePlan({ control, problem, document, settings: check.settings });
    await ledger.rememberPlan(workflowId, ref.hash, plan);
    const source = path === 'both' && mode === 'enforce' ? { source: path } : {};
    return { route, plan: { ...ref, stored: true }, ...source };
  } catch (error) {
    return toHumanReview(`no plan can be made: ${permanentReason(error)}`);
  }
}

/** The plan of an undo that a person with authority requested; null when nobody did. */
async function undoOf(
  { ledger, policies }: TriageDeps,
  { undo, workflowId, problem }: TriageInput,
  { control, entered, checked }: Partial<Nullable<Seen>>,
): Promise<NonNullable<TriageResult['undo']> | null> {
  if (undo === undefined) return null;
  const clients = entered?.clients ?? null;
  const check = checked?.check ?? null;
  if (!control || clients === null || check === null)
    return { plan: null, because: checked?.verification.summary ?? 'no control verifies it' };
  const { ssm } = clients;
  try {
    const allowed = forPlan(policies);
    const plan = await planUndo({ ledger, workflowId, problem, control, check, ssm, allowed });
    if ('because' in plan) return { plan: null, because: plan.because };
    const { ref, plan: whole } = plan.value;
    await ledger.rememberPlan(workflowId, ref.hash, whole);
    return {
      plan: { ...ref, stored: true },
      because: 'it restores the settings from before the fix',
    };
  } catch (error) {
    return { plan: null, because: `no plan can be made: ${permanentReason(error)}` };
  }
}

function forPlan({ documents }: Policies): Allowed {
  return { accepted: documents, purpose: 'plan' };
}

type Nullable<T> = { readonly [Key in keyof T]: T[Key] | null };

function toHumanReview(because: string): Decided {
  return { route: { to: 'people', because }, plan: null };
}
