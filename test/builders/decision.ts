/** What people decide about the sample's problem. */
import type { Decision, ImportedAcceptance } from '../../domain/decision.ts';
import type { Scope } from '../../domain/scope.ts';
import type { ScopedDecision } from '../../domain/scoped-exception/state.ts';
import { ACCOUNT, WORKFLOW_ID } from './problem.ts';
import { planHash } from './triage-result.ts';

export function decision(changes: Partial<Decision> = {}): Decision {
  return {
    id: 'decision-1',
    finding: WORKFLOW_ID,
    episode: 1,
    decision: 'approve',
    planHash,
    severity: 'HIGH',
    until: null,
    team: null,
    actor: 'ana',
    why: 'reviewed',
    door: 'cli',
    proof: null,
    ...changes,
  };
}

/** Ada approves that plan. */
export function approvalOf(hash: string, changes: Partial<Decision> = {}): Decision {
  return decision({ planHash: hash, actor: 'Ada', ...changes });
}

export function importedAcceptance(id = 'i-1'): ImportedAcceptance {
  const about = {
    finding: WORKFLOW_ID,
    decision: 'import',
    until: '2026-12-01T00:00:00Z',
  } as const;
  return { id, ...about, actor: 'margaret', why: 'known', door: 'cli', proof: null };
}

export const scope: Scope = { control: 'S3.PublicAccess', account: ACCOUNT, tag: null };

export function scopedDecision(changes: Partial<ScopedDecision> = {}): ScopedDecision {
  return {
    id: 'scoped-1',
    exception: 'exception:1',
    decision: 'ask',
    scope,
    until: null,
    hash: null,
    actor: 'ana',
    why: 'a static site',
    door: 'cli',
    proof: null,
    ...changes,
  };
}
