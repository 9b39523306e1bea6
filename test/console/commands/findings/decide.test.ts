import assert from 'node:assert/strict';

import type { Lifecycle } from '../../../../activities/ledger/ledger.ts';
import type { SendResult } from '../../../../client/messages.ts';
import { CliError } from '../../../../console/cli/cli-error.ts';
import {
  decide,
  type DecideRequest,
  type ApprovalDeps,
} from '../../../../console/commands/findings/decide.ts';
import { cancel, claimFixed } from '../../../../console/commands/findings/send-command.ts';
import type { WritesStopped } from '../../../../console/commands/findings/writes-stopped.ts';
import {
  closed,
  depsFor,
  lifecycle,
  messagesThat,
  NEW_PLAN,
  PLAN,
  PROOF,
  textOf,
} from '../../rows.ts';

const ACCEPTED: SendResult = {
  status: 'accepted',
  answer: { accepted: true, phase: 'AWAITING_APPROVAL', episode: 1, text: 'approve accepted' },
};
const request: DecideRequest = {
  id: 'payments-logs',
  decision: 'approve',
  plan: PLAN,
  why: 'checked with the team',
  actor: 'dana',
  wait: true,
};

describe('approving', () => {
  it('findings approve sends exactly the plan that the person named, with reason and decision channel', async () => {
    const messages = messagesThat(ACCEPTED);

    const reply = await decide(approvalDepsFor(lifecycle(), messages), request);

    const [[workflowId, said] = []] = messages.said;
    assert.equal(workflowId, lifecycle().workflowId);
    assert.equal(said?.update, 'approve');
    const { id, shown, ...payload } = { shown: '', ...(said?.payload ?? { id: '' }) };
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.match(shown, /^2:[0-9a-f]{64}$/);
    assert.deepEqual(payload, {
      finding: lifecycle().workflowId,
      episode: 1,
      decision: 'approve',
      planHash: PLAN,
      severity: 'CRITICAL',
      until: null,
      team: null,
      actor: 'dana',
      why: 'checked with the team',
      door: 'cli',
      proof: PROOF,
    });
    assert.equal(reply.json['accepted'], true);
    assert.match(textOf(reply), /dana approved plan 55d7[^]*findings show payments-l/);
  });

  it('findings approve sends nothing without a plan hash, and prints the command to repeat', async () => {
    const error = await refused(ACCEPTED, { ...request, plan: undefined });

    assert.deepEqual([error.code, error.exitCode], ['plan-not-named', 2]);
    assert.match(
      error.message,
      /nothing was sent[^]*Closeloop-S3PublicAccess[^]*Hash of the plan: 55d7/,
    );
    assert.match(error.next.join('\n'), new RegExp(`approve payments-l --plan ${PLAN}$`));
    assert.deepEqual((error.details['plan'] as { hash: string }).hash, PLAN);
  });

  it('findings approve sends nothing with the beginning of a plan hash: only a whole hash binds', async () => {
    const error = await refused(ACCEPTED, { ...request, plan: PLAN.slice(0, 12) });

    assert.equal(error.code, 'plan-not-named');
    assert.match(error.message, /"55d76e428019" is not a whole plan hash/);
  });

  it('findings approve says what the finding waits for when it has no plan to approve', async () => {
    const row = lifecycle({ planHash: null, planSummary: null });
    const error = await refused(ACCEPTED, { ...request, plan: undefined }, row);

    assert.equal(error.code, 'no-plan');
  });

  it('findings approve offers the new plan when the approved one has changed', async () => {
    const stale = { status: 'refused', type: 'StalePlan', message: `The plan is now ${NEW_PLAN}` };
    const row = lifecycle({ planHash: NEW_PLAN });
    const error = await refused(stale as SendResult, request, row);

    assert.equal(error.code, 'StalePlan');
    assert.ok(error.message.includes(NEW_PLAN));
    assert.match(error.next.join('\n'), new RegExp(`approve payments-l --plan ${NEW_PLAN}`));
  });

  it('findings approve says when and how a finding closed that can no longer be decided', async () => {
    const error = await refused({ status: 'not-running' }, request, closed());

    assert.equal(error.code, 'closed');
    assert.match(error.message, /closed on 2026-03-01 11:58:00 UTC as Fixed \(remediated\)/);
  });

  it('findings approve says that Temporal runs no workflow for a finding that the ledger shows as open', async () => {
    const error = await refused({ status: 'not-running' }, request);

    assert.equal(error.code, 'not-running');
    assert.match(error.message, /AWAITING_APPROVAL, but Temporal runs no such workflow/);
  });

  it('findings approve says that Closeloop may still carry out an approval when no worker answers', async () => {
    const error = await refused({ status: 'unanswered' }, request);

    assert.equal(error.code, 'no-answer');
    assert.match(error.message, /within 20 s[^]*may still carry out 'approve' later/);
    assert.match(error.next.join('\n'), /npm run worker/);
  });
});

