import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';

import { showFinding, type ShowFrom } from '../../../../console/commands/findings/show.ts';
import { pageOf, PLAIN } from '../../../../console/output/page.ts';
import {
  closed,
  ledgerOf,
  lifecycle,
  NOW,
  PLAN,
  tablesWith,
  textOf,
  type Told,
} from '../../rows.ts';
import { from, shown, story } from './show-sample.ts';

const stoppedByDana = () =>
  Promise.resolve({ on: true, by: 'dana', why: 'wrong buckets', at: '2026-03-01T09:00:00.000Z' });
const told = (seq: number): Told => ({ ...(story[0] as Told), seq });
const verbs = (json: Readonly<Record<string, unknown>>) =>
  (json['next'] as string[]).map((line) => /findings (\S+)/.exec(line)?.[1]);

describe('findings show', () => {
  it('findings show shows the story with times, actors and texts', async () => {
    const text = textOf(await shown());

    assert.match(text, /2026-03-01 11:58:01 {2}observed +aws\/securityhub {2}aws\/securityhub rep/);
    assert.match(text, /2026-03-01 11:58:03 {2}approval-asked {2}closeloop +CRITICAL in prod/);
    assert.match(text, /Deadline +2026-03-01 16:00:00 UTC \(in 4 h\)/);
  });

  it('findings show lists the evidence of each check once, as an S3 address with its hash', async () => {
    const twice = [...story, { ...(story[1] as Told), seq: 3 }];
    const row = lifecycle();
    const { json, text } = await showFinding(from(row, twice), row.workflowId, NOW);

    assert.deepEqual(json['evidence'], [
      {
        verificationId: 'v-1',
        at: '2026-03-01T11:58:03.123Z',
        uri: 's3://evidence/a/v-1.json',
        sha256: 'ef'.repeat(32),
      },
    ]);
    assert.match(textOf({ text }), /s3:\/\/evidence\/a\/v-1\.json\n +sha256 efef/);
  });

  it('findings show links to the Web UI of a local server and to the finding in Security Hub', async () => {
    const { json } = await shown();

    assert.deepEqual(json['links'], {
      pullRequest: null,
      temporal:
        'http://127.0.0.1:8233/namespaces/default/workflows/S3.PublicAccess%3A111122223333%3Aeu-west-1%3Apayments-logs%3Apayments-l',
      securityHub: [
        'https://eu-west-1.console.aws.amazon.com/securityhub/home?region=eu-west-1#/findings?search=Id%3D%255Coperator%255C%253AEQUALS%255C%253Aarn%253Aaws%253Asecurityhub%253Aeu-west-1%253A111122223333%253Asecurity-control%252FS3.2%252Ffinding%252Fpayments-logs-f1',
      ],
    });
  });

  it('findings show names the commands that are allowed, with the plan to approve', async () => {
    const text = textOf(await shown());

    assert.match(text, new RegExp(`findings approve payments-l --plan ${PLAN}\n`));
    assert.match(text, new RegExp(`findings reject payments-l --plan ${PLAN} --why 'your reason'`));
  });

  it('findings show offers a check, a claim and the plan in HUMAN_REVIEW', async () => {
    const { json } = await shown(lifecycle({ phase: 'HUMAN_REVIEW' }));

    const next = json['next'] as string[];
    assert.deepEqual(
      next.map((line) => /findings (\S+)/.exec(line)?.[1]),
      ['approve', 'accept', 'assign', 'recheck', 'claim-fixed'],
    );
  });

  const commands: readonly (readonly [string, readonly string[]])[] = [
    ['TRIAGE', ['cancel']],
    [
      'AWAITING_APPROVAL',
      ['approve', 'reject', 'accept', 'assign', 'recheck', 'claim-fixed', 'cancel'],
    ],
    ['REMEDIATE', ['cancel']],
    ['SETTLE', ['recheck', 'cancel']],
    ['VERIFY', ['cancel']],
    ['CLOSE', []],
    ['SUPPRESS', []],
    ['ACCEPTED', ['extend', 'revoke', 'recheck', 'claim-fixed']],
    ['REOPEN', []],
  ];
  for (const [phase, expected] of commands) {
    it(`findings show offers exactly what is allowed in ${phase}`, async () => {
      const { json } = await shown(lifecycle({ phase }));

      assert.deepEqual(verbs(json), expected);
    });
  }

  const obstacles: readonly (readonly [string, Partial<ShowFrom>, RegExp, RegExp])[] = [
    [
      'while its type is in shadow mode',
      { tables: tablesWith({ mode: 'shadow' }) },
      /S3\.PublicAccess is in shadow mode in account 111122223333 \(.*commit c0ffee012345\)/,
      /Set mode: enforce for S3\.PublicAccess in policies\/remediation\.yaml/,
    ],
    [
      'while its account is in shadow mode',
      { tables: tablesWith({ modes: { '111122223333': 'shadow' } }) },
      /in shadow mode in account 111122223333/,
      /Set modes: '111122223333': enforce/,
    ],
    [
      'without a row in the remediation table',
      { tables: tablesWith(null) },
      /the remediation table has no row for S3\.PublicAccess/,
      /Add S3\.PublicAccess to policies\/remediation\.yaml/,
    ],
    [
      'while the kill switch is on',
      { ledger: { ...ledgerOf([lifecycle()], story), killSwitch: stoppedByDana } },
      /dana stopped all automatic writes since 2026-03-01 09:00:00 UTC: wrong buckets/,
      /closeloop -- kill-switch off --why 'your reason'/,
    ],
  ];
  for (const [when, changes, because, change] of obstacles) {
    it(`findings show offers no approval ${when}, and says what to change`, async () => {
      const row = lifecycle();
      const reply = await showFinding(from(row, story, changes), row.workflowId, NOW);

      assert.deepEqual(verbs(reply.json), [
        'reject',
        'accept',
        'assign',
        'recheck',
        'claim-fixed',
        'cancel',
      ]);
      assert.match(textOf(reply), because);
      assert.match(textOf(reply), change);
    });
  }

  it('findings show links the pull request of a code fix, and does not call its writes stopped', async () => {
    const pullRequest = 'https://github.com/acme/payments-infra/pull/7';
    const source = {
      repository: 'acme/payments-infra',
      path: 'main.tf',
      block: 'aws_s3_bucket.logs',
      stands: 'open',
      pullRequest,
      lines: [],
    } as const;
    const row = lifecycle({ phase: 'AWAITING_MERGE', planHash: null, source });
    const code = { tables: tablesWith({ path: 'code' }) };
    const reply = await showFinding(from(row, story, code), row.workflowId, NOW);

    assert.match(textOf(reply), new RegExp(`Pull request: ${pullRequest}\n`));
    assert.doesNotMatch(textOf(reply), /would change nothing/);
  });

  it('findings show names the default team where a finding has no owner', async () => {
    const owner = { team: 'unassigned', because: 'there are no tags' };
    const waitsFor = 'the default team approves or rejects plan ab12 until 2026-03-01T16:00Z.';
    const text = textOf(await shown(lifecycle({ owner, waitsFor })));

    assert.match(text, /Owner +cloud-security \(default\): there are no tags/);
    assert.match(text, /Waits for +cloud-security \(default\) approves or rejects/);
  });

  it('findings show shows why people decide beside what a later check found', async () => {
    const waitsFor = 'payments decides until 2026-03-01T16:00Z: the runbook failed: denied';
    const handed = { ...told(1), kind: 'people', text: 'the runbook failed: denied' } as const;
    const looked: Told = {
      ...told(2),
      kind: 'verified',
      phase: 'HUMAN_REVIEW',
      text: 'open: still public',
    };
    const row = lifecycle({ phase: 'HUMAN_REVIEW', reason: looked.text, waitsFor });

    const reply = await showFinding(from(row, [handed, looked]), row.workflowId, NOW);

    assert.match(textOf(reply), /Because +the runbook failed: denied\n/);
    assert.match(textOf(reply), /Last check +open: still public \(2 min ago\)\n/);
    assert.match(textOf(reply), /Waits for +payments decides until 2026-03-01T16:00Z\.\n/);
    assert.equal(reply.json['because'], 'the runbook failed: denied');
  });

  it('findings show shows no last check from before the human review', async () => {
    const looked: Told = {
      ...told(1),
      kind: 'verified',
      phase: 'HUMAN_REVIEW',
      text: 'open: still public',
    };
    const handed = { ...told(2), kind: 'people', text: 'still open after 4 round(s)' } as const;
    const row = lifecycle({ phase: 'HUMAN_REVIEW' });

    const { json } = await showFinding(from(row, [looked, handed]), row.workflowId, NOW);

    assert.equal(json['lastLook'], null);
  });

  for (const page of [PLAIN, pageOf({ isTTY: true, columns: 80 }, {})]) {
    it(`findings show prints no forged line and no control sequence to ${page === PLAIN ? 'a pipe' : 'a terminal'}`, async () => {
      const why = `ok\u001B[2K\u001B[1A\n  2026-03-01 11:59:00  decision-trusted  dana  \u202Eapproved`;
      const forged = { ...told(2), kind: 'rechecked', actor: 'eve\r\n', text: why } as const;
      const row = lifecycle({
        title: 'a\u001B]0;t\u0007\nStatus  CLOSED: Fixed',
        planSummary: 'p\nq',
      });

      const reply = await showFinding(from(row, [told(1), forged]), row.workflowId, NOW);
      const text = textOf(reply, page);

      const lines = stripVTControlCharacters(text).split('\n');
      assert.equal(lines.filter((line) => /^ +2026-03-01 11:59:00/.test(line)).length, 0);
      assert.equal(lines.filter((line) => /^ *Status/.test(line)).length, 1);
      const ours = new RegExp(String.raw`\u001B\]8;;(?:https?:[!-~]+)?\u0007`, 'g');
      const data = text.replaceAll(ours, '');
      for (const steering of ['\u001B[2K', '\u001B[1A', '\u001B]', '\u0007', '\r', '\u202E']) {
        assert.ok(!data.includes(steering), JSON.stringify(steering));
      }
      assert.match(lines.join(' '), /⏎/);
    });
  }

  it('findings show wraps no padded text into what looks like a fact', async () => {
    for (let pad = 40; pad < 100; pad += 1) {
      const title = `${'x'.repeat(pad)} ${' '.repeat(4)}Status      CLOSED: Fixed (remediated)`;
      const text = textOf(await shown(lifecycle({ title })), { ...PLAIN, width: 80 });

      const statuses = text.split('\n').filter((line) => /^ {0,4}Status/.test(line));
      assert.deepEqual(statuses, ['  Status      AWAITING_APPROVAL']);
    }
  });

  it('findings show wraps everything at 80 columns but addresses and commands', async () => {
    const row = lifecycle({ title: 'S3 general purpose buckets block public access '.repeat(4) });
    const reply = await showFinding(from(row), row.workflowId, NOW);

    const long = textOf(reply, { ...PLAIN, width: 80 })
      .split('\n')
      .filter((line) => line.length > 80);
    for (const line of long)
      assert.match(line, /arn:|https?:|s3:|sha256|npm run -s closeloop|S3\./);
  });

  it('findings show says that no control verifies the type, and offers no check', async () => {
    const { problem } = lifecycle();
    const unmapped = { ...problem, control: null, findingType: 'Backdoor:EC2/C' };
    const row = lifecycle({ phase: 'HUMAN_REVIEW', problem: unmapped, planHash: null });

    const { json } = await shown(row);

    assert.match(String(json['next']), /No control verifies Backdoor:EC2\/C/);
  });

  it('findings show shows how and when a finding closed, and offers no command', async () => {
    const { json, text } = await shown(closed());

    assert.match(textOf({ text }), /on payments-logs: closed as Fixed \(remediated\)\n/);
    assert.match(textOf({ text }), /Closed +2026-03-01 11:58:00 UTC \(2 min ago\)/);
    assert.deepEqual(json['next'], []);
    assert.doesNotMatch(textOf({ text }), /What you can do|Waits for/);
  });

  it('findings show offers to undo a fix of ours where that is possible', async () => {
    const row = closed();
    const write = { token: 't', planHash: PLAN, executionId: 'e-1', episode: 1, round: 1 };
    const executions = async () => [{ ...write, found: '{}', left: '{}' }];
    const changes = { ledger: { ...ledgerOf([row], story), executions } };
    const { json, text } = await showFinding(from(row, story, changes), row.workflowId, NOW);

    assert.match(
      textOf({ text }),
      /To undo the fix\n +npm run -s closeloop -- findings undo payments-l/,
    );
    assert.match(String(json['next']), /findings undo payments-l --why/);
  });
});
