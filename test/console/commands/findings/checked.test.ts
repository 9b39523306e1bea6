/** What comes after a decision was sent: refused at once, or checked. */
import assert from 'node:assert/strict';

import type { SendResult } from '../../../../client/messages.ts';
import type { CliError } from '../../../../console/cli/cli-error.ts';
import { decide, type DecideRequest } from '../../../../console/commands/findings/decide.ts';
import {
  depsFor,
  errorOf,
  lifecycle,
  linesOf,
  messagesThat,
  PLAN,
  refusalsOf,
  TAKEN,
  textOf,
} from '../../rows.ts';

const request: DecideRequest = {
  id: 'payments-logs',
  decision: 'approve',
  plan: PLAN,
  why: 'checked with the team',
  actor: 'dana',
  wait: true,
};
const denied = () => Promise.reject(new Error('AccessDenied: events'));
const unsigned = () =>
  Promise.resolve({ proof: null, because: 'there are no AWS credentials here' });

describe('a decision that the lifecycle refuses at once', () => {
  const stale: SendResult = {
    status: 'refused',
    type: 'StalePlan',
    message: 'the plan is another',
  };

  it('the CLI records a refusal in the ledger, under the id of the message', async () => {
    const messages = messagesThat(stale);
    const door = depsFor(lifecycle(), messages);

    await assert.rejects(decide(door, request));

    assert.deepEqual(door.refusals.recorded, [
      [
        lifecycle().workflowId,
        {
          id: messages.said[0]?.[1].payload.id,
          at: '2026-03-01T12:00:00.000Z',
          actor: 'dana',
          door: 'cli',
          decision: 'approve',
          type: 'StalePlan',
          message: 'the plan is another',
        },
      ],
    ]);
  });

  it('the console reports a refusal also when the ledger cannot record it, and says why', async () => {
    const refusals = { ...refusalsOf(), recordRefusal: denied };
    const door = { ...depsFor(lifecycle(), messagesThat(stale)), refusals };

    await assert.rejects(decide(door, request), (error: CliError) => {
      assert.equal(error.code, 'StalePlan');
      assert.match(error.next.join('\n'), /not in the ledger: AccessDenied: events/);
      return true;
    });
  });

  it('the console asks the person to read the finding again when it has changed since', async () => {
    const moved: SendResult = {
      status: 'refused',
      type: 'StaleView',
      message: 'It is CRITICAL by now',
    };
    const error = await errorOf(decide(depsFor(lifecycle(), messagesThat(moved)), request));

    assert.equal(error.code, 'StaleView');
    assert.match(error.next.join('\n'), /findings show payments-l\nIt changed since you looked/);
  });
});

describe('the check of a decision', () => {
  const asked = [
    'decision-asked',
    'dana',
    'asks to approve plan ab12: checked with the team',
  ] as const;

  it('the console reports a trusted decision with what follows', async () => {
    const story = linesOf(
      asked,
      ['decision-trusted', 'dana', 'proved'],
      ['remediating', 'closeloop', 'approved by dana: checked with the team'],
    );
    const reply = await decide(depsFor(lifecycle(), messagesThat(TAKEN), story), request);

    assert.equal(reply.json['outcome'], 'decided');
    assert.match(textOf(reply), /Done: approved by dana: checked with the team/);
  });

  it('the console fails when the check refuses the decision, and says why', async () => {
    const because = 'this is a request: it carries no proof';
    const story = linesOf(asked, ['decision-refused', 'dana', because]);
    const door = depsFor(lifecycle(), messagesThat(TAKEN), story);

    await assert.rejects(decide(door, request), (error: CliError) => {
      assert.deepEqual([error.code, error.exitCode], ['decision-refused', 1]);
      assert.match(error.message, /The check refused to approve .*: this is a request/);
      return true;
    });
  });

  it('the console reports the decision as pending with --no-wait', async () => {
    const story = linesOf(asked, ['decision-refused', 'dana', 'no']);
    const door = depsFor(lifecycle(), messagesThat(TAKEN), story);

    const reply = await decide(door, { ...request, wait: false });

    assert.equal(reply.json['outcome'], 'pending');
  });

  it('the console says that a decision without AWS credentials is only a request', async () => {
    const messages = messagesThat(TAKEN);

    const reply = await decide({ ...depsFor(lifecycle(), messages), prove: unsigned }, request);

    assert.equal(reply.json['proved'], false);
    assert.match(
      textOf(reply),
      /carries no proof, because there are no AWS cred.*it is only a request/,
    );
  });
});
