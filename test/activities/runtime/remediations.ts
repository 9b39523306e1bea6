/** Remediations of the sample's plan, with every part a fake. */
import assert from 'node:assert/strict';

import { clientToken } from '../../../activities/runtime/automation.ts';
import { makePlan } from '../../../activities/runtime/plan.ts';
import type { RemediateDeps } from '../../../activities/runtime/remediate.ts';
import { remediate } from '../../../activities/runtime/remediate.ts';
import type { CheckResult } from '../../../controls/control.ts';
import { canonicalJson } from '../../../domain/plan.ts';
import type { Limits } from '../../../policies/remediation.ts';
import type { RemediateInput } from '../../../workflows/activity-types.ts';
import { remediateInput } from '../../builders/activity-input.ts';
import { asActivity, fakeClock } from '../../builders/activity.ts';
import type { FakeClock } from '../../builders/activity.ts';
import { controlSeeing, openLook } from '../../builders/control.ts';
import { DOCUMENT, fakeAccounts, fakeClients } from '../../builders/fake-clients.ts';
import type { FakeSsm, SsmFacts } from '../../builders/fake-clients.ts';
import { fakeLedger } from '../../builders/fake-ledger.ts';
import type { FakeLedger, LedgerFacts } from '../../builders/fake-ledger.ts';
import { fakePolicies } from '../../builders/fake-policies.ts';
import { fakeReceipts } from '../../builders/fake-proofs.ts';
import { problem } from '../../builders/problem.ts';

export const { ref } = makePlan({
  control: controlSeeing(openLook),
  problem,
  document: { name: 'Closeloop-S3PublicAccess', version: '1', hash: DOCUMENT.Hash },
  settings: openLook.settings ?? {},
});
export const planned = remediateInput({ planHash: ref.hash });
export const token = clientToken(planned);

/** What an intent says besides: the settings that the fix found. */
export const ABOUT = { found: canonicalJson(openLook.settings) };

export const SUCCESS = { AutomationExecutionStatus: 'Success' };
export const KILLED = { on: true, by: 'Grace', why: 'incident 7' };

/** Lets everything else go on that is ready. */
export const slowly = () => new Promise((resolve) => setImmediate(resolve));

export interface Parts {
  readonly deps: RemediateDeps;
  readonly ledger: FakeLedger;
  readonly ssm: FakeSsm;
  readonly clock: FakeClock;
}

interface Changes extends SsmFacts {
  readonly ledger?: LedgerFacts;
  readonly limits?: Limits;
  readonly rule?: Parameters<typeof fakePolicies>[0];
  readonly look?: CheckResult | (() => CheckResult | Promise<CheckResult>);
  readonly clock?: FakeClock;
}

export function make(changes: Changes = {}): Parts {
  const ledger = fakeLedger(changes.ledger);
  const ssm = fakeClients(changes);
  const clock = changes.clock ?? fakeClock();
  const control = controlSeeing(changes.look ?? openLook);
  const deps = {
    ledger,
    policies: { ...fakePolicies(changes.rule), ...(changes.limits && { limits: changes.limits }) },
    receipts: fakeReceipts(),
    accounts: fakeAccounts(ssm.clients),
    controlOf: () => control,
    clock,
  };
  return { deps, ledger, ssm, clock };
}

export function run({ deps }: Parts, input: RemediateInput) {
  return asActivity(() => remediate(deps, input));
}

/** Nothing was started and no intent is left behind. */
export async function refuses(
  parts: Parts,
  input: RemediateInput,
  status: string,
  reason: RegExp,
): Promise<void> {
  const { result } = await run(parts, input);
  assert.equal(result.status, status);
  const said = 'reason' in result ? result.reason : '';
  assert.match(said, /^nothing was written: /);
  assert.match(said, reason);
  assert.deepEqual(parts.ssm.starts, []);
  assert.deepEqual(parts.ledger.calls, []);
}
