/** The worker that writes takes a fix back only for two people, and only what is still as the fix left it. */
import assert from 'node:assert/strict';

import type { PlacedExecution } from '../../../activities/ledger/ledger.ts';
import { makeUndoPlan } from '../../../activities/runtime/plan.ts';
import { undoable, undoneBefore } from '../../../activities/runtime/undo.ts';
import type { Control, CheckResult } from '../../../controls/control.ts';
import { s3PublicAccess } from '../../../controls/S3.PublicAccess/control.ts';
import type { Decision } from '../../../domain/decision.ts';
import { canonicalJson } from '../../../domain/plan.ts';
import type { RemediateInput } from '../../../workflows/activity-types.ts';
import { controlSeeing, openLook } from '../../builders/control.ts';
import { approvalOf } from '../../builders/decision.ts';
import { described } from '../../builders/fake-clients.ts';
import { enforced } from '../../builders/fake-policies.ts';
import { fakeReceipts } from '../../builders/fake-proofs.ts';
import { problem } from '../../builders/problem.ts';
import { KILLED, make, planned, refuses, run } from './remediations.ts';
import type { Parts } from './remediations.ts';

const OWNER = { owner: 'a'.repeat(64), grants: [] };
const found = canonicalJson({ publicAccessBlock: null, acl: OWNER });
const left = { publicAccessBlock: { BlockPublicAcls: true }, acl: OWNER };
const fixedLook: CheckResult = { ...openLook, verdict: 'fixed', settings: left };
const write: PlacedExecution = {
  episode: 1,
  round: 1,
  token: 't',
  planHash: 'p',
  executionId: 'e-0',
  found,
  left: canonicalJson(left),
};
const { undo: wayBack } = s3PublicAccess.runbook;
assert.ok(wayBack);
/** The sample's control, with the way back of the real one. */
const seeing = (look: CheckResult): Control => {
  const control = controlSeeing(look);
  return { ...control, reversible: true, runbook: { ...control.runbook, undo: wayBack } };
};
const control = seeing(fixedLook);
const { documentName: name, documentVersion: version } = wayBack;
const document = { name, version, hash: described(name).Hash };
const { ref } = makeUndoPlan({
  control,
  problem,
  document,
  settings: left,
  found,
  undo: wayBack,
});
/** With the runtime worker's receipt. */
async function proven(decision: Decision): Promise<Decision> {
  return { ...decision, proof: { kind: 'receipt', value: await fakeReceipts().issue(decision) } };
}
const approves = async (actor: string) =>
  await proven(approvalOf(ref.hash, { id: 'd-approved', actor }));
const asks = async (changes: Partial<Decision> = {}) =>
  await proven({
    ...approvalOf(ref.hash),
    id: 'd-asked',
    decision: 'undo',
    planHash: null,
    actor: 'barbara',
    ...changes,
  });
const inputOf = async () => ({
  ...planned,
  planHash: ref.hash,
  undo: await asks(),
  approval: await approves('radia'),
});

function parts(changes: Parameters<typeof make>[0] & { readonly sees?: CheckResult } = {}): Parts {
  const made = make({ ledger: { executions: [write] }, ...changes });
  return { ...made, deps: { ...made.deps, controlOf: () => seeing(changes.sees ?? fixedLook) } };
}

it('an undo that one person requested and another approved runs its document and names both', async () => {
  const made = parts();
  const { result } = await run(made, await inputOf());
  assert.equal(result.status, 'succeeded');
  assert.equal(Reflect.get(made.ssm.starts[0] ?? {}, 'DocumentName'), name);
  const [intent] = made.ledger.calls;
  assert.deepEqual(intent?.at(-1), {
    undo: { by: 'barbara', approvedBy: 'radia', why: 'reviewed' },
    consumes: ['d-approved', 'd-asked'],
  });
});

