/** Random event sequences. The judge keeps its own records and asks the machine only what to do next. */
import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { DECISIONS } from '../../../domain/decision.ts';
import { SEVERITIES } from '../../../domain/finding.ts';
import { cancelRefusal, recheckRefusal } from '../../../domain/lifecycle/commands.ts';
import { decisionRefusal } from '../../../domain/lifecycle/decisions.ts';
import type { HubResult, LifecycleEvent, TriageResult } from '../../../domain/lifecycle/events.ts';
import { begin, next, reduce } from '../../../domain/lifecycle/machine.ts';
import { isWaiting } from '../../../domain/lifecycle/state.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import { VERDICTS } from '../../../domain/verdict.ts';
import { OPTIONS } from '../../../workflows/activity-options.ts';
import { codeResult } from '../../builders/code-fix.ts';
import { decision, importedAcceptance } from '../../builders/decision.ts';
import { observation } from '../../builders/finding.ts';
import { opening, problem } from '../../builders/problem.ts';
import { timetable, triageResult } from '../../builders/triage-result.ts';
import { verification } from '../../builders/verification.ts';

const START = Date.parse('2026-11-01T10:00:00Z');

const DAY = 24 * 3_600_000;
const inDays = (days: number) => new Date(START + days * DAY).toISOString();

/** A few plan hashes, so that stale ones happen. */
const hash = fc.constantFrom('a', 'b', 'c').map((c) => c.repeat(64));
const severity = fc.constantFrom(...SEVERITIES);
const verdict = fc.constantFrom(...VERDICTS);
const id = fc.nat({ max: 30 }).map(String);

/** What may happen at any moment. */
const message: fc.Arbitrary<LifecycleEvent> = fc.oneof(
  fc
    .record({
      messageId: id,
      severity,
      compliance: fc.constantFrom('PASSED', 'FAILED', null),
      look: fc.boolean(),
      recordState: fc.constantFrom('ACTIVE', 'ARCHIVED'),
      finding: fc.record({ id, productArn: fc.constant('arn:p') }),
    })
    .map((changes) => ({ type: 'observed' as const, observation: observation(changes) })),
  fc
    .record({
      id,
      planHash: fc.option(hash, { nil: null }),
      decision: fc.constantFrom(...DECISIONS),
      actor: fc.constantFrom('ana', 'ben', 'cai'),
      severity,
      until: fc.option(fc.integer({ min: -5, max: 900 }).map(inDays), { nil: null }),
      team: fc.constantFrom('data', null),
    })
    .map((changes) => ({ type: 'decision' as const, decision: decision(changes) })),
  fc.constant({ type: 'mapped' as const, problem }),
  id.map((hint) => ({
    type: 'exceptionsChanged' as const,
    hint: { id: hint, exception: 'exception:1', because: 'it changed' },
  })),
  id.map((nonce) => ({ type: 'imported' as const, acceptance: importedAcceptance(nonce) })),
  id.map((i) => ({ type: 'recheck' as const, command: { id: `r${i}`, actor: 'ana', why: '' } })),
  id.map((i) => ({ type: 'cancel' as const, command: { id: `c${i}`, actor: 'ana', why: '' } })),
  id.map((i) => ({ type: 'mergeHint' as const, id: `m${i}` })),
  id.map((i) => ({
    type: 'claimFixed' as const,
    command: { id: `f${i}`, actor: 'ana', why: '', evidence: 'x' },
  })),
);

/** How a step may end; the driver uses the part that belongs to the step in flight. */
const ending = fc.record({
  fails: fc.boolean(),
  verdict,
  trusted: fc.boolean(),
  status: fc.constantFrom('succeeded', 'failed', 'interrupted', 'moved', 'refused', 'planned'),
  refused: fc.boolean(),
  source: fc.constantFrom(null, null, 'code', 'both'),
  route: fc.constantFrom('automatic', 'approval', 'people'),
  planHash: fc.option(hash, { nil: null }),
  /** For how many days a scoped exception covers it, or its import is granted. */
  covered: fc.option(fc.integer({ min: 1, max: 300 }), { nil: null }),
  granted: fc.option(fc.integer({ min: 1, max: 300 }), { nil: null }),
  during: fc.array(message, { maxLength: 2 }),
});
type Ending = typeof ending extends fc.Arbitrary<infer T> ? T : never;

