/** What a report means to its sender, and what somebody changed of it since. */
import assert from 'node:assert/strict';

import type { Intake } from '../../policies/intake.ts';
import { decide } from '../../starter/decide.ts';
import { parseFinding } from '../../starter/event/parse-finding.ts';
import { CATALOGUE } from '../../starter/identity/catalogue.ts';
import type { Raw } from '../builders/asff.ts';
import { INTAKE } from './corpus.ts';
import { parsedFinding } from './identified.ts';

const PROWLER = 'arn:aws:securityhub:eu-west-1::product/prowler/prowler';
const MUTED = { ProductArn: PROWLER, GeneratorId: 'prowler-s3_bucket_public_access' };
const ACCOUNT = { Resources: [{ Type: 'AwsAccount', Id: 'AWS::::Account:111122223333' }] };

function decided(changes: Raw, intake: Partial<Intake> = {}) {
  const known = undefined;
  const circumstances = {
    catalogue: CATALOGUE,
    intake: { ...INTAKE, ...intake },
    action: null,
    known,
  };
  const [step] = decide(parsedFinding(changes), circumstances).steps;
  assert.ok(step);
  return step;
}

it('the starter drops what was muted in Prowler under its own reason, unless intake.yaml starts it', () => {
  const muted = { ...MUTED, Compliance: { Status: 'WARNING' } };

  assert.equal(decided(muted).reason, 'muted');
  assert.deepEqual(decided(muted, { muted: 'start' }).action, 'start');
});

it('the starter drops a control that Security Hub could not check, unless intake.yaml shows it to people', () => {
  const unchecked = { ...ACCOUNT, Compliance: { Status: 'WARNING', SecurityControlId: 'S3.8' } };

  const { reason, text } = decided(unchecked);

  assert.equal(reason, 'not-evaluated');
  assert.match(text, /Security Hub could not check S3.PublicAccess here/);
  const shown = decided(unchecked, { not_evaluated: 'people' });
  assert.deepEqual([shown.action, shown.reason], ['people', 'unmapped']);
});

it('a WARNING about a bucket still makes its control look', () => {
  assert.equal(
    decided({ Compliance: { Status: 'WARNING', SecurityControlId: 'S3.8' } }).action,
    'start',
  );
});

for (const [shown, provided, counts] of [
  ['INFORMATIONAL', 'CRITICAL', 'CRITICAL'],
  ['HIGH', 'LOW', 'HIGH'],
  ['MEDIUM', 'MEDIUM', 'MEDIUM'],
]) {
  it(`a finding shown as ${shown} whose provider says ${provided} counts as ${counts}`, () => {
    const fields = { Severity: { Label: provided } };
    const changes = { Severity: { Label: shown }, FindingProviderFields: fields };

    assert.equal(parsedFinding(changes).severity, counts);
    const said = `its provider says ${provided} and Security Hub shows ${shown}: ${counts} counts`;
    assert.equal(decided(changes).text.includes(said), shown !== provided);
  });
}

it('the starter says that the types of a finding were changed, and uses those of its provider', () => {
  const { types, changes } = parsedFinding({
    Types: ['Software and Configuration Checks'],
    FindingProviderFields: { Types: ['TTPs/Exfiltration:S3-AnomalousBehavior'] },
  });

  assert.deepEqual(types, ['TTPs/Exfiltration:S3-AnomalousBehavior']);
  assert.deepEqual(changes, [
    'its types were changed in Security Hub: those of its provider count',
  ]);
});

it('the order and case of types is no change', () => {
  const { changes } = parsedFinding({
    Types: ['B', 'a'],
    FindingProviderFields: { Types: ['A', 'b'], Severity: { Label: 'HIGH' } },
  });

  assert.deepEqual(changes, []);
});

it('a severity label that AWS adds later counts as CRITICAL, a finding without any is refused', () => {
  assert.equal(parsedFinding({ Severity: { Label: 'FATAL' } }).severity, 'CRITICAL');
  assert.equal(parsedFinding({ Severity: { Label: 'FATAL', Normalized: 50 } }).severity, 'MEDIUM');
  assert.equal(parseFinding({ ...Object(parsedFinding({}).raw), Severity: {} }).ok, false);
});

it('ids of resources that are too long or not well-formed stay different', () => {
  const long = 'x'.repeat(3000);
  const ids = [`${long}a`, `${long}b`, '\ud800', '\ud801'].map((Id) => {
    const { resources } = parsedFinding({ Resources: [{ Type: 'AwsS3Bucket', Id }] });
    return resources[0];
  });

  assert.equal(new Set(ids.map((resource) => resource?.id)).size, 4);
  assert.ok(ids.every((resource) => resource?.unreadable !== null));
});
