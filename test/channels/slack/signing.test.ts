/** What you see is what you sign: whatever stands in the message, the form is the ledger's, and only that is signed. */
import assert from 'node:assert/strict';

import { whyNotShown } from '../../../activities/decisions/shown.ts';
import { planHash } from '../../../activities/runtime/plan.ts';
import { canonicalJson } from '../../../domain/plan.ts';
import type { Plan } from '../../../domain/plan.ts';
import { message, WAITING } from '../../builders/notice.ts';
import { plan, PLAN_HASH } from '../../builders/plan.ts';
import { WORKFLOW_ID } from '../../builders/problem.ts';
import { HOSTILE, steersIn } from '../../hostile-text.ts';
import { errorsIn, startDoor } from './door.ts';
import type { Door } from './door.ts';

/** Opens everything to the internet, and is about another bucket. */
const OTHER: Plan = {
  ...plan,
  resource: { type: 'AwsS3Bucket', id: 'arn:aws:s3:::payroll', name: 'payroll' },
  parameters: { BucketName: ['payroll'] },
};
const OTHER_HASH = planHash(canonicalJson(OTHER));

/** The same fix after the resource changed. */
const NEWER: Plan = { ...plan, preState: '{"policy":{"Statement":[]},"publicAccessBlock":null}' };
const NEWER_HASH = planHash(canonicalJson(NEWER));

