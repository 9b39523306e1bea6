/** What one person can send at any moment, what sources report, and how the work in flight may end. */
import type { Decision } from '../../../../domain/decision.ts';
import { DECISIONS } from '../../../../domain/decision.ts';
import type { LifecycleEvent, TriageResult, Work } from '../../../../domain/lifecycle/events.ts';
import type { State } from '../../../../domain/lifecycle/state.ts';
import { VERDICTS } from '../../../../domain/verdict.ts';
import { attempt, DRAFT, PULL } from '../../../builders/code-fix.ts';
import { decision } from '../../../builders/decision.ts';
import { observation } from '../../../builders/finding.ts';
import { problem } from '../../../builders/problem.ts';
import { timetable, triageResult } from '../../../builders/triage-result.ts';
import { verification } from '../../../builders/verification.ts';

/** The fix of the table, the same after a drift, and the undo. */
export const PLANS = { fix: 'a'.repeat(64), drifted: 'b'.repeat(64), undo: 'c'.repeat(64) };

const DAY = 24 * 3_600_000;
const inDays = (now: number, days: number) => new Date(now + days * DAY).toISOString();

export const TIMETABLE = {
  ...timetable,
  acceptance: { ...timetable.acceptance, fourEyesFrom: 'HIGH' },
  fourEyesApproval: true,
} as const;

/** What differs between the lives that are explored. */
export interface Setting {
  /** Where the table has the problem fixed. Absent: the live resource. */
  readonly source?: 'code' | 'both';
  /** The problem keeps returning, so it is watched before it closes. Seconds. */
  readonly dwell?: number;
  /** A scoped exception may cover it. */
  readonly covered?: true;
}

/** The decision that `actor` would send now, seeing everything that is shown. */
export function says(
  actor: string,
  state: State,
  { id, now }: { readonly id: string; readonly now: number },
  said: Pick<Decision, 'decision'> & Partial<Decision>,
): LifecycleEvent {
  const kind = said.decision;
  const plan = kind === 'approve' || kind === 'reject' ? (state.plan?.hash ?? PLANS.fix) : null;
  const ends = kind === 'accept' ? inDays(now, 10) : kind === 'extend' ? inDays(now, 20) : null;
  const { severity, episode } = state;
  const seen = { severity, episode: episode ?? 1, planHash: plan, until: ends };
  const team = kind === 'assign' ? 'bobs' : null;
  return { type: 'decision', decision: decision({ id, actor, ...seen, team, ...said }) };
}

type Named = readonly [name: string, event: LifecycleEvent];

/** Every message that Bob can send, and every report. `id` is new with each move. */
export function messages(state: State, id: string, now: number): readonly Named[] {
  const command = { id, actor: 'bob', why: 'asked' };
  const plans = Object.entries(PLANS).map(([name, planHash]): Named => {
    const said = { decision: 'approve', planHash } as const;
    return [`bob approves ${name}`, says('bob', state, { id, now }, said)];
  });
  const others = DECISIONS.filter((kind) => kind !== 'approve').map((kind): Named => [
    `bob: ${kind}`,
    says('bob', state, { id, now }, { decision: kind }),
  ]);
  // The proof says that it was Bob; the message says Ana.
  const disguised = (['approve', 'accept', 'undo'] as const).map((kind): Named => [
    `bob in ana's name: ${kind}`,
    says('ana', state, { id, now }, { decision: kind }),
  ]);
  const hint = { id, exception: 'exception:1', because: 'it changed' };
  return [
    ...plans,
    ...others,
    ...disguised,
    ['bob: recheck', { type: 'recheck', command }],
    ['bob: claim-fixed', { type: 'claimFixed', command: { ...command, evidence: 'x' } }],
    ['bob: cancel', { type: 'cancel', command }],
    ['a scoped exception changes', { type: 'exceptionsChanged', hint }],
    ['the Git host hints', { type: 'mergeHint', id }],
    ...(state.problem.control === null
      ? [['a control covers it', { type: 'mapped', problem }] as const]
      : []),
    ...reports(state, id),
  ];
}

function reports({ severity }: State, messageId: string): readonly Named[] {
  const report = (name: string, changes: Parameters<typeof observation>[0]): Named => [
    name,
    { type: 'observed', observation: observation({ messageId, severity, ...changes }) },
  ];
  const worse = severity === 'MEDIUM' ? 'HIGH' : 'CRITICAL';
  const finding = { id: 'another', productArn: 'arn:p' };
  return [
    report('reported again', {}),
    report('another product reports it', { finding }),
    report('reported as worse', { severity: worse }),
    report('its source says PASSED', { compliance: 'PASSED' }),
    report('its source says ARCHIVED', { recordState: 'ARCHIVED' }),
    report('somebody asks for a check in Security Hub', { look: true }),
  ];
}

/** The work in flight, with what it was begun for. */
export interface Running {
  readonly work: Work;
  readonly severity: State['severity'];
  readonly mapped: boolean;
  /** Whether a proven undo was asked for. */
  readonly undo: boolean;
  readonly decision: Pick<Decision, 'id' | 'decision'> | null;
}

/** How the work in flight may end. */
export function results(running: Running, setting: Setting): readonly Named[] {
  const failed: Named = [
    `${running.work} fails`,
    { type: 'failed', work: running.work, failure: 'lost' },
  ];
  return [...endings(running, setting), failed];
}

const DONE = { status: 'done', remarks: [] } as const;
const REFUSALS = [{ finding: { id: 'x', productArn: 'p' }, code: 'No', message: '' }];
const REFUSED = { status: 'refused', refusals: REFUSALS } as const;
const WRITES = ['succeeded', 'failed', 'interrupted', 'moved', 'refused', 'planned'] as const;

