import assert from 'node:assert/strict';

import type { KnownFinding } from '../../activities/ledger/ledger.ts';
import type { Intake } from '../../policies/intake.ts';
import { decide } from '../../starter/decide.ts';
import { CATALOGUE } from '../../starter/identity/catalogue.ts';
import type { Raw } from '../builders/asff.ts';
import { INTAKE } from './corpus.ts';
import { identified, parsedFinding } from './identified.ts';

const ID = identified().workflowId;
const REF = { id: parsedFinding().id, productArn: parsedFinding().productArn };
const CLOSED_AT = '2026-03-02T09:00:00.000Z';
const SUPPRESSED_BY_US = {
  Workflow: { Status: 'SUPPRESSED' },
  Note: { Text: 'Accepted', UpdatedBy: 'closeloop', UpdatedAt: '2026-03-02T10:00:00Z' },
};
const RESOLVED = { Workflow: { Status: 'RESOLVED' } };
const PASSED = { Compliance: { Status: 'PASSED', SecurityControlId: 'S3.8' } };

function known(changes: Partial<KnownFinding> = {}): KnownFinding {
  return { finding: REF, problems: { [ID]: 'open' }, hash: null, closedAt: null, ...changes };
}

interface Case {
  readonly raw?: Raw;
  readonly action?: string | null;
  readonly known?: KnownFinding | null;
  readonly intake?: Partial<Intake>;
}

function told({ raw = {}, action = null, known: facts = null, intake = {} }: Case): string {
  const decision = decide(parsedFinding(raw), {
    catalogue: CATALOGUE,
    intake: { ...INTAKE, ...intake },
    action,
    known: facts,
  });
  const [step] = decision.steps;
  return step ? `${step.action} ${step.reason}` : `refuse ${decision.refusal?.reason}`;
}

function hash(raw: Raw = {}): string {
  return decide(parsedFinding(raw), {
    catalogue: CATALOGUE,
    intake: INTAKE,
    action: null,
    known: null,
  }).hash;
}

const closed = known({ problems: { [ID]: 'closed' }, closedAt: CLOSED_AT });

