/** Scenarios whose histories are frozen: each stops where a deployment may find a lifecycle. */
import type { Decision } from '../../domain/decision.ts';
import {
  accept,
  acceptSignal,
  approve,
  approveSignal,
  assign,
  attest,
  cancel,
  exceptionsChanged,
  extend,
  recheck,
  reject,
  revoke,
  undo,
} from '../../workflows/messages.ts';
import { observation } from '../builders/finding.ts';
import { planHash, timetable } from '../builders/triage-result.ts';
import { decisionFor } from '../workflows/environment.ts';
import type { Lifecycle } from '../workflows/environment.ts';
import { fakeWorld } from '../workflows/fake-activities.ts';
import type { FakeWorld } from '../workflows/fake-activities.ts';
import { closed, from, waitForEntry, waitForPhase } from './live.ts';
import type { FrozenScenario } from './live.ts';

const needsApproval = { route: { to: 'approval', because: 'HIGH needs one' } } as const;
const people = { route: { to: 'people', because: 'manual' } } as const;
const command = { id: 'c-1', actor: 'ana', why: 'asked' };
const fourEyes = { ...timetable.acceptance, fourEyesFrom: 'LOW' } as const;
const quickLadder = [
  { who: 'payments', seconds: { ...timetable.approval, HIGH: 2 } },
  { who: 'security', seconds: timetable.approval },
];
const NOT_MAPPED = { control: null, unmappedReason: 'no control covers it' } as const;
const ARCHIVED = { messageId: 'm-2', recordState: 'ARCHIVED' } as const;
const quick = { settle: [1, 1] };