function endings(running: Running, setting: Setting): readonly Named[] {
  switch (running.work) {
    case 'triage':
      return triages(running, setting).map(([name, result]) => [name, triaged(result)]);
    case 'checkDecision':
      return checks(running);
    case 'remediate':
      return WRITES.map((status) => [
        `the write: ${status}`,
        { type: 'remediated', result: { status, executionId: 'e', reason: 'r' } },
      ]);
    case 'verify':
      return VERDICTS.map((verdict) => [
        `verified ${verdict}`,
        { type: 'verified', verification: verification(verdict) },
      ]);
    case 'close':
      return [
        ['closed', { type: 'closed', result: { status: 'closed', remarks: [] } }],
        ['close refused', { type: 'closed', result: REFUSED }],
      ];
    case 'suppress':
      return [
        ['suppressed', { type: 'suppressed', result: DONE }],
        ['suppress refused', { type: 'suppressed', result: REFUSED }],
      ];
    case 'reopen':
      return [
        ['reopened', { type: 'reopened', result: DONE }],
        ['reopen refused', { type: 'reopened', result: REFUSED }],
      ];
    case 'record':
    case 'noteFailedFix':
      return [['noted', { type: 'failureNoted', remarks: [] }]];
    case 'draftFix':
    case 'proposeFix':
    case 'checkMerge':
    case 'withdrawFix':
      return codeEndings(running.work);
  }
}

function checks({ decision: asked }: Running): readonly Named[] {
  const { id = '', decision: kind } = asked ?? {};
  const owner = { team: 'bobs', because: 'given by bob' };
  const assigned = kind === 'assign' ? { assigned: { owner, ladder: timetable.ladder } } : {};
  const good = { trusted: true, because: 'of the team', actor: 'bob', ...assigned };
  return [
    ['bob is believed', { type: 'decisionChecked', id, check: good }],
    ['the proof is wrong', { type: 'decisionChecked', id, check: { trusted: false, because: '' } }],
  ];
}

function triaged(result: TriageResult): LifecycleEvent {
  return { type: 'triaged', result };
}

function triages(running: Running, setting: Setting): readonly (readonly [string, TriageResult])[] {
  const { severity, mapped, undo } = running;
  const { dwell = 0, source, covered } = setting;
  const common = { severity, timetable: TIMETABLE, dwell, ...(source ? { source } : {}) };
  const one = (changes: Partial<TriageResult>) => triageResult({ ...common, ...changes });
  const none = { route: { to: 'people', because: 'manual' }, plan: null } as const;
  if (!mapped) return [['no control', one({ ...none, verification: null })]];
  const fixed = { ...none, verification: verification('fixed') };
  const plan = source === 'code' ? null : { hash: PLANS.fix, summary: 'the fix' };
  const drifted = { hash: PLANS.drifted, summary: 'the fix after a drift' };
  const automatic = one({ route: { to: 'automatic', because: 'table' }, plan });
  const approval = one({ route: { to: 'approval', because: 'table' }, plan });
  const routes = [
    ['the table: automatic', automatic],
    ['the table: approval', approval],
  ] as const;
  const undoable = { plan: { hash: PLANS.undo, summary: 'the undo' }, because: 'restores' };
  const nothing = { plan: null, because: 'nothing to undo' };
  if (undo)
    return [
      ['an undo is possible', one({ ...fixed, undo: undoable })],
      ['compliant, nothing to undo', one({ ...fixed, undo: nothing })],
      ...routes.map(
        ([name, result]) => [`${name}, no undo`, { ...result, undo: nothing }] as const,
      ),
    ];
  const by = { by: 'a lead', confirmedBy: 'another lead', why: 'known', since: 0 };
  const cover = { id: 'exception:1', ...by, until: Date.parse('2027-06-01T00:00:00Z') };
  return [
    ...routes,
    ...(plan === null
      ? []
      : [['the table after a drift', { ...approval, plan: drifted }] as const]),
    ['for people, with a plan', one({ route: none.route, plan })],
    ['for people', one(none)],
    ['compliant', one(fixed)],
    ['could not be checked', one({ ...none, verification: verification('unknown') })],
    ...(covered ? [['covered', { ...automatic, cover }] as const] : []),
  ];
}

function codeEndings(
  work: 'draftFix' | 'proposeFix' | 'checkMerge' | 'withdrawFix',
): readonly Named[] {
  switch (work) {
    case 'draftFix': {
      const answers = [
        { status: 'drafted', attempt: attempt(null), draft: DRAFT },
        { status: 'rejected', attempt: attempt('again') },
        { status: 'standing', pull: PULL, merged: false },
        { status: 'holds', reason: 'r' },
        { status: 'people', reason: 'r' },
      ] as const;
      return answers.map((result) => [`draft: ${result.status}`, { type: 'drafted', result }]);
    }
    case 'proposeFix': {
      const outdated = { check: 'apply', code: 'NO_MATCH', reason: 'r', hint: 'h' };
      const answers = [
        { status: 'open', pull: PULL },
        { status: 'outdated', ...outdated },
        { status: 'moved', reason: 'r' },
        { status: 'people', reason: 'r' },
      ] as const;
      return answers.map((result) => [`proposal: ${result.status}`, { type: 'proposed', result }]);
    }
    case 'checkMerge':
      return (['open', 'merged', 'closed'] as const).map((status) => [
        `the pull request is ${status}`,
        { type: 'mergeChecked', check: { status, reason: 'r' } },
      ]);
    case 'withdrawFix':
      return [['withdrawn', { type: 'withdrawn', result: { status: 'closed' } }]];
  }
}
