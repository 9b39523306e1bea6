import { Context } from '@temporalio/activity';

/** Activities over a bucket in memory. Tests set what they answer and read what they recorded. */
import type { DecisionCheck, ImportedAcceptance } from '../../domain/decision.ts';
import type { ImportCheck } from '../../domain/exception.ts';
import type { CloseResult, Route, TriageResult } from '../../domain/lifecycle/events.ts';
import type { Timetable } from '../../domain/lifecycle/state.ts';
import type { RemediationResult } from '../../domain/outcome.ts';
import type { Cover, ScopedCheck, ScopedRow } from '../../domain/scoped-exception/state.ts';
import type { LedgerRow, StoryEntry, StoryUpdate } from '../../domain/story.ts';
import type { SourceState, Verdict } from '../../domain/verdict.ts';
import type {
  CloseInput,
  CloserActivities,
  CodeActivities,
  OrchestratorActivities,
  RuntimeActivities,
  TriageInput,
} from '../../workflows/activity-types.ts';
import { planHash, timetable } from '../builders/triage-result.ts';
import { verification } from '../builders/verification.ts';

export interface FakeWorld {
  /** What a verification of the bucket finds. */
  bucket: Verdict;
  /** What Security Hub says of a type that no control verifies. */
  source: SourceState;
  route: Route;
  /** What starting the runbook answers; a succeeded one fixes the bucket unless `ineffective`. */
  automation: RemediationResult;
  ineffective: boolean;
  /** As `source` of a triage result; null: only the live resource. */
  fixIn: 'code' | 'both' | null;
  /** Seconds before the verification of each round. */
  settle: readonly number[];
  trusts: boolean;
  /** False: Closeloop wrote nothing that an undo could restore. */
  undoable: boolean;
  /** Changes to the sample's timetable. */
  policies: Partial<Timetable>;
  close: CloseResult;
  /** Runs before the named activity does its work: tests send messages or throw here. */
  before: Partial<
    Record<
      keyof OrchestratorActivities | keyof CloserActivities | keyof CodeActivities | 'remediate',
      () => Promise<void> | void
    >
  >;
  calls: string[];
  writes: number;
  closed: CloseInput[];
  /** What was written to Security Hub for exceptions. */
  hub: ('SUPPRESSED' | 'NEW')[];
  /** The scoped exception in force, as triage finds it in the ledger. */
  cover: Cover | null;
  /** Of a scoped exception: its row and story, and its notifications to lifecycles. */
  scoped: { row: ScopedRow | null; entries: StoryEntry[]; woken: string[] };
  ledger: { row: LedgerRow | null; entries: StoryEntry[]; openers: string[] };
}

export function fakeWorld(changes: Partial<FakeWorld> = {}): FakeWorld {
  return {
    bucket: 'open',
    source: 'open',
    route: { to: 'automatic', because: 'the table says automatic' },
    automation: { status: 'succeeded', executionId: 'execution-1' },
    ineffective: false,
    fixIn: null,
    settle: timetable.settle,
    trusts: true,
    undoable: true,
    policies: {},
    close: { status: 'closed', remarks: [] },
    before: {},
    calls: [],
    writes: 0,
    closed: [],
    hub: [],
    cover: null,
    scoped: { row: null, entries: [], woken: [] },
    ledger: { row: null, entries: [], openers: [] },
    ...changes,
  };
}

export function fakeActivities(
  world: FakeWorld,
): OrchestratorActivities & RuntimeActivities & CloserActivities {
  const enter = async (name: keyof FakeWorld['before'], input: CommonInput) =>
    await enterActivity(world, name, input);
  return {
    async triage(input) {
      const episode = await enter('triage', input);
      return triaged(world, input, episode);
    },
    async record(input) {
      return { episode: await enter('record', input) };
    },
    async checkDecision(input): Promise<DecisionCheck> {
      await enter('checkDecision', input);
      const { team } = input.decision;
      const owner = { team: team ?? 'data', because: `given by ${input.decision.actor}` };
      const ladder = [{ who: owner.team, seconds: timetable.approval }];
      const assigned = { owner, ladder };
      return { trusted: world.trusts, because: 'the test says so', assigned };
    },
    async remediate(input) {
      await enter('remediate', input);
      const { automation } = world;
      if (Context.current().cancellationSignal.aborted)
        return { status: 'refused', reason: 'called off before it began' };
      if (automation.status === 'succeeded' || automation.status === 'failed') world.writes += 1;
      if (automation.status === 'succeeded' && !world.ineffective) world.bucket = 'fixed';
      return automation;
    },
    async changeSwitch() {
      return { status: 'refused', because: 'the test has no kill switch' };
    },
    async verify(input) {
      await enter('verify', input);
      if (input.problem.control !== null) return verification(world.bucket);
      return verification('unknown', { source: world.source });
    },
    async suppress(input) {
      await enter('suppress', input);
      world.hub.push('SUPPRESSED');
      return { status: 'done', remarks: [] };
    },
    async reopen(input) {
      await enter('reopen', input);
      world.hub.push('NEW');
      return { status: 'done', remarks: [] };
    },
    async noteFailedFix(input) {
      await enter('noteFailedFix', input);
      return { remarks: [] };
    },
    ...scopedActivities(world),
    async checkImport(input) {
      await enter('checkImport', input);
      return importOf(world, input.acceptance);
    },
    async reopenUnproven() {
      return [];
    },
    async lookAgain() {
      return 'fixed';
    },
    async close(input) {
      await enter('close', input);
      world.closed.push(input);
      return world.close;
    },
  };
}