const CASES: readonly (readonly [string, Case, string])[] = [
  ['a first report starts', {}, 'start reported'],
  ['an unchanged report is dropped', { known: known({ hash: hash() }) }, 'drop unchanged'],
  [
    'a changed severity is told',
    { known: known({ hash: hash() }), raw: { Severity: { Label: 'CRITICAL' } } },
    'start reported',
  ],
  ['a second report after the close starts the next episode', { known: closed }, 'start reported'],
  ['PASSED wakes an open lifecycle', { raw: PASSED, known: known() }, 'wake passed'],
  [
    'PASSED after the close asks the lifecycle, which may still be closing',
    { raw: PASSED, known: closed },
    'wake passed',
  ],
  [
    'the same PASSED again is dropped',
    { raw: PASSED, known: known({ hash: hash(PASSED) }) },
    'drop unchanged',
  ],
  [
    'our own close starts nothing',
    { raw: { ...RESOLVED, UpdatedAt: CLOSED_AT }, known: closed },
    'drop our-own-close',
  ],
  [
    'an evaluation that was under way while we closed starts nothing',
    { raw: { ...RESOLVED, UpdatedAt: '2026-03-02T09:14:00Z' }, known: closed },
    'drop our-own-close',
  ],
  [
    'what got worse within the grace is a return',
    {
      raw: { ...RESOLVED, UpdatedAt: CLOSED_AT, Severity: { Label: 'CRITICAL' } },
      known: { ...closed, closedAs: 'HIGH' },
    },
    'start returned',
  ],
  [
    'what was closed as this bad is no return within the grace',
    { raw: { ...RESOLVED, UpdatedAt: CLOSED_AT }, known: { ...closed, closedAs: 'CRITICAL' } },
    'drop our-own-close',
  ],
  [
    'RESOLVED but failing after the grace is a return',
    { raw: { ...RESOLVED, UpdatedAt: '2026-03-02T09:16:00Z' }, known: closed },
    'start returned',
  ],
  [
    'RESOLVED without a time is looked at',
    { raw: { ...RESOLVED, UpdatedAt: null }, known: closed },
    'start returned',
  ],
  [
    'a note in our name is not believed when the ledger knows of no close',
    { raw: { ...RESOLVED, Note: { UpdatedBy: 'closeloop', UpdatedAt: '2026-03-02T10:00:00Z' } } },
    'start resolved-elsewhere',
  ],
  [
    'a person resolving what still fails starts a look',
    { raw: RESOLVED },
    'start resolved-elsewhere',
  ],
  [
    'a person resolving a report without a check wakes only',
    { raw: { ...RESOLVED, Compliance: null, GeneratorId: 'security-control/S3.8' } },
    'wake resolved-by-person',
  ],
  ['SUPPRESSED is dropped', { raw: { Workflow: { Status: 'SUPPRESSED' } } }, 'drop suppressed'],
  [
    'somebody suppressing it makes an open lifecycle look',
    { raw: { Workflow: { Status: 'SUPPRESSED' } }, known: known() },
    'wake suppressed-by-person',
  ],
  [
    'our own SUPPRESSED wakes nothing: the ledger knows that we wrote it',
    { raw: SUPPRESSED_BY_US, known: known({ wrote: 'SUPPRESSED', hash: hash() }) },
    'drop unchanged',
  ],
  [
    'a severity raised under an exception of ours wakes the lifecycle',
    {
      raw: { ...SUPPRESSED_BY_US, Severity: { Label: 'CRITICAL' } },
      known: known({ wrote: 'SUPPRESSED', hash: hash() }),
    },
    'wake reported-while-accepted',
  ],
  [
    'a note in our name on a SUPPRESSED that we did not write is not believed',
    { raw: SUPPRESSED_BY_US, known: known() },
    'wake suppressed-by-person',
  ],
  [
    'a SUPPRESSED after we had taken ours back is not ours',
    { raw: SUPPRESSED_BY_US, known: known({ wrote: 'NEW' }) },
    'wake suppressed-by-person',
  ],
  [
    'a person asking starts what is suppressed',
    { raw: { Workflow: { Status: 'SUPPRESSED' } }, action: 'Fix' },
    'start asked',
  ],
  [
    'a person asking again is told again',
    { action: 'Fix', known: known({ hash: hash() }) },
    'start asked',
  ],
  [
    'a custom action of another tool is dropped',
    { action: 'SendToJira', intake: { custom_actions: ['Fix'] } },
    'drop custom-action',
  ],
  [
    'NOTIFIED does not mean handled',
    { raw: { Workflow: { Status: 'NOTIFIED' } } },
    'start reported',
  ],
  [
    'INFORMATIONAL starts nothing',
    { raw: { Severity: { Label: 'INFORMATIONAL' } } },
    'drop informational',
  ],
  [
    'INFORMATIONAL starts where the policy says so',
    { raw: { Severity: { Label: 'INFORMATIONAL' } }, intake: { informational: 'start' } },
    'start reported',
  ],
  ['a sample starts nothing', { raw: { Sample: true } }, 'drop sample'],
  [
    'an account that is not ours is refused',
    { intake: { accounts: ['444455556666'] } },
    'refuse foreign-account',
  ],
  ['an unmapped type goes to people', { raw: unmapped('EC2.8') }, 'people unmapped'],
  [
    'an excluded unmapped type is dropped',
    {
      raw: unmapped('EC2.8'),
      intake: { unmapped: { ...INTAKE.unmapped, exclude: ['aws/securityhub EC2.*'] } },
    },
    'drop unmapped-policy',
  ],
  [
    'an unmapped type below the policy is dropped',
    {
      raw: unmapped('EC2.8'),
      intake: { unmapped: { ...INTAKE.unmapped, min_severity: 'CRITICAL' } },
    },
    'drop unmapped-policy',
  ],
  [
    'an unmapped type that the source could not check starts nothing',
    {
      raw: {
        ...unmapped('EC2.8'),
        Compliance: { Status: 'NOT_AVAILABLE', SecurityControlId: 'EC2.8' },
      },
    },
    'drop not-evaluated',
  ],
  [
    'a contradiction goes to people whatever the policy on unmapped types',
    { raw: { AwsAccountId: null }, intake: { unmapped: { ...INTAKE.unmapped, start: false } } },
    'people doubtful',
  ],
];

for (const [title, given, expected] of CASES) {
  it(title, () => {
    assert.equal(told(given), expected);
  });
}

it('times and NOTIFIED are not material, severity, state and resources are', () => {
  assert.equal(hash({ UpdatedAt: '2027-01-01T00:00:00Z' }), hash());
  assert.equal(hash({ Workflow: { Status: 'NOTIFIED' } }), hash());
  const others = [
    { Severity: { Label: 'LOW' } },
    { RecordState: 'ARCHIVED' },
    PASSED,
    RESOLVED,
    { Resources: [{ Type: 'AwsS3Bucket', Id: 'other-bucket' }] },
  ].map((raw) => hash(raw));
  assert.equal(new Set([...others, hash()]).size, 6);
});

function unmapped(control: string): Raw {
  return {
    GeneratorId: `security-control/${control}`,
    Compliance: { Status: 'FAILED', SecurityControlId: control },
  };
}
