/** What a changed or unread document means for a finding: at triage, and again at the write. */
import assert from 'node:assert/strict';

import type { StampedRow } from '../../../activities/ledger/policy/remediation-table.ts';
import { makePlan } from '../../../activities/runtime/plan.ts';
import { triage } from '../../../activities/triage/triage.ts';
import type { Control } from '../../../controls/control.ts';
import { s3MissingVersioning } from '../../../controls/S3.MissingVersioning/control.ts';
import type { AcceptedDocuments } from '../../../policies/documents.ts';
import { remediateInput, triageInput } from '../../builders/activity-input.ts';
import { fakeClock } from '../../builders/activity.ts';
import { controlSeeing, openLook } from '../../builders/control.ts';
import { approvalOf } from '../../builders/decision.ts';
import { described, DOCUMENT, fakeAccounts, fakeClients } from '../../builders/fake-clients.ts';
import type { SsmFacts } from '../../builders/fake-clients.ts';
import { fakeEvidence } from '../../builders/fake-evidence.ts';
import { fakeLedger } from '../../builders/fake-ledger.ts';
import { enforced, fakePolicies } from '../../builders/fake-policies.ts';
import { fakeReceipts } from '../../builders/fake-proofs.ts';
import { problem } from '../../builders/problem.ts';
import { make, planned, refuses, run, slowly, token } from './remediations.ts';

const EVIL = { ...DOCUMENT, Hash: 'e'.repeat(64) };
const AWS = s3MissingVersioning.runbook.documentName;
const NOW = described(AWS);
const ACCEPTED: AcceptedDocuments = new Map([[AWS, [{ version: '1', hash: NOW.Hash }]]]);
const NEWER = { ...NOW, DocumentVersion: '2', Hash: 'b'.repeat(64) };

const versioning: Control = { ...s3MissingVersioning, verify: async () => openLook };
const unversioned = { ...problem, control: versioning.id, findingType: versioning.id };
const row: StampedRow = { ...enforced, type: versioning.id, approvalFrom: null };

const ofAws = makePlan({
  control: versioning,
  problem: unversioned,
  document: { name: AWS, version: '1', hash: NOW.Hash },
  settings: openLook.settings ?? {},
}).ref;
const write = remediateInput({ problem: unversioned, planHash: ofAws.hash });

interface Facts extends SsmFacts {
  readonly control?: Control;
  readonly documents?: AcceptedDocuments;
  readonly rule?: StampedRow;
}

/** The route of the sample's LOW finding, and its plan. */
async function routed({ control = versioning, rule = row, documents = new Map(), ...ssm }: Facts) {
  const about = { ...problem, control: control.id, findingType: control.id };
  const deps = {
    accounts: fakeAccounts(fakeClients(ssm).clients),
    controlOf: () => control,
    policies: { ...fakePolicies(rule), documents },
    evidence: fakeEvidence(),
    ledger: fakeLedger(),
    exceptions: { ofControl: async () => [] },
    checkImport: async () => null,
    clock: fakeClock(),
  };
  return await triage(deps, triageInput({ problem: about, severity: 'LOW' }), 1);
}

/** A write under these policies, of the control with the document of AWS. */
function writing({ documents = new Map(), rule = row, ...ssm }: Facts) {
  const parts = make({ ...ssm, rule });
  const policies = { ...parts.deps.policies, documents };
  return { ...parts, deps: { ...parts.deps, policies, controlOf: () => versioning } };
}

describe('our document with another content', () => {
  it('our document with another content sends its finding to human review, with both hashes', async () => {
    const { route, plan } = await routed({ control: controlSeeing(openLook), document: EVIL });
    assert.equal(route.to, 'people');
    assert.equal(plan, null);
    assert.match(
      route.because,
      /^no plan can be made: DocumentDiffers: Closeloop-S3PublicAccess in account 111122223333, eu-west-1 is not what this release ships: hash e{64} instead of [0-9a-f]{64}\./,
    );
  });

  it('our document changed after the plan was made is not started, also with an approval', async () => {
    await refuses(make({ document: EVIL }), planned, 'refused', /hash e{64} instead of/);
    const approval = approvalOf(planned.planHash);
    const value = await fakeReceipts().issue(approval);
    const approved = { ...approval, proof: { kind: 'receipt', value } } as const;
    const high = { ...planned, severity: 'HIGH', approval: approved } as const;
    await refuses(make({ document: EVIL }), high, 'refused', /hash e{64} instead of/);
  });

  it('a write looks at the document after the resource, so that little lies before the start', async () => {
    const document = { ...DOCUMENT };
    const look = async () => {
      await slowly();
      document.Hash = EVIL.Hash;
      return openLook;
    };
    await refuses(make({ document, look }), planned, 'refused', /hash e{64} instead of/);
  });

  it('a write that was only intended is not repeated with another content', async () => {
    const parts = make({
      document: EVIL,
      ledger: { execution: { token, planHash: planned.planHash, executionId: null } },
    });
    const { result } = await run(parts, planned);
    assert.equal(result.status, 'interrupted');
    assert.match('reason' in result ? result.reason : '', /hash e{64} instead of/);
    assert.deepEqual(parts.ssm.starts, []);
  });
});