it('random event sequences keep the promises of the state machine', () => {
  const lives = fc.array(ending, { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(lives, fc.boolean(), (endings, mapped) => live(endings, mapped)),
    { numRuns: 3_000 },
  );
});

/** The judge's records: the last triage and the last proven approval. */
interface Books {
  route: TriageResult['route']['to'] | null;
  proven: string | null;
  closing: boolean;
  /** Who a trusted decision named, for the exception that may follow. */
  accepters: readonly string[];
}

function live(endings: readonly Ending[], mapped: boolean): void {
  const subject = mapped ? problem : { ...problem, control: null };
  const books: Books = { route: null, proven: null, closing: false, accepters: ['a lead'] };
  let now = START;
  let state = begin({ ...opening, problem: subject }, observation(), now);
  for (const end of endings) {
    if (next(state).do === 'end') break;
    const before = state;
    for (const event of end.during) state = hear(state, event, now, books);
    // The step in flight began with the problem as it was then.
    const result = resultOf(before, end, before.problem.control !== null);
    if (result === null) {
      // A deadline fires only while the lifecycle still waits for it.
      const step = next(state);
      if (step.do !== 'wait') continue;
      now = Math.max(now, step.until);
      state = hear(state, { type: 'deadline' }, now, books);
    } else {
      state = hear(state, result, now, books);
    }
    now += 1_000;
    judge(state, books);
  }
}

function hear(state: State, event: LifecycleEvent, now: number, books: Books): State {
  const after = reduce(state, event, now);
  if (event.type === 'triaged' && state.phase.name === 'TRIAGE') {
    books.route = event.result.route.to;
    books.closing = ['fixed', 'gone'].includes(event.result.verification?.verdict ?? '');
  }
  if (event.type === 'triaged' && (state.importing ?? null) !== null)
    assert.notEqual(next(after).do, 'remediate', 'a machine changes what somebody had suppressed');
  if (event.type === 'triaged' && state.held) assert.notEqual(next(after).do, 'remediate');
  if (event.type === 'verified')
    books.closing = ['fixed', 'gone'].includes(event.verification.verdict);
  if (event.type === 'decisionChecked' && event.check.trusted && state.pending?.id === event.id) {
    const { decision: kind, actor, planHash: named } = state.pending;
    if (kind === 'approve') books.proven = named;
    if (kind === 'reject') books.proven = null;
    if (kind === 'accept' || kind === 'extend') books.accepters = [...books.accepters, actor];
  }
  if (event.type === 'observed' && after.severity !== state.severity) books.proven = null;
  judgeLooks(state, event, after);
  return after;
}

/** An exception has named people, an end within policy, and at least the finding's severity. */
function judgeException({ exception, phase, severity: now }: State, books: Books): void {
  assert.ok(exception !== null, 'asleep without an exception');
  assert.ok(books.accepters.includes(exception.by), 'accepted by nobody');
  assert.ok('deadline' in phase && phase.deadline === exception.until, 'sleeps past its end');
  assert.ok(exception.until - exception.since <= 730 * DAY, 'accepted for ever');
  assert.ok(SEVERITIES.indexOf(now) <= SEVERITIES.indexOf(exception.severity), 'it got worse');
  if (exception.by === 'a lead') assert.notEqual(now, 'CRITICAL', 'covered though CRITICAL');
  if (exception.severity !== 'CRITICAL') return;
  assert.ok(exception.confirmedBy !== null && exception.confirmedBy !== exception.by, 'two eyes');
}

/** A report that asks for a check causes one before the lifecycle waits again. */
function judgeLooks(before: State, event: LifecycleEvent, after: State): void {
  if (event.type !== 'observed' || after === before || before.problem.control === null) return;
  const { observation: o } = event;
  if (o.look !== true && o.compliance !== 'PASSED' && o.recordState !== 'ARCHIVED') return;
  if (before.phase.name === 'CLOSE' || before.phase.name === 'CLOSED') return;
  const looks = ['TRIAGE', 'VERIFY'].includes(after.phase.name) || after.lookAgain !== null;
  assert.ok(looks, `nobody looks after a word of the source in ${before.phase.name}`);
}

function judge(state: State, books: Books): void {
  const step = next(state);
  if (state.phase.name === 'ACCEPTED') judgeException(state, books);
  if (step.do === 'end') {
    assert.ok(books.closing, 'closed without a fixed or gone verdict');
    return;
  }
  if (step.do === 'wait') {
    assert.ok(isWaiting(state.phase) && Number.isFinite(step.until), 'waits without a deadline');
    return;
  }
  assert.ok('scheduleToCloseTimeout' in OPTIONS[step.do], `${step.do} may hang for ever`);
  if (step.do === 'close') assert.ok(books.closing, 'closes without a fixed or gone verdict');
  if (step.do !== 'remediate') return;
  assert.notEqual(state.plan, null);
  const allowed = books.route === 'automatic' || books.proven === state.plan?.hash;
  assert.ok(allowed, 'writes without the approval that the table demands');
}

/** The event that ends the step which was in flight, or null for a wait. */
function resultOf(state: State, end: Ending, mapped: boolean): LifecycleEvent | null {
  const step = next(state);
  if (step.do === 'wait' || step.do === 'end') return null;
  if (end.fails) return { type: 'failed', work: step.do, failure: 'lost' };
  switch (step.do) {
    case 'triage':
      return { type: 'triaged', result: triageOf(state, end, mapped) };
    case 'record':
      return { type: 'recorded', seq: state.story.seq, episode: 1 };
    case 'checkDecision': {
      const { team } = state.pending ?? {};
      const owner = { team: team ?? 'data', because: 'given' };
      const assigned = { owner, ladder: timetable.ladder };
      const check = { trusted: end.trusted, because: 'test', assigned };
      return { type: 'decisionChecked', id: state.pending?.id ?? '', check };
    }
    case 'remediate':
      return {
        type: 'remediated',
        result: { status: end.status, executionId: 'e', reason: 'why' },
      };
    case 'verify':
      return { type: 'verified', verification: verification(end.verdict) };
    case 'suppress':
      return { type: 'suppressed', result: hubResult(end.refused) };
    case 'reopen':
      return { type: 'reopened', result: hubResult(end.refused) };
    case 'noteFailedFix':
    case 'draftFix':
    case 'proposeFix':
    case 'checkMerge':
    case 'withdrawFix':
      return codeResult(step.do, end);
    case 'close': {
      const refusals = [{ finding: { id: 'x', productArn: 'p' }, code: 'No', message: '' }];
      const result = end.refused
        ? ({ status: 'refused', refusals } as const)
        : ({ status: 'closed', remarks: [] } as const);
      return { type: 'closed', result };
    }
  }
}

function hubResult(refused: boolean): HubResult {
  const refusals = [{ finding: { id: 'x', productArn: 'p' }, code: 'No', message: '' }];
  return refused ? { status: 'refused', refusals } : { status: 'done', remarks: [] };
}

function triageOf(state: State, end: Ending, mapped: boolean): TriageResult {
  const plan = end.planHash === null ? null : { hash: end.planHash, summary: 'plan' };
  return triageResult({
    severity: state.severity,
    verification: mapped ? verification(end.verdict) : null,
    route: { to: mapped ? end.route : 'people', because: 'table' },
    plan: mapped ? plan : null,
    ...(mapped && end.source !== null ? { source: end.source } : {}),
    ...(end.covered === null ? {} : { cover: { id: 'exception:1', ...since(end.covered) } }),
    ...(end.granted === null
      ? {}
      : { imported: { granted: true, importer: 'a lead', ...since(end.granted) } }),
  });
}

function since(days: number) {
  const who = { by: 'a lead', confirmedBy: 'another lead', why: 'known' };
  return { ...who, since: START, until: START + (400 + days) * DAY };
}

it('validator and reducer agree: an accepted decision changes the state, a refused one only the story', () => {
  const lives = fc.array(ending, { maxLength: 12 });
  fc.assert(
    fc.property(lives, message, (endings, last) => {
      const state = someState(endings);
      const refused = refusedBy(state, last);
      const after = reduce(state, last, START);
      if (refused) assert.deepEqual(after.phase, state.phase);
    }),
    { numRuns: 1_000 },
  );
});

function someState(endings: readonly Ending[]): State {
  let state = begin(opening, observation(), START);
  for (const end of endings) {
    const result = resultOf(state, end, true);
    state = reduce(state, result ?? { type: 'deadline' }, START);
  }
  return state;
}

function refusedBy(state: State, event: LifecycleEvent): boolean {
  if (event.type === 'decision') return decisionRefusal(state, event.decision, START) !== null;
  if (event.type === 'cancel') return cancelRefusal(state, event.command) !== null;
  if (event.type === 'recheck' || event.type === 'claimFixed') {
    return recheckRefusal(state, event.command) !== null;
  }
  return false;
}