interface CommonInput {
  readonly story: StoryUpdate;
  readonly firstRunId: string;
}

/** Writes the story to the ledger, as every activity does first. Answers the episode. */
export async function enterActivity(
  world: FakeWorld,
  name: keyof FakeWorld['before'],
  { story, firstRunId }: CommonInput,
): Promise<number> {
  await world.before[name]?.();
  world.calls.push(name);
  const last = world.ledger.entries.at(-1)?.seq ?? 0;
  if (!world.ledger.openers.includes(firstRunId)) world.ledger.openers.push(firstRunId);
  const lines = story.entries.filter((e) => e.seq > last);
  world.ledger.entries.push(...lines);
  // As the ledger: without a new entry the row is not written, because nothing orders it.
  if (lines.length > 0) world.ledger.row = story.row;
  return world.ledger.openers.indexOf(firstRunId) + 1;
}

function triaged(world: FakeWorld, input: TriageInput, episode: number): TriageResult {
  const mapped = input.problem.control !== null;
  return {
    episode,
    severity: input.severity,
    owner: { team: 'payments', because: 'Team=payments' },
    environment: 'production',
    verification: mapped ? verification(world.bucket) : null,
    route: mapped ? world.route : { to: 'people', because: 'no control covers this type' },
    plan: mapped ? PLAN : null,
    timetable: { ...timetable, settle: world.settle, ...world.policies },
    dwell: 0,
    ...(world.fixIn === null ? {} : { source: world.fixIn }),
    ...(world.cover === null ? {} : { cover: world.cover }),
    ...(input.undo === undefined ? {} : { undo: world.undoable ? UNDOABLE : NOTHING_TO_UNDO }),
    ...(input.imported === undefined ? {} : { imported: importOf(world, input.imported) }),
  };
}

const PLAN = { hash: planHash, summary: 'Closeloop-BlockPublicAccess v1', stored: true } as const;
const UNDO_PLAN = { hash: planHash, summary: 'Closeloop-BlockPublicAccess-Undo v1' };
const UNDOABLE = { plan: UNDO_PLAN, because: 'restores' };
const NOTHING_TO_UNDO = { plan: null, because: 'Closeloop has written nothing to it' };

function importOf({ trusts }: FakeWorld, { actor, until, why }: ImportedAcceptance): ImportCheck {
  if (!trusts) return { granted: false, because: 'the test says no' };
  return { granted: true, importer: actor, why, until: Date.parse(until) };
}

type ScopedActivities = Pick<CloserActivities, 'checkScopedDecision' | 'recordException'> &
  Pick<OrchestratorActivities, 'wakeCovered'>;

/** Trusted people are security leads; the policies are the sample's. */
function scopedActivities(world: FakeWorld): ScopedActivities {
  const enter = async (name: keyof ScopedActivities) => {
    await world.before[name]?.();
    world.calls.push(name);
  };
  return {
    async checkScopedDecision({ decision }): Promise<ScopedCheck> {
      await enter('checkScopedDecision');
      const { most, lifetime, headsUp } = timetable.acceptance;
      const policy = { most, lifetime, headsUp, askSeconds: 3 * 24 * 3600 };
      const found = { trusted: world.trusts, because: 'the test says so', policy };
      if (decision.decision !== 'ask' && decision.decision !== 'extend') return found;
      const hash = `hash of ${decision.until ?? ''}`;
      return { ...found, hash, matched: { count: 1, unread: 0, rows: [] } };
    },
    async recordException({ row, entries }) {
      await enter('recordException');
      const last = world.scoped.entries.at(-1)?.seq ?? 0;
      world.scoped.entries.push(...entries.filter(({ seq }) => seq > last));
      world.scoped.row = row;
    },
    async wakeCovered({ because }) {
      await enter('wakeCovered');
      world.scoped.woken.push(because);
      return { told: 1 };
    },
  };
}