describe('a document of AWS that nobody has accepted', () => {
  it('a document of AWS that nobody has accepted keeps its control in shadow mode, and the route names the command that accepts it', async () => {
    const { route, plan } = await routed({});
    assert.equal(route.to, 'automatic');
    assert.equal(
      route.because,
      `S3.MissingVersioning stays in shadow mode, planned only, until ${AWS} is accepted: closeloop controls accept-document ${AWS} (remediation table, commit 1a2b3c4)`,
    );
    assert.equal(plan?.hash, ofAws.hash);
  });

  it('a document of AWS that nobody has accepted is never started, whatever people approve', async () => {
    await refuses(writing({}), write, 'planned', /stays in shadow mode, planned only/);
    const approval = approvalOf(ofAws.hash);
    const value = await fakeReceipts().issue(approval);
    const approved = { ...approval, proof: { kind: 'receipt', value } } as const;
    const rule = { ...row, approvalFrom: 'INFORMATIONAL' } as const;
    await refuses(
      writing({ rule }),
      { ...write, approval: approved },
      'planned',
      /accept-document/,
    );
  });

  it('a document of AWS that nobody has accepted changes nothing where the table says shadow mode, and where a pull request is the fix', async () => {
    const shadow = await routed({ rule: { ...row, mode: 'shadow' } });
    assert.equal(
      shadow.route.because,
      'S3.MissingVersioning is in shadow mode: planned only (remediation table, commit 1a2b3c4)',
    );
    const code = await routed({ rule: { ...row, path: 'code' } });
    assert.match(code.route.because, /is fixed in its source code/);
  });

  it('a document of AWS that nobody has accepted writes no pull request beside a runbook that stays in shadow mode', async () => {
    const rule = { ...row, path: 'both' } as const;
    assert.equal((await routed({ rule })).source, undefined);
    assert.equal((await routed({ rule, documents: ACCEPTED })).source, 'both');
  });
});

describe('a document of AWS that a person has accepted', () => {
  it('a document of AWS that a person has accepted is planned and started in the accepted version', async () => {
    const { route, plan } = await routed({ documents: ACCEPTED });
    assert.equal(route.to, 'automatic');
    assert.match(route.because, /is automated for LOW/);
    assert.equal(plan?.hash, ofAws.hash);
    const parts = writing({ documents: ACCEPTED });
    assert.equal((await run(parts, write)).result.status, 'succeeded');
    const [start] = parts.ssm.starts;
    assert.equal(Reflect.get(start ?? {}, 'DocumentName'), AWS);
    assert.equal(Reflect.get(start ?? {}, 'DocumentVersion'), '1');
  });

  it('a document of AWS that a person has accepted goes to human review in another version, with both hashes and the command', async () => {
    const { route, plan } = await routed({ documents: ACCEPTED, document: NEWER });
    assert.equal(route.to, 'people');
    assert.equal(plan, null);
    assert.match(route.because, /version 2 instead of 1, hash b{64} instead of a{64}/);
    assert.match(route.because, new RegExp(`closeloop controls accept-document ${AWS}$`));
  });

  it('a document of AWS that a person has accepted is not started when AWS changed it after the plan was made', async () => {
    for (const document of [NEWER, { ...NOW, Hash: NEWER.Hash }])
      await refuses(
        writing({ documents: ACCEPTED, document }),
        write,
        'refused',
        /hash b{64} inst/,
      );
  });

  it('a document of AWS that a person has accepted drifts to a new plan when both the planned and the present version are accepted', async () => {
    const both = new Map([
      [AWS, [...(ACCEPTED.get(AWS) ?? []), { version: '2', hash: NEWER.Hash }]],
    ]);
    const parts = writing({ documents: both, document: NEWER });
    await refuses(parts, write, 'moved', /Document: AWS-\w+ version 2, hash b{12}\./);
  });
});
