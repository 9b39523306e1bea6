/** A plausible message of each kind, from lives of the real state machine: what a stranger reads first. */
import { sequenceOf } from '../../../activities/ledger/lifecycle/story-item.ts';
import { compose } from '../../../activities/notify/compose.ts';
import type { Message } from '../../../activities/notify/message.ts';
import { FIX_AGAIN } from '../../../controls/changes.ts';
import type { ShownPlan } from '../../../domain/decision-form.ts';
import type { Decision } from '../../../domain/decision.ts';
import type { LifecycleEvent } from '../../../domain/lifecycle/events.ts';
import { ledgerRow } from '../../../domain/lifecycle/ledger-row.ts';
import { begin, next, reduce } from '../../../domain/lifecycle/machine.ts';
import { RULES } from '../../../domain/lifecycle/state.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import { noticeKind } from '../../../domain/notice.ts';
import type { NoticeKind } from '../../../domain/notice.ts';
import type { LedgerRow } from '../../../domain/story.ts';
import { decision } from '../../builders/decision.ts';
import { observation } from '../../builders/finding.ts';
import { AROUND, notice, SHOWN_PLAN } from '../../builders/notice.ts';
import { opening, WORKFLOW_ID } from '../../builders/problem.ts';
import { FIXED_LIFE, LIVES } from './lives.ts';
import type { Life, Moment } from './lives.ts';

export interface Sample {
  /** What happened, for the heading. */
  readonly about: string;
  readonly message: Message;
}

const START = Date.parse('2026-11-23T10:00:00Z');
const ACCOUNTS: Readonly<Record<string, readonly string[]>> = {
  radia: [
    'slack:U0RADIA01',
    'jira:557058:radia',
    'azure-devops:0f9c2a1b-4d5e-4f60-8a7b-1c2d3e4f5a6b',
  ],
};
const around = { ...AROUND, accountsOf: (person: string) => ACCOUNTS[person] ?? [] };

/** In the order of `LIVES`: of each life the messages that it is about. */
export function samples(): readonly Sample[] {
  return [...LIVES.flatMap(samplesOf), ...fromTheAudit(), prevented()];
}

/** The audit tells of no story line: activities/sealing/tell.ts and activities/audit/tell-audit.ts. */
function fromTheAudit(): readonly Sample[] {
  const [fixed] = live({ moments: FIXED_LIFE }).slice(-1);
  if (fixed === undefined) throw new Error('The life of a fixed finding tells nothing.');
  const [report] = fixed.finding.reports.first;
  const of = (kind: NoticeKind, text: string): Message => ({
    ...fixed,
    kind,
    event: { actor: 'closeloop-audit', text },
  });
  const changed = 'line 5 of episode 1 is not what was sealed at 2026-11-23T12:00Z';
  const unproven = 'no proof of the closer names it';
  return [
    {
      about: 'the audit found that its story was changed',
      message: of('tampered', `The story is not what was sealed: ${changed}`),
    },
    {
      about: 'the audit found that it was closed without proof',
      message: of(
        'unproven',
        `Finding ${report?.id ?? ''} was RESOLVED in Security Hub without proof: ${unproven}`,
      ),
    },
  ];
}

/** No lifecycle ends so yet. */
function prevented(): Sample {
  const [fixed] = live({ moments: FIXED_LIFE }).slice(-1);
  if (fixed === undefined) throw new Error('The life of a fixed finding tells nothing.');
  const text = 'Prevented: a service control policy blocks it in this account';
  const state = { ...fixed.state, destiny: 'Prevented', destinyReason: null } as const;
  const message = { ...fixed, kind: 'prevented', event: { ...fixed.event, text }, state } as const;
  return { about: 'fixed, and its type is blocked by policy', message };
}

function samplesOf({ about, ...life }: Life): readonly Sample[] {
  const heard = live(life);
  return Object.entries(about).map(([at, what]) => {
    const message = heard[Number(at)];
    if (message === undefined) throw new Error(`"${what}" is not told: ${kinds(heard)}.`);
    return { about: what, message };
  });
}

function kinds(heard: readonly Message[]): string {
  return heard.map(({ kind }) => kind).join(', ');
}

/** All messages of that life. */
function live({ problem = opening.problem, episode = 1, told, moments }: Omit<Life, 'about'>) {
  let now = START;
  const first = observation(told ?? {});
  let state: State = { ...begin({ ...opening, problem }, first, now), rules: RULES };
  const heard: Message[] = [];
  for (const moment of moments) {
    const { seq } = state.story;
    now = timeOf(state, moment, now);
    state = reduce(state, eventOf(moment), now);
    heard.push(...toldSince(state, seq, episode));
  }
  return heard;
}

function timeOf(state: State, moment: Moment, now: number): number {
  const step = next({ ...state, story: { ...state.story, unwritten: [] } });
  if (moment === 'deadline') return step.do === 'wait' ? Math.max(step.until, now) : now;
  return now + 60_000;
}

function eventOf(moment: Moment): LifecycleEvent {
  if (moment === 'deadline') return { type: 'deadline' };
  if (!('says' in moment)) return moment;
  const { says, by, ...more }: Saying = moment;
  return {
    type: 'decision',
    decision: decision({ planHash: null, ...more, decision: says, actor: by, id: `${says}-${by}` }),
  };
}

type Saying = Extract<Moment, { says: Decision['decision'] }>;

function toldSince(state: State, since: number, episode: number): readonly Message[] {
  const row = ledgerRow(state);
  return state.story.unwritten.flatMap((line) => {
    const kind: NoticeKind | null = line.seq > since ? noticeKind(line, { ...row, episode }) : null;
    if (kind === null) return [];
    const { actor, at, text, seq } = line;
    const sequence = sequenceOf(episode, seq);
    const workflowId = row.problem.control === null ? UNMAPPED_ID : WORKFLOW_ID;
    const of = { ...notice({ kind, actor, at, text, sequence, episode, workflowId }), row };
    return [compose(of, around, planIn(row))];
  });
}

const UNMAPPED_ID =
  'guardduty:UnauthorizedAccess-S3-TorIPCaller:111122223333:eu-west-1:payments-logs:8c1d2e3f40';

/** The fix, or its undo. */
function planIn({ planHash, undo }: LedgerRow): ShownPlan | null {
  if (planHash === null) return null;
  if (undo === undefined) return SHOWN_PLAN;
  const settings = SHOWN_PLAN.change.settings.map(({ name, before, after }) => ({
    name,
    before: after,
    after: before,
  }));
  const mayBreak = 'The bucket may be public again: anybody may then read or write its objects.';
  const change = { ...SHOWN_PLAN.change, settings, mayBreak, undo: FIX_AGAIN };
  return { ...SHOWN_PLAN, change };
}
