import assert from 'node:assert/strict';

import type { BucketState, Case } from '../../controls/case.ts';
import { casesOf } from '../../controls/case.ts';
import type { AutomationParameters, CheckResult, Control } from '../../controls/control.ts';
import { CONTROLS } from '../../controls/index.ts';
import type { ShownChange } from '../../domain/change.ts';
import type { Problem } from '../../domain/finding.ts';
import { canonicalJson } from '../../domain/plan.ts';
import { ACCOUNT, bucketProblem, keyProblem } from '../builders/problem.ts';
import type { Emulated } from './emulated.ts';
import { makeBucket, startEmulated } from './emulated.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/closeloop-automation`;
const STRANGER = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';

interface Starting {
  readonly documentName: string;
  readonly started: AutomationParameters;
  readonly before: CheckResult;
}

/** What an approver is shown of a plan. */
function shownOf(
  control: Control,
  { resource }: Problem,
  { documentName, started, before }: Starting,
): ShownChange | null {
  const document = { name: documentName, version: '1', hash: '' };
  const preState = canonicalJson(before.settings);
  return control.changes.of({ document, parameters: started, preState, resource });
}

/** Before and after are what the read-only role reads before and after. */
function assertShown(
  { changes }: Control,
  shown: ShownChange | null,
  { name, before, look }: { name: string; before: CheckResult; look: CheckResult },
): void {
  const asRead = (one: CheckResult) => changes.valuesIn(one.settings)?.map(({ value }) => value);
  assert.deepEqual(
    shown?.settings.map((one) => one.before),
    asRead(before),
    name,
  );
  assert.deepEqual(
    shown?.settings.map((one) => one.after),
    asRead(look),
    name,
  );
  assert.ok(shown?.settings.some((one) => one.before !== one.after));
}