describe('what is signed in Slack', () => {
  let door: Door;
  before(async () => {
    door = await startDoor();
  });
  after(async () => await door.slack.stop());
  beforeEach(() => door.reset());

  it('a forged message with a harmless summary and the hash of another plan opens the form of the true plan', async () => {
    const forged = { ...WAITING, planHash: OTHER_HASH, planSummary: 'Adds a tag, nothing else' };
    await door.presses('approve', { told: message({ text: 'Only a tag' }, forged) });
    assert.doesNotMatch(door.shown(), /tag/);
    for (const line of [
      'Document: Closeloop-S3PublicAccess',
      'Parameter BucketName: “payments-logs”',
      'Now publicAccessBlock.BlockPublicAcls: false',
      'On: arn:aws:s3:::payments-logs',
      `Hash of the plan: ${PLAN_HASH}`,
    ])
      assert.ok(door.shown().split('\n').includes(line), `${line} in\n${door.shown()}`);
    await door.sends();
    assert.partialDeepStrictEqual(door.decision(), { decision: 'approve', planHash: PLAN_HASH });
  });

  it('a button whose value was edited to another plan, episode and severity changes nothing', async () => {
    const edited = { finding: WORKFLOW_ID, episode: 9, planHash: OTHER_HASH, severity: 'LOW' };
    await door.presses('approve', { value: JSON.stringify(edited) });
    await door.sends();
    assert.partialDeepStrictEqual(door.decision(), {
      episode: 1,
      planHash: PLAN_HASH,
      severity: 'HIGH',
    });
  });

  it("a message about one finding with the button of another shows that other finding's own name", async () => {
    const { row } = door.ledger;
    door.ledger.row = {
      ...row,
      workflowId: 'S3.PublicAccess:111122223333:eu-west-1:payroll:0000000001',
      problem: { ...row.problem, resource: OTHER.resource },
      planHash: OTHER_HASH,
    };
    door.ledger.plans[OTHER_HASH] = canonicalJson(OTHER);
    await door.presses('approve', {
      value: JSON.stringify({ finding: door.ledger.row.workflowId }),
    });
    assert.match(door.shown(), /^Approve the plan: S3\.PublicAccess on payroll\n/);
    assert.doesNotMatch(door.shown(), /payments-logs/);
    await door.sends();
    assert.equal(door.decision()?.finding, door.ledger.row.workflowId);
  });

  it('a button of a finding that the ledger does not know opens nothing', async () => {
    const before = door.slack.views.length;
    await door.presses('approve', { value: JSON.stringify({ finding: 'made-up' }) });
    assert.equal(door.slack.views.length, before);
    assert.match(door.whispered(), /The ledger knows no finding made-up/);
  });

  const UNFIT: readonly (readonly [string, Readonly<Record<string, string>>, string, RegExp])[] = [
    [
      "another finding's plan",
      { [OTHER_HASH]: canonicalJson(OTHER) },
      OTHER_HASH,
      /is about S3\.PublicAccess on arn:aws:s3:::payroll .*another finding's plan/,
    ],
    [
      'a plan that somebody changed in the ledger',
      { [PLAN_HASH]: canonicalJson(NEWER) },
      PLAN_HASH,
      /is another plan, [0-9a-f]{12}: somebody changed it/,
    ],
    [
      'a plan that the ledger does not hold',
      {},
      PLAN_HASH,
      /does not hold plan .*triage makes and stores a plan again/,
    ],
    [
      'a plan in another shape',
      { [planHash('{"a":1}')]: '{"a":1}' },
      planHash('{"a":1}'),
      /this version cannot read plan/,
    ],
  ];
  for (const [what, plans, hash, expected] of UNFIT) {
    it(`${what} opens no form, and says why`, async () => {
      const before = door.slack.views.length;
      door.ledger.plans = { ...plans };
      door.ledger.row = { ...door.ledger.row, planHash: hash };
      await door.presses('approve');
      assert.equal(door.slack.views.length, before);
      assert.match(door.whispered(), expected);
      assert.equal(door.refusals.at(-1)?.type, 'PlanNotShown');
    });
  }

  it('whoever rejects a plan that cannot be shown may do so, and reads that it cannot be shown', async () => {
    door.ledger.plans = {};
    await door.presses('reject');
    assert.match(door.shown(), /It cannot be shown: the ledger does not hold plan/);
    await door.sends({ why: 'better not' });
    assert.equal(door.decision()?.decision, 'reject');
  });

  it('a plan that changed between opening and confirming is refused with what changed', async () => {
    await door.presses('approve');
    door.ledger.row = { ...door.ledger.row, planHash: NEWER_HASH };
    door.ledger.plans[NEWER_HASH] = canonicalJson(NEWER);
    const said = errorsIn(await door.sends())['why'] ?? '';
    assert.deepEqual([door.said.length, door.refusals.at(-1)?.type], [0, 'StaleView']);
    assert.match(
      said,
      /It changed while the form was open: it says now "Public access block, BlockPublicAcls: not set → true"/,
    );
    assert.match(
      said,
      /you were shown "Public access block, BlockPublicAcls: false → true"\. Close the form/,
    );
  });

  const CHANGES: readonly (readonly [string, Partial<Door['ledger']['row']>, RegExp])[] = [
    ['the severity', { severity: 'CRITICAL' }, /now "Severity: CRITICAL", .*"Severity: HIGH"/],
    ['the episode', { episode: 2 }, /now "Episode: 2", and you were shown "Episode: 1"/],
    ['the owner', { owner: { team: 'cloud-security', because: 'x' } }, /Stranger/],
    ['the title', { title: 'Something else' }, /now "Reported as: “Something else”"/],
    [
      'a request of somebody else',
      { request: { decision: 'approve', by: 'radia', why: 'x', until: null, planHash: null } },
      /now "Agrees: nobody after you, unless you requested it yourself", and you were shown "Agrees: perhaps another person"/,
    ],
    ['a plan that is gone', { planHash: null }, /There is no plan to approve/],
  ];
  for (const [what, change, expected] of CHANGES) {
    it(`${what} that changed between opening and confirming is refused with what changed`, async () => {
      await door.presses('approve');
      door.ledger.row = { ...door.ledger.row, ...change };
      const said = errorsIn(await door.sends())['why'] ?? '';
      assert.match(said, expected);
      assert.equal(door.said.length, 0);
    });
  }

  it('a form that was redrawn in Slack after it was opened is not signed', async () => {
    await door.presses('approve');
    const redrawn = await door.sendsChanged({}, (sent) => {
      const blocks = [{ type: 'section', text: { type: 'plain_text', text: 'Adds a tag' } }];
      return { ...sent, view: { ...sent.view, blocks } };
    });
    assert.match(errorsIn(redrawn)['why'] ?? '', /you were shown "Adds a tag"/);
    assert.equal(door.said.length, 0);
  });

  it('a form whose finding was exchanged is not signed', async () => {
    await door.presses('approve');
    const other = `${WORKFLOW_ID}0`;
    door.ledger.row = { ...door.ledger.row, workflowId: other };
    const sent = await door.sendsChanged({}, (payload) => {
      const metadata = JSON.stringify({ finding: other, channel: 'C000000001' });
      return { ...payload, view: { ...payload.view, private_metadata: metadata } };
    });
    assert.match(errorsIn(sent)['why'] ?? '', /you were shown "Finding: S3\.PublicAccess/);
    assert.equal(door.said.length, 0);
  });

  it('a form that Slack sends back with its own escaping is signed', async () => {
    door.ledger.row = { ...door.ledger.row, title: 'R&D <logs> are public 😀' };
    await door.presses('approve');
    assert.match(door.shown(), /Reported as: “R&D <logs> are public \[U\+1F600\]”/);
    await door.sendsChanged({}, (sent) => JSON.parse(escaped(JSON.stringify(sent))));
    assert.equal(door.decision()?.decision, 'approve');
  });

  it('what was confirmed is signed with the digest of the form, which the worker makes again', async () => {
    await door.presses('approve');
    await door.sends({ why: 'read it' });
    const decision = door.decision();
    assert.ok(decision);
    const ledger = {
      lifecycle: async () => door.ledger.row,
      planText: async (_id: string, hash: string) => door.ledger.plans[hash] ?? null,
    };
    assert.equal(await whyNotShown(ledger, WORKFLOW_ID, decision), null);
    door.ledger.row = { ...door.ledger.row, title: 'Another title' };
    assert.match(
      (await whyNotShown(ledger, WORKFLOW_ID, decision)) ?? '',
      /is not what the ledger/,
    );
  });

  for (const { tries, text } of HOSTILE) {
    it(`a form shows ${tries} in the line of its own fact`, async () => {
      const request = {
        decision: 'approve',
        by: text,
        why: text,
        until: null,
        planHash: null,
      } as const;
      const { row } = door.ledger;
      const resource = { type: 'AwsS3Bucket', id: `arn:aws:s3:::${text}`, name: text };
      const evil = { ...plan, resource, parameters: { [text]: [text] }, preState: settings(text) };
      const hash = planHash(canonicalJson(evil));
      door.ledger.plans[hash] = canonicalJson(evil);
      const problem = { ...row.problem, resource };
      door.ledger.row = { ...row, problem, request, title: text, planHash: hash };
      await door.presses('approve');
      for (const line of door.shown().split('\n')) {
        assert.deepEqual(steersIn(line), []);
        assert.doesNotMatch(line, /^(?:SECOND LINE|- item|> quote)/);
      }
      await door.sends();
      assert.equal(door.decision()?.planHash, hash);
    });
  }

  it('a policy that is longer than a block of Slack is shown whole, and a change too long for Slack is not signed there', async () => {
    for (const [size, opens] of [
      [40_000, true],
      [400_000, false],
    ] as const) {
      const long = { ...plan, parameters: { Policy: ['x'.repeat(size)] } };
      const hash = planHash(canonicalJson(long));
      door.ledger.plans[hash] = canonicalJson(long);
      door.ledger.row = { ...door.ledger.row, planHash: hash };
      const before = door.slack.views.length;
      await door.presses('approve');
      assert.equal(door.slack.views.length > before, opens);
      if (opens) assert.equal((door.shown().match(/x/g) ?? []).length >= size, true);
    }
    assert.match(door.whispered(), /too long for a form in Slack: decide from the command line/);
  });
});

function settings(text: string): string {
  return canonicalJson({ [text]: text, list: [text] });
}

/** As Slack escapes texts in what it sends. */
function escaped(json: string): string {
  return json.replaceAll('R&D <logs>', 'R&amp;D &lt;logs&gt;');
}
