/** Where the explored lives begin: what Ana, sources and policies did before Bob is alone with the finding. */
import type { LifecycleEvent, TriageResult } from '../../../../domain/lifecycle/events.ts';
import { begin } from '../../../../domain/lifecycle/machine.ts';
import { attempt, DRAFT, PULL } from '../../../builders/code-fix.ts';
import { importedAcceptance } from '../../../builders/decision.ts';
import { observation } from '../../../builders/finding.ts';
import { opening, problem } from '../../../builders/problem.ts';
import { triageResult } from '../../../builders/triage-result.ts';
import { verification } from '../../../builders/verification.ts';
import { begun, make } from './explore.ts';
import type { Moment } from './explore.ts';
import { NOTHING_SAID } from './judge.ts';
import { PLANS, says, TIMETABLE } from './moves.ts';
import type { Setting } from './moves.ts';

const NOW = Date.parse('2026-11-01T10:00:00Z');

type Severity = 'MEDIUM' | 'HIGH';
type Said = Parameters<typeof says>[3];
/** What happens next; an id that no other step has. */
type Step = (moment: Moment, id: string) => LifecycleEvent;

function after(severity: Severity, ...steps: readonly Step[]): Moment {
  return afterReport({ severity, control: problem.control }, ...steps);
}

function afterReport(
  { severity, control }: { readonly severity: Severity; readonly control: string | null },
  ...steps: readonly Step[]
): Moment {
  const first = observation({ severity, messageId: 'first' });
  const state = begin({ ...opening, problem: { ...problem, control } }, first, NOW);
  const start = begun({ state, running: null, books: NOTHING_SAID, now: NOW });
  return steps.reduce((moment, step, n) => make(moment, step(moment, `s${n}`), moment.now), start);
}

const triaged =
  (to: TriageResult['route']['to'], changes: Partial<TriageResult> = {}): Step =>
  ({ state: { severity } }) => ({
    type: 'triaged',
    result: triageResult({
      severity,
      timetable: TIMETABLE,
      route: { to, because: 'table' },
      plan: { hash: PLANS.fix, summary: 'the fix' },
      ...changes,
    }),
  });

const decides =
  (actor: string, said: Said): Step =>
  ({ state, now }, id) =>
    says(actor, state, { id, now }, said);

const believed: Step = ({ state }) => ({
  type: 'decisionChecked',
  id: state.pending?.id ?? '',
  check: { trusted: true, because: 'of the team', actor: state.pending?.actor ?? '' },
});

/** A decision, with the check of its proof. */
const by = (actor: string, decision: Said['decision']): readonly Step[] => [
  decides(actor, { decision }),
  believed,
];

const event =
  (one: LifecycleEvent): Step =>
  () =>
    one;
const anaCancels: Step = (_, id) => ({
  type: 'cancel',
  command: { id, actor: 'ana', why: 'stop' },
});
const recheck: Step = (_, id) => ({ type: 'recheck', command: { id, actor: 'ana', why: 'look' } });
const verified = (verdict: 'open' | 'fixed'): Step =>
  event({ type: 'verified', verification: verification(verdict) });
const wrote = (status: 'succeeded' | 'failed'): Step =>
  event({ type: 'remediated', result: { status, executionId: 'e', reason: 'r' } });
const done = { status: 'done', remarks: [] } as const;
const suppressed = event({ type: 'suppressed', result: done });
const reopened = event({ type: 'reopened', result: done });
const drafted = event({
  type: 'drafted',
  result: { status: 'drafted', attempt: attempt(null), draft: DRAFT },
});
const proposed = event({ type: 'proposed', result: { status: 'open', pull: PULL } });
const hint: Step = (_, id) => ({
  type: 'exceptionsChanged',
  hint: { id, exception: 'exception:1', because: 'requested' },
});
const timePasses = (moment: Moment): Moment => {
  const { phase } = moment.state;
  const now = 'deadline' in phase ? phase.deadline : moment.now;
  return make(moment, { type: 'deadline' }, now);
};

const until = Date.parse('2027-06-01T00:00:00Z');
const named = { by: 'a lead', confirmedBy: 'another lead', why: 'known' };
const covered = { cover: { id: 'exception:1', ...named, since: NOW, until } };
const noControl = { verification: null, plan: null } as const;
const anaRejected = [triaged('approval'), ...by('ana', 'reject')] as const;
const undoPlan = {
  verification: verification('fixed'),
  plan: null,
  undo: { plan: { hash: PLANS.undo, summary: 'the undo' }, because: 'restores' },
} as const;
const fixedByBob = [
  triaged('approval'),
  ...by('bob', 'approve'),
  wrote('succeeded'),
  recheck,
] as const;

export interface Start {
  readonly setting?: Setting;
  readonly moments: readonly Moment[];
}