export const SCENARIOS: Readonly<Record<string, FrozenScenario>> = {
  'automatic-fixed': { world: () => fakeWorld(quick), live: closed },
  'already-fixed': { world: () => fakeWorld({ bucket: 'fixed' }), live: closed },
  'waits-for-approval': from('AWAITING_APPROVAL', needsApproval),
  'approved-by-update': from(
    'AWAITING_APPROVAL',
    { ...quick, ...needsApproval },
    async (lifecycle) => {
      await lifecycle.executeUpdate(approve, { args: [decisionFor(lifecycle)] });
      await closed(lifecycle);
    },
  ),
  'approved-in-the-web-ui': from(
    'AWAITING_APPROVAL',
    { ...quick, ...needsApproval },
    async (lifecycle) => {
      await lifecycle.signal(approveSignal, { actor: 'ana', planHash });
      await closed(lifecycle);
    },
  ),
  'rejected-and-with-people': from('AWAITING_APPROVAL', needsApproval, async (lifecycle, world) => {
    await lifecycle.executeUpdate(reject, {
      args: [decisionFor(lifecycle, { decision: 'reject' })],
    });
    await waitForPhase(lifecycle, world, 'HUMAN_REVIEW');
  }),
  'unknown-type-with-people': { about: NOT_MAPPED, ...from('HUMAN_REVIEW') },
  'runbook-failed': from('HUMAN_REVIEW', {
    automation: { status: 'failed', executionId: 'e', reason: 'denied' },
  }),
  settling: from('SETTLE'),
  'second-round-after-a-retry': {
    world: () => {
      const world = fakeWorld({ ...quick, ineffective: true });
      let failures = 0;
      world.before.verify = () => {
        failures += 1;
        if (failures === 1) throw new Error('connection refused');
      };
      return world;
    },
    live: async (lifecycle, world) => waitForPhase(lifecycle, world, 'HUMAN_REVIEW'),
  },
  'joined-raised-rechecked-and-cancelled': from(
    'AWAITING_APPROVAL',
    needsApproval,
    async (lifecycle, world) => {
      const finding = { id: 'second/0c2d', productArn: 'arn:p' };
      const changes = { messageId: 'm-2', finding, severity: 'CRITICAL' } as const;
      await lifecycle.signal('observed', observation(changes));
      await waitForPhase(lifecycle, world, 'AWAITING_APPROVAL');
      await lifecycle.executeUpdate(recheck, { args: [command] });
      await waitForPhase(lifecycle, world, 'AWAITING_APPROVAL');
      await lifecycle.executeUpdate(cancel, { args: [{ ...command, id: 'c-2' }] });
      await waitForPhase(lifecycle, world, 'HUMAN_REVIEW');
    },
  ),
  'accepted-and-asleep': from('HUMAN_REVIEW', people, async (lifecycle, world) => {
    await lifecycle.executeUpdate(accept, { args: [acceptance(lifecycle, 200)] });
    await waitForPhase(lifecycle, world, 'ACCEPTED');
  }),
  'accepted-extended-and-revoked': from('HUMAN_REVIEW', people, async (lifecycle, world) => {
    await lifecycle.executeUpdate(accept, { args: [acceptance(lifecycle, 20)] });
    await waitForPhase(lifecycle, world, 'ACCEPTED');
    const longer = acceptance(lifecycle, 25, { id: 'd-2', decision: 'extend' });
    await lifecycle.executeUpdate(extend, { args: [longer] });
    await waitForEntry(lifecycle, world, 'extended');
    await waitForPhase(lifecycle, world, 'ACCEPTED');
    const revoked = decisionFor(lifecycle, { id: 'd-3', decision: 'revoke', planHash: null });
    await lifecycle.executeUpdate(revoke, { args: [revoked] });
    await waitForPhase(lifecycle, world, 'HUMAN_REVIEW');
  }),
  'accepted-by-two-in-the-web-ui': from(
    'HUMAN_REVIEW',
    { ...people, policies: { acceptance: fourEyes } },
    async (lifecycle, world) => {
      const until = inDays(10);
      for (const actor of ['ana', 'ben']) {
        await lifecycle.signal(acceptSignal, { actor, until, why: 'moves in Q1' });
        await waitForEntry(lifecycle, world, actor === 'ana' ? 'second-asked' : 'accepted');
      }
      await waitForPhase(lifecycle, world, 'ACCEPTED');
    },
  ),
  'expired-and-triaged-anew': from('HUMAN_REVIEW', people, async (lifecycle, world) => {
    const soon = { until: new Date(Date.now() + 4_000).toISOString() };
    await lifecycle.executeUpdate(accept, { args: [acceptance(lifecycle, 0, soon)] });
    await waitForPhase(lifecycle, world, 'ACCEPTED');
    await waitForPhase(lifecycle, world, 'HUMAN_REVIEW');
  }),
  'undone-by-two': from('HUMAN_REVIEW', people, async (lifecycle, world) => {
    const asked = decisionFor(lifecycle, { id: 'u-1', decision: 'undo', planHash: null });
    await lifecycle.executeUpdate(undo, { args: [asked] });
    await waitForPhase(lifecycle, world, 'AWAITING_APPROVAL');
    const approval = decisionFor(lifecycle, { id: 'u-2', actor: 'ben' });
    await lifecycle.executeUpdate(approve, { args: [approval] });
    await waitForEntry(lifecycle, world, 'undone');
    await waitForPhase(lifecycle, world, 'HUMAN_REVIEW');
  }),
  'refused-undo-returned-to-people': from(
    'AWAITING_APPROVAL',
    needsApproval,
    async (lifecycle, world) => {
      const rejection = decisionFor(lifecycle, { id: 'r-1', decision: 'reject' });
      await lifecycle.executeUpdate(reject, { args: [rejection] });
      await waitForPhase(lifecycle, world, 'HUMAN_REVIEW');
      world.undoable = false;
      const asked = { id: 'u-1', actor: 'ben', decision: 'undo', planHash: null } as const;
      await lifecycle.executeUpdate(undo, { args: [decisionFor(lifecycle, asked)] });
      await waitForEntry(lifecycle, world, 'verified');
      await waitForPhase(lifecycle, world, 'HUMAN_REVIEW');
    },
  ),
  'revoked-by-one-of-two': {
    ...from('ACCEPTED', { ...needsApproval, policies: { acceptance: fourEyes } }),
    live: async (lifecycle, world) => {
      await waitForPhase(lifecycle, world, 'AWAITING_APPROVAL');
      const until = inDays(10);
      for (const actor of ['ana', 'ben']) {
        const said = acceptance(lifecycle, 0, { id: `a-${actor}`, actor, until });
        await lifecycle.executeUpdate(accept, { args: [said] });
        await waitForEntry(lifecycle, world, actor === 'ana' ? 'second-asked' : 'accepted');
      }
      await waitForPhase(lifecycle, world, 'ACCEPTED');
      world.route = { to: 'automatic', because: 'the table says automatic now' };
      const said = { id: 'd-3', actor: 'ben', decision: 'revoke', planHash: null } as const;
      await lifecycle.executeUpdate(revoke, { args: [decisionFor(lifecycle, said)] });
      await waitForPhase(lifecycle, world, 'HUMAN_REVIEW');
    },
  },
  'reminded-escalated-and-assigned': from(
    'HUMAN_REVIEW',
    { ...people, policies: { ladder: quickLadder, remindAt: [] } },
    async (lifecycle, world) => {
      await waitForEntry(lifecycle, world, 'escalated');
      const given = decisionFor(lifecycle, { decision: 'assign', planHash: null, team: 'data' });
      await lifecycle.executeUpdate(assign, { args: [given] });
      await waitForEntry(lifecycle, world, 'assigned');
      await waitForPhase(lifecycle, world, 'HUMAN_REVIEW');
    },
  ),
  'assigned-and-checked-by-the-runtime': from('HUMAN_REVIEW', people, async (lifecycle, world) => {
    const given = decisionFor(lifecycle, { decision: 'assign', planHash: null, team: 'data' });
    await lifecycle.executeUpdate(assign, { args: [given] });
    await waitForEntry(lifecycle, world, 'assigned');
  }),
  'imported-and-asleep': { imports: true, ...from('ACCEPTED', people) },
  'covered-by-a-wider-exception': from('HUMAN_REVIEW', people, async (lifecycle, world) => {
    const who = { by: 'ana', confirmedBy: 'ben', why: 'a static site' };
    const until = Date.parse(inDays(60));
    world.cover = { id: 'exception:1', ...who, since: Date.now(), until };
    const hint = { id: 'h-1', exception: 'exception:1', because: 'it is active' };
    await lifecycle.signal(exceptionsChanged, hint);
    await waitForPhase(lifecycle, world, 'ACCEPTED');
  }),
  'covered-and-uncovered': {
    world: () => fakeWorld(people),
    live: async (lifecycle, world) => {
      const who = { by: 'ana', confirmedBy: 'ben', why: 'a static site' };
      const until = Date.parse(inDays(20));
      world.cover = { id: 'exception:1', ...who, since: Date.now(), until };
      await waitForPhase(lifecycle, world, 'ACCEPTED');
      world.cover = null;
      const hint = { id: 'h-1', exception: 'exception:1', because: 'it was revoked' };
      await lifecycle.signal(exceptionsChanged, hint);
      await waitForPhase(lifecycle, world, 'HUMAN_REVIEW');
    },
  },
  'attested-while-the-source-reports-it': {
    about: NOT_MAPPED,
    world: () => fakeWorld(),
    live: attested,
  },
  'attested-and-closed': {
    about: NOT_MAPPED,
    world: () => fakeWorld(),
    live: async (lifecycle, world) => {
      await attested(lifecycle, world);
      world.source = 'archived';
      await lifecycle.signal('observed', observation(ARCHIVED));
      await closed(lifecycle);
    },
  },
  'withdrawn-by-its-source': {
    about: NOT_MAPPED,
    ...from('HUMAN_REVIEW', { source: 'archived' }, async (lifecycle) => {
      await lifecycle.signal('observed', observation(ARCHIVED));
      await closed(lifecycle);
    }),
  },
  'people-repaired-it': from('HUMAN_REVIEW', people, async (lifecycle, world) => {
    world.bucket = 'fixed';
    await lifecycle.executeUpdate(recheck, { args: [command] });
    await closed(lifecycle);
  }),
};

/** Two people attest it while the source still reports it. */
async function attested(lifecycle: Lifecycle, world: FakeWorld): Promise<void> {
  await waitForPhase(lifecycle, world, 'HUMAN_REVIEW');
  for (const actor of ['ana', 'ben']) {
    const word = { id: actor, actor, decision: 'attest', planHash: null, why: 'PR 7' } as const;
    await lifecycle.executeUpdate(attest, { args: [decisionFor(lifecycle, word)] });
    await waitForEntry(lifecycle, world, actor === 'ana' ? 'second-asked' : 'verified');
  }
  await waitForPhase(lifecycle, world, 'HUMAN_REVIEW');
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 24 * 3_600_000).toISOString();
}

function acceptance(lifecycle: Lifecycle, days: number, changes: Partial<Decision> = {}): Decision {
  const until = inDays(days);
  return decisionFor(lifecycle, {
    decision: 'accept',
    planHash: null,
    until,
    why: 'moves',
    ...changes,
  });
}