type Changed = () => Promise<Partial<RemediateInput>>;
const REFUSED: readonly (readonly [string, Changed, RegExp])[] = [
  ['without an approval', async () => ({ approval: null }), /an approval is needed/],
  ['by one person', async () => ({ approval: await approves('barbara') }), /may not approve/],
  [
    'that this worker has not seen asked',
    async () => ({ undo: { ...(await asks()), proof: null } }),
    /no receipt for the undo/,
  ],
  [
    'whose asker was changed afterwards',
    async () => ({ undo: { ...(await asks()), actor: 'Ada' } }),
    /no receipt for the undo/,
  ],
  [
    'of another finding',
    async () => ({ undo: await asks({ finding: 'other' }) }),
    /did not request/,
  ],
  [
    'whose asking is another decision',
    async () => ({ undo: await approves('Ada') }),
    /did not request/,
  ],
];
for (const [what, changed, reason] of REFUSED) {
  it(`an undo ${what} writes nothing`, async () => {
    await refuses(parts(), { ...(await inputOf()), ...(await changed()) }, 'refused', reason);
  });
}

const people = { barbara: ['barbara@example.com'], radia: [] };

function knowing(made: Parts): Parts {
  const { policies } = made.deps;
  const signIn = { ...policies.decisions.signIn, people };
  const decisions = { ...policies.decisions, signIn };
  return { ...made, deps: { ...made.deps, policies: { ...policies, decisions } } };
}

it('an undo that one person requested and approved under two names writes nothing', async () => {
  const approval = await approves('barbara@example.com');
  const input = { ...(await inputOf()), approval };
  await refuses(knowing(parts()), input, 'refused', /may not approve/);
});

it('an approval of somebody whom the list of people does not have any more writes nothing', async () => {
  const input = { ...(await inputOf()), approval: await approves('left-the-company') };
  await refuses(knowing(parts()), input, 'refused', /knows nobody of that name/);
});

it('kill switch, shadow mode, table and caps apply to an undo too', async () => {
  const input = await inputOf();
  const killed = { executions: [write], kill: KILLED };
  await refuses(parts({ ledger: killed }), input, 'refused', /kill switch/);
  await refuses(parts({ rule: { ...enforced, mode: 'shadow' } }), input, 'planned', /shadow/);
  await refuses(
    parts({ rule: { ...enforced, automated: false } }),
    input,
    'refused',
    /not automated/,
  );
  const capped = { executions: [write], refused: 'capped' } as const;
  await refuses(parts({ ledger: capped }), input, 'refused', /automatic writes of the hour/);
});

it('the runtime worker refuses an undo when the resource drifted since the fix', async () => {
  const input = await inputOf();
  const moved = { ...fixedLook, settings: { ...left, acl: { ...OWNER, grants: ['new'] } } };
  await refuses(parts({ sees: moved }), input, 'moved', /has drifted since our fix/);
  await refuses(parts({ sees: openLook }), input, 'moved', /no fix to undo/);
});

it('after an undo the next automatic write needs an approval', async () => {
  const undo = { by: 'barbara', approvedBy: 'radia', why: 'it broke' };
  const before = { ...write, episode: 2, executionId: 'e-1', undo };
  const low = { ...planned, severity: 'LOW' } as const;
  await refuses(
    make({ ledger: { executions: [write, before] } }),
    low,
    'refused',
    /undone by barbara/,
  );
});

it('only the last write that ran and was recorded completely can be undone', () => {
  const { found: _found, ...old } = write;
  const { left: _left, ...blind } = write;
  const undone = { ...write, undo: { by: 'ana', approvedBy: 'ben', why: 'w' } };

  assert.equal(because(write), 'undoable');
  assert.equal(because(undone, write), 'undoable');
  assert.match(because(), /has written nothing/);
  assert.match(because({ ...write, executionId: null }), /has written nothing/);
  assert.match(because(write, undone), /the undo by ana already/);
  assert.match(because(old), /found was not recorded/);
  assert.match(because(blind), /left was not recorded/);
  assert.equal(undoneBefore([write]), null);
});

function because(...all: PlacedExecution[]): string {
  const answer = undoable(all);
  return 'because' in answer ? answer.because : 'undoable';
}