/** By what happened before. */
export const STARTS: Readonly<Record<string, Start>> = {
  'a finding that was just reported': { moments: [after('MEDIUM'), after('HIGH')] },
  'a plan that waits for its approval': {
    moments: [after('MEDIUM', triaged('approval')), after('HIGH', triaged('approval'))],
  },
  'a plan that Ana rejected': {
    moments: [after('MEDIUM', ...anaRejected), after('HIGH', ...anaRejected)],
  },
  'automatic steps that Ana stopped': {
    moments: [
      after('MEDIUM', anaCancels, triaged('automatic')),
      after('MEDIUM', triaged('approval'), anaCancels),
      after('MEDIUM', triaged('approval'), recheck, anaCancels),
      after('MEDIUM', triaged('automatic'), anaCancels),
    ],
  },
  'a plan that nobody approved in time': {
    moments: [timePasses(after('HIGH', triaged('approval')))],
  },
  'a plan that the table gave to people': { moments: [after('MEDIUM', triaged('people'))] },
  'a runbook that failed': {
    moments: [
      after(
        'MEDIUM',
        triaged('approval'),
        ...by('bob', 'approve'),
        wrote('failed'),
        verified('open'),
      ),
    ],
  },
  'a plan that Ana asks to approve in human review': {
    moments: [after('HIGH', ...anaRejected, ...by('ana', 'approve'))],
  },
  'a risk that Ana and Bob accepted': {
    moments: [
      after(
        'HIGH',
        triaged('approval'),
        ...by('ana', 'accept'),
        ...by('bob', 'accept'),
        suppressed,
      ),
    ],
  },
  'a risk that one of them accepted': {
    moments: [
      after('MEDIUM', triaged('approval'), ...by('ana', 'accept'), suppressed),
      after('MEDIUM', ...anaRejected, ...by('bob', 'accept'), suppressed),
      after('MEDIUM', triaged('approval'), ...by('bob', 'accept'), anaCancels, suppressed),
    ],
  },
  'an acceptance that was imported': {
    moments: [
      after(
        'MEDIUM',
        event({ type: 'imported', acceptance: importedAcceptance() }),
        triaged('automatic', { imported: { granted: true, ...named, until } }),
        suppressed,
      ),
      after(
        'MEDIUM',
        event({ type: 'imported', acceptance: importedAcceptance() }),
        triaged('automatic', { imported: { granted: false, because: 'not SUPPRESSED' } }),
      ),
    ],
  },
  'a scoped exception over the finding': {
    setting: { covered: true },
    moments: [
      after('MEDIUM', triaged('automatic', covered), suppressed),
      after('MEDIUM', ...anaRejected, hint, triaged('automatic', covered), suppressed),
    ],
  },
  'a fix that was undone': {
    moments: [
      after(
        'MEDIUM',
        decides('ana', { decision: 'undo' }),
        triaged('people', undoPlan),
        believed,
        triaged('people', undoPlan),
        ...by('bob', 'approve'),
        wrote('succeeded'),
        reopened,
      ),
    ],
  },
  'an undo that somebody asked for': {
    moments: [
      after('MEDIUM', decides('bob', { decision: 'undo' })),
      after('MEDIUM', ...anaRejected, ...by('bob', 'undo'), triaged('people', undoPlan)),
      after('MEDIUM', ...anaRejected, ...by('ana', 'undo'), triaged('people', undoPlan)),
    ],
  },
  'a fix that settles': { moments: [after('MEDIUM', ...fixedByBob, verified('open'))] },
  'a first triage that failed': {
    moments: [after('MEDIUM', event({ type: 'failed', work: 'triage', failure: 'lost' }))],
  },
  'a finding that no control covers': {
    moments: [
      afterReport({ severity: 'MEDIUM', control: null }, triaged('people', noControl)),
      afterReport(
        { severity: 'MEDIUM', control: null },
        triaged('people', noControl),
        ...by('ana', 'attest'),
      ),
    ],
  },
  'a problem that keeps returning': {
    setting: { dwell: 3600 },
    moments: [
      after('MEDIUM', ...anaRejected),
      after('MEDIUM', triaged('approval', { dwell: 3600 })),
    ],
  },
  'a fix in code': {
    setting: { source: 'code' },
    moments: [
      after('MEDIUM', triaged('automatic', { source: 'code', plan: null }), drafted, proposed),
      after('MEDIUM', triaged('automatic', { source: 'code', plan: null }), anaCancels, drafted),
    ],
  },
  'a fix of resource and code': {
    setting: { source: 'both' },
    moments: [
      after('MEDIUM', triaged('approval', { source: 'both' })),
      after('MEDIUM', triaged('approval', { source: 'both' }), ...by('ana', 'reject')),
      after('MEDIUM', triaged('approval', { source: 'both' }), ...by('bob', 'approve')),
    ],
  },
};
