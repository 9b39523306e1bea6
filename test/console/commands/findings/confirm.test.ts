/** A second person confirms exactly what the first requested, whatever they would have written themselves. */
import assert from 'node:assert/strict';

import type { Lifecycle } from '../../../../activities/ledger/ledger.ts';
import { confirm } from '../../../../console/commands/findings/confirm.ts';
import type { RequestRow } from '../../../../domain/story.ts';
import { closed, depsFor, errorOf, lifecycle, messagesThat, PLAN, TAKEN } from '../../rows.ts';

const asked = { id: 'payments-logs', why: undefined, actor: 'kim', wait: false };
const accepts: RequestRow = {
  decision: 'accept',
  by: 'ana',
  why: 'moves in March',
  until: '2026-03-31T14:00:00+02:00',
  planHash: null,
};
const approves: RequestRow = { ...accepts, decision: 'approve', until: null, planHash: PLAN };
const running = { because: 'the kill switch is on', change: ['kill-switch off'] } as const;

function depsOf(row: Lifecycle, stopped: typeof running | null = null) {
  const messages = messagesThat(TAKEN);
  const deps = { ...depsFor(row, messages), stopped: () => Promise.resolve(stopped) };
  return { deps, messages };
}

function requested(request: RequestRow, phase = 'HUMAN_REVIEW'): Lifecycle {
  return lifecycle({ phase, request });
}

it('confirming sends the end that the first person wrote, letter by letter', async () => {
  const { deps, messages } = depsOf(requested(accepts));
  await confirm(deps, asked);

  const [[, said] = []] = messages.said;
  assert.equal(said?.update, 'accept');
  assert.ok('until' in said.payload);
  const { until, actor, why } = said.payload;
  assert.deepEqual([until, actor], [accepts.until, 'kim']);
  assert.equal(why, 'confirms what ana requested: moves in March');
});

it('confirming an approval sends the plan that the first person named', async () => {
  const { deps, messages } = depsOf(requested(approves));
  await confirm(deps, { ...asked, why: 'I read it too' });

  const [[, said] = []] = messages.said;
  assert.equal(said?.update, 'approve');
  assert.ok('planHash' in said.payload);
  assert.deepEqual([said.payload.planHash, said.payload.why], [PLAN, 'I read it too']);
});

it('confirming an approval that would write nothing sends nothing', async () => {
  const { deps, messages } = depsOf(requested(approves), running);
  const error = await errorOf(confirm(deps, asked));

  assert.deepEqual([error.code, messages.said], ['writes-stopped', []]);
});

it('where nobody requested anything there is nothing to confirm, and the other commands are named', async () => {
  const { deps, messages } = depsOf(lifecycle());
  const error = await errorOf(confirm(deps, asked));

  assert.deepEqual([error.code, error.exitCode, messages.said], ['nothing-to-confirm', 1, []]);
  assert.match(error.message, /waits for a second person.*AWAITING_APPROVAL/);
  assert.match(error.next.join('\n'), /findings approve payments-l --plan/);
});

it('a closed finding has nothing to confirm', async () => {
  const { deps } = depsOf(closed());
  const error = await errorOf(confirm(deps, asked));

  assert.equal(error.code, 'closed');
});

it('confirming an undo approves the plan that was made for it, in the words of who requested it', async () => {
  const undo = { by: 'ana', why: 'the website needs it' };
  const { deps, messages } = depsOf(lifecycle({ undo, planHash: PLAN }));
  await confirm(deps, asked);

  const [[, said] = []] = messages.said;
  assert.equal(said?.update, 'approve');
  assert.ok('planHash' in said.payload);
  const { planHash, why } = said.payload;
  assert.deepEqual([planHash, why], [PLAN, 'confirms what ana requested: the website needs it']);
});

it('an undo whose plan is not made yet cannot be confirmed, and nothing is sent', async () => {
  const undo = { by: 'ana', why: 'the website needs it' };
  const { deps, messages } = depsOf(lifecycle({ undo, planHash: null }));
  const error = await errorOf(confirm(deps, asked));

  assert.deepEqual([error.code, messages.said], ['no-plan', []]);
});
