/** Names that live in running histories: a change here breaks workflows in flight. See CONTRIBUTING.md before editing. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { RULES } from '../domain/lifecycle/state.ts';
import { OPTIONS } from '../workflows/activity-options.ts';
import * as workflows from '../workflows/index.ts';
import * as messages from '../workflows/messages.ts';
import { PATCH_OF_RULES, PATCHES } from '../workflows/patches.ts';

it('names in running histories are these', () => {
  assert.deepEqual(Object.keys(workflows), [
    'Audit',
    'FindingLifecycle',
    'KillSwitch',
    'ScopedException',
    'Sweep',
  ]);
  assert.equal(messages.FINDING_LIFECYCLE, 'FindingLifecycle');
  assert.equal(messages.SCOPED_EXCEPTION, 'ScopedException');
  assert.equal(messages.KILL_SWITCH, 'KillSwitch');
  assert.deepEqual([messages.SWEEP, messages.SWEEP_SCHEDULE], ['Sweep', 'closeloop-sweep']);
  assert.deepEqual([messages.AUDIT, messages.AUDIT_SCHEDULE], ['Audit', 'closeloop-audit']);
  assert.deepEqual(messages.TASK_QUEUES, {
    orchestrator: 'closeloop-orchestrator',
    runtime: 'closeloop-runtime',
    closer: 'closeloop-closer',
    code: 'closeloop-code',
    prevention: 'closeloop-prevention',
    audit: 'closeloop-audit',
  });
  assert.deepEqual(Object.keys(OPTIONS), [
    'triage',
    'record',
    'checkDecision',
    'checkImport',
    'remediate',
    'changeSwitch',
    'verify',
    'close',
    'suppress',
    'reopen',
    'checkScopedDecision',
    'recordException',
    'wakeCovered',
    'dueForSweep',
    'lookAgain',
    'tellAgain',
    'revive',
    'noteFailedFix',
    'draftFix',
    'proposeFix',
    'checkMerge',
    'withdrawFix',
    'sealStories',
    'findUnproven',
    'tellAudit',
    'reopenUnproven',
  ]);
  assert.deepEqual(PATCHES, {
    peopleKeepIt: '20261130-people-keep-it',
    waitingPlans: '20261130-waiting-plans',
    runtimeChecksAssignments: '20261130-runtime-checks-assignments',
    noTimeByMessages: '20261130-no-time-by-messages',
  });
  assert.deepEqual(definitionNames(), {
    signal: [
      'accept',
      'approve',
      'exceptionsChanged',
      'imported',
      'mapped',
      'mergeHint',
      'observed',
    ],
    update: [
      'accept',
      'approve',
      'askScoped',
      'assign',
      'attest',
      'cancel',
      'claimFixed',
      'confirmScoped',
      'extend',
      'extendScoped',
      'recheck',
      'reject',
      'revoke',
      'revokeScoped',
      'undo',
    ],
    query: ['view', 'viewScoped'],
  });
});

it('search attributes are these, and fit the columns of SQL visibility', () => {
  const keys = Object.values(messages.SEARCH_ATTRIBUTES).map(({ name, type }) => `${name} ${type}`);
  const columns = { KEYWORD: 10, KEYWORD_LIST: 3, DATETIME: 3, INT: 3, BOOL: 3 };

  assert.deepEqual(keys, [
    'FindingState KEYWORD',
    'FindingSeverity KEYWORD',
    'FindingSource KEYWORD',
    'FindingAccountId KEYWORD',
    'FindingRegion KEYWORD',
    'FindingControlId KEYWORD',
    'FindingOwnerTeam KEYWORD',
    'FindingEnvironment KEYWORD',
    'FindingDestiny KEYWORD',
    'FindingSlaDueAt DATETIME',
    'FindingNextWakeAt DATETIME',
    'FindingExceptionExpiresAt DATETIME',
    'FindingEpisode INT',
    'FindingNeedsHuman BOOL',
    'FindingKeys KEYWORD_LIST',
  ]);
  for (const [type, most] of Object.entries(columns)) {
    assert.ok(keys.filter((key) => key.endsWith(` ${type}`)).length <= most, type);
  }
});

it('phases and kinds of story lines are these', () => {
  const state = readFileSync(new URL('../domain/lifecycle/state.ts', import.meta.url), 'utf8');
  const phases = [...state.matchAll(/readonly name: '([A-Z_]+)'/g)].map(([, name]) => name);

  assert.deepEqual(
    phases.toSorted((a, b) => (a ?? '').localeCompare(b ?? '')),
    [
      'ACCEPTED',
      'AWAITING_APPROVAL',
      'AWAITING_MERGE',
      'CHECK_MERGE',
      'CLOSE',
      'CLOSED',
      'DRAFT_FIX',
      'HUMAN_REVIEW',
      'PROPOSE_FIX',
      'REMEDIATE',
      'REOPEN',
      'SETTLE',
      'SUPPRESS',
      'TRIAGE',
      'VERIFY',
      'WITHDRAW_FIX',
    ],
  );
});

function definitionNames(): Record<string, string[]> {
  const found: Record<string, string[]> = { signal: [], update: [], query: [] };
  for (const value of Object.values(messages)) {
    if (typeof value === 'object' && 'name' in value && typeof value.name === 'string') {
      found[value.type]?.push(value.name);
    }
  }
  return found;
}

it('each version of the rules after the first has a patch of its own', () => {
  const versions = Array.from({ length: RULES - 1 }, (_, n) => n + 2);

  assert.deepEqual(Object.keys(PATCH_OF_RULES).map(Number), versions);
  assert.equal(new Set(Object.values(PATCH_OF_RULES)).size, versions.length);
});