describe('On emulated AWS', () => {
  let emulated: Emulated;
  let count = 0;

  before(async function () {
    this.timeout(120_000);
    emulated = await startEmulated();
    // Where accounts keep their access logs.
    await makeBucket(emulated.admin, `access-logs-${ACCOUNT}-eu-west-1`, {});
  });

  after(async () => {
    await emulated.stop();
  });

  for (const control of CONTROLS) {
    it(`${control.id} gives its cases their verdicts`, async () => {
      const all = await casesOf(control.id);
      const cases = all.filter(({ bucket, key }) => !bucket.fault && !key?.fault && !key?.kind);

      for (const one of cases) {
        const look = await lookAt(control, await makeProblem(control, one));
        assert.equal(look.verdict, one.verdict, `${one.name}: ${look.error ?? look.summary}`);
      }
    });

    it(`${control.id} is fixed by its runbook wherever it is open, and reads afterwards as the plan showed it`, async () => {
      const cases = await casesOf(control.id);

      for (const one of cases.filter(({ verdict, key }) => verdict === 'open' && !key?.kind)) {
        const problem = await makeProblem(control, one);
        const before = await lookAt(control, problem);

        const { documentName, parameters } = control.runbook;
        const started = parameters(problem, ROLE, before.settings);
        const shown = shownOf(control, problem, { documentName, started, before });
        await automate(documentName, started);

        const look = await lookAt(control, problem);
        assert.equal(look.verdict, 'fixed', `${one.name}: ${look.error ?? look.summary}`);
        assertShown(control, shown, { name: one.name, before, look });
      }
    });

    if (control.reversible) {
      it(`${control.id} is restored by its undo, and reads afterwards as its plan showed it`, async () => {
        const cases = await casesOf(control.id);
        const { documentName, parameters, undo } = control.runbook;
        assert.ok(undo);

        for (const one of cases.filter(({ verdict, key }) => verdict === 'open' && !key?.kind)) {
          const problem = await makeProblem(control, one);
          const before = await lookAt(control, problem);
          await automate(documentName, parameters(problem, ROLE, before.settings));

          const { documentName: undoing } = undo;
          const fixed = await lookAt(control, problem);
          const started = undo.parameters(problem, ROLE, before.settings);
          const shown = shownOf(control, problem, {
            documentName: undoing,
            started,
            before: fixed,
          });
          await automate(undoing, started);

          const after = await lookAt(control, problem);
          assert.deepEqual(after.settings, before.settings, one.name);
          assertShown(control, shown, { name: one.name, before: fixed, look: after });
        }
      });
    }
  }

  it('the runbook keeps every grant that is not public', async () => {
    const made = await make({
      ownership: 'ObjectWriter',
      acl: [
        { to: 'LogDelivery', permission: 'WRITE' },
        { to: 'AllUsers', permission: 'READ' },
        { to: STRANGER, permission: 'READ' },
        { to: 'AuthenticatedUsers', permission: 'WRITE' },
      ],
    });

    await automate('Closeloop-S3PublicAccess', {
      BucketName: [made],
      AutomationAssumeRole: [ROLE],
    });

    const { Grants = [] } = await emulated.admin.getBucketAcl({ Bucket: made });
    assert.deepEqual(
      Grants.map(({ Grantee, Permission }) => [
        Grantee?.URI?.split('/').at(-1) ?? (Grantee?.ID === STRANGER ? 'stranger' : 'owner'),
        Permission,
      ]),
      [
        ['owner', 'FULL_CONTROL'],
        ['LogDelivery', 'WRITE'],
        ['stranger', 'READ'],
      ],
    );
  });

  it('the runbook never writes the ACL of a bucket without ACLs', async () => {
    const made = await make({ ownership: 'BucketOwnerEnforced' });

    await automate('Closeloop-S3PublicAccess', {
      BucketName: [made],
      AutomationAssumeRole: [ROLE],
    });

    assert.deepEqual(writesTo(made), ['PutPublicAccessBlock']);
  });

  it('only the automation role changed a bucket', async () => {
    const roles = emulated.aws.gateway
      .log()
      .filter(
        ({ operation, service }) => service === 's3' && /^(Put|Delete|Create)/.test(operation),
      )
      .map(({ principalArn }) => principalArn)
      .filter((arn) => arn.includes('closeloop-') && !arn.includes('closeloop-admin'));

    assert.ok(roles.length > 0);
    assert.deepEqual(
      roles.filter((arn) => !arn.includes('closeloop-automation')),
      [],
    );
  });

  /** A new bucket of that state; its name. */
  async function make(state: BucketState): Promise<string> {
    count += 1;
    const name = `controls-case-${count}`;
    await makeBucket(emulated.admin, name, state);
    return name;
  }

  /** A new resource of the case's state, as the control's problem. */
  async function makeProblem(control: Control, { bucket, key }: Case): Promise<Problem> {
    if (key === undefined) return bucketProblem(control.id, await make(bucket));
    if (key.deleted) return keyProblem(control.id);
    const { KeyMetadata } = await emulated.keys.createKey({});
    const KeyId = KeyMetadata?.KeyId ?? '';
    if (key.rotation) await emulated.keys.enableKeyRotation({ KeyId });
    return keyProblem(control.id, KeyId);
  }

  async function lookAt(control: Control, problem: Problem): Promise<CheckResult> {
    return control.verify(problem, emulated.verify);
  }

  /** Runs a document to its end as the runtime worker would. */
  async function automate(
    DocumentName: string,
    parameters: Readonly<Record<string, readonly string[]>>,
  ): Promise<void> {
    const ssm = emulated.remediate;
    const Parameters = Object.fromEntries(
      Object.entries(parameters).map(([name, values]) => [name, [...values]]),
    );
    const { AutomationExecutionId = '' } = await ssm.startAutomationExecution({
      DocumentName,
      DocumentVersion: '1',
      Parameters,
    });
    await emulated.aws.gateway.idle();
    const { AutomationExecution } = await ssm.getAutomationExecution({ AutomationExecutionId });
    assert.equal(
      AutomationExecution?.AutomationExecutionStatus,
      'Success',
      AutomationExecution?.FailureMessage,
    );
  }

  function writesTo(bucket: string): readonly string[] {
    return emulated.aws.gateway
      .log()
      .filter(
        ({ resource, principalArn }) =>
          resource === `arn:aws:s3:::${bucket}` && principalArn.includes('closeloop-automation'),
      )
      .map(({ operation }) => operation)
      .filter((operation) => /^(Put|Delete)/.test(operation));
  }
});