describe('a decision that is not allowed', () => {
  const cases: readonly (readonly [DecideRequest['decision'], Lifecycle, string, RegExp])[] = [
    ['approve', closed(), 'closed', /closed on 2026-03-01 11:58:00 UTC as Fixed/],
    ['reject', closed(), 'closed', /closed on 2026-03-01 11:58:00 UTC as Fixed/],
    ['approve', lifecycle({ phase: 'SETTLE' }), 'NotAllowedInState', /in SETTLE: nothing was sent/],
    ['reject', lifecycle({ phase: 'HUMAN_REVIEW' }), 'NotAllowedInState', /in HUMAN_REVIEW/],
  ];
  for (const [decision, row, code, words] of cases) {
    it(`the console refuses to ${decision} in ${row.phase} before it asks for a plan`, async () => {
      const error = await refused(ACCEPTED, { ...request, decision, plan: undefined }, row);

      assert.deepEqual([error.code, error.exitCode], [code, 1]);
      assert.match(error.message, words);
      assert.doesNotMatch(error.message, /--plan|Name the plan/);
    });
  }

  it('the console refuses an approval that would write nothing, and says what to change', async () => {
    const stopped = { because: 'it is in shadow mode', change: ['Set mode: enforce.'] };
    for (const plan of [undefined, PLAN]) {
      const error = await refused(ACCEPTED, { ...request, plan }, lifecycle(), stopped);

      assert.equal(error.code, 'writes-stopped');
      assert.match(error.message, /would write nothing now.*it is in shadow mode/);
      assert.deepEqual(error.next, ['Set mode: enforce.']);
    }
  });
});

describe('the plan to approve', () => {
  it('the console shows all that the plan will do before it is approved, from the plan that its hash is of', async () => {
    const planDetail = ['Role: of whoever wrote this line'];
    const row = lifecycle({ planDetail });
    const error = await refused(ACCEPTED, { ...request, plan: undefined }, row);

    assert.match(
      error.message,
      /\n {2}As role: arn:aws:iam::111122223333:role\/closeloop-automation\n/,
    );
    assert.doesNotMatch(error.message, /whoever wrote/);
    assert.deepEqual(error.details['plan'], {
      hash: PLAN,
      summary: row.planSummary,
      detail: planDetail,
    });
  });
});

describe('cancelling', () => {
  const promises: readonly (readonly [string, RegExp])[] = [
    ['HUMAN_REVIEW', /No automatic step follows: people decide\./],
    [
      'VERIFY',
      /The resource is read now: if it is compliant the finding closes, otherwise people decide/,
    ],
    ['REMEDIATE', /cancelled if it has not begun; if it runs, it is not interrupted/],
    ['TRIAGE', /Nothing will be written/],
  ];
  for (const [phase, expected] of promises) {
    it(`findings cancel says what follows a cancel in ${phase}`, async () => {
      const answer = { accepted: true, phase, episode: 1, text: '' } as const;
      const messages = messagesThat({ status: 'accepted', answer });
      const asked = { id: 'payments-logs', actor: 'dana', why: 'we do it' };

      const reply = await cancel(depsFor(lifecycle(), messages), asked);

      assert.match(textOf(reply), expected);
    });
  }

  it('findings cancel names the allowed commands when no automatic step can be cancelled', async () => {
    const heard = { status: 'refused', type: 'NotAllowedInState', message: 'In HUMAN_REVIEW …' };
    const door = depsFor(lifecycle({ phase: 'HUMAN_REVIEW' }), messagesThat(heard as SendResult));
    const asked = { id: 'payments-logs', actor: 'dana', why: 'we do it' };

    const said = cancel(door, asked);

    await assert.rejects(said, (error: CliError) => {
      assert.match(error.message, /refused to cancel/);
      assert.match(error.next.join('\n'), /findings recheck payments-l/);
      return true;
    });
  });
});

describe('claiming that it is fixed', () => {
  it('findings claim-fixed sends the evidence of a claim, and says that a check decides', async () => {
    const messages = messagesThat(ACCEPTED);
    const claim = { id: 'payments-logs', actor: 'dana', why: undefined, evidence: 'PR 7' };

    const reply = await claimFixed(depsFor(lifecycle(), messages), claim);

    const { id, ...payload } = messages.said[0]?.[1].payload ?? { id: '' };
    assert.ok(id);
    assert.deepEqual(payload, { actor: 'dana', why: 'no reason given', evidence: 'PR 7' });
    assert.match(
      textOf(reply),
      /^✓ Recorded that dana says it is fixed: PR 7\. The finding is still open\. Closeloop reads payments-logs now/,
    );
  });
});

function approvalDepsFor(
  row: Lifecycle,
  messages: ReturnType<typeof messagesThat>,
  stopped: WritesStopped | null = null,
): ApprovalDeps {
  return { ...depsFor(row, messages), stopped: () => Promise.resolve(stopped) };
}

async function refused(
  heard: SendResult,
  asked: DecideRequest,
  row = lifecycle(),
  stopped: WritesStopped | null = null,
): Promise<CliError> {
  const messages = messagesThat(heard);
  try {
    await decide(approvalDepsFor(row, messages, stopped), asked);
  } catch (error) {
    assert.ok(error instanceof CliError, String(error));
    const sent = messages.said.length;
    assert.equal(sent, heard.status === 'accepted' ? 0 : 1);
    return error;
  }
  throw new assert.AssertionError({ message: 'the decision was not refused' });
}
