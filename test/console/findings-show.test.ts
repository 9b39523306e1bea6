import assert from 'node:assert/strict';

import { showFinding } from '../../console/commands/findings-show.ts';
import { links } from '../../console/links.ts';
import { PLAIN } from '../../console/page.ts';
import { closed, ledgerOf, lifecycle, NOW, PLAN, type Told } from './rows.ts';

const story: readonly Told[] = [
  {
    episode: 1,
    seq: 1,
    at: '2026-03-01T11:58:01.123Z',
    kind: 'observed',
    phase: 'TRIAGE',
    actor: 'aws/securityhub',
    text: 'aws/securityhub reported CRITICAL: public bucket',
  },
  {
    episode: 1,
    seq: 2,
    at: '2026-03-01T11:58:03.123Z',
    kind: 'approval-asked',
    phase: 'AWAITING_APPROVAL',
    actor: 'closeloop',
    text: 'CRITICAL in production needs an approval',
    planHash: PLAN,
    verificationId: 'v-1',
    evidence: { bucket: 'evidence', key: 'a/v-1.json', sha256: 'ef'.repeat(32) },
  },
];
const places = links(
  { temporalUi: null, securityHubRegion: 'eu-west-1' },
  { address: '127.0.0.1:7233', namespace: 'default' },
);
const shown = async (row = lifecycle()) =>
  await showFinding({ ledger: ledgerOf([row], story), links: places }, row.workflowId, NOW);

describe('findings show', () => {
  it('tells the story with times, actors and words', async () => {
    const text = (await shown()).text(PLAIN);

    assert.match(text, /2026-03-01 11:58:01 {2}observed +aws\/securityhub {2}aws\/securityhub rep/);
    assert.match(text, /2026-03-01 11:58:03 {2}approval-asked {2}closeloop +CRITICAL in prod/);
    assert.match(text, /Deadline +2026-03-01 16:00:00 UTC \(in 4 h\)/);
  });

  it('gives the evidence of each look once, as an S3 address with its hash', async () => {
    const twice = [...story, { ...(story[1] as Told), seq: 3 }];
    const row = lifecycle();
    const { json, text } = await showFinding(
      { ledger: ledgerOf([row], twice), links: places },
      row.workflowId,
      NOW,
    );

    assert.deepEqual(json['evidence'], [
      {
        verificationId: 'v-1',
        at: '2026-03-01T11:58:03.123Z',
        uri: 's3://evidence/a/v-1.json',
        sha256: 'ef'.repeat(32),
      },
    ]);
    assert.match(text(PLAIN), /s3:\/\/evidence\/a\/v-1\.json\n +sha256 efef/);
  });

  it('links to the Web UI beside a local server and to the finding in Security Hub', async () => {
    const { json } = await shown();

    assert.deepEqual(json['links'], {
      temporal:
        'http://127.0.0.1:8233/namespaces/default/workflows/S3.PublicAccess%3A111122223333%3Aeu-west-1%3Apayments-logs%3Apayments-l',
      securityHub: [
        'https://eu-west-1.console.aws.amazon.com/securityhub/home?region=eu-west-1#/findings?search=Id%3D%255Coperator%255C%253AEQUALS%255C%253Aarn%253Aaws%253Asecurityhub%253Aeu-west-1%253A111122223333%253Asecurity-control%252FS3.2%252Ffinding%252Fpayments-logs-f1',
      ],
    });
  });

  it('names the commands that move it on, with the plan to approve', async () => {
    const text = (await shown()).text(PLAIN);

    assert.match(text, new RegExp(`findings approve payments-l --plan ${PLAN}\n`));
    assert.match(text, new RegExp(`findings reject payments-l --plan ${PLAN} --why 'your reason'`));
  });

  it('offers people a look, a claim and the plan in HUMAN_REVIEW', async () => {
    const { json } = await shown(lifecycle({ phase: 'HUMAN_REVIEW' }));

    const next = json['next'] as string[];
    assert.deepEqual(
      next.map((line) => /findings (\S+)/.exec(line)?.[1]),
      ['approve', 'recheck', 'claim-fixed'],
    );
  });

  it('promises no command for a type that no control verifies', async () => {
    const { problem } = lifecycle();
    const unmapped = { ...problem, control: null, findingType: 'Backdoor:EC2/C' };
    const row = lifecycle({ phase: 'HUMAN_REVIEW', problem: unmapped, planHash: null });

    const { json } = await shown(row);

    assert.match(String(json['next']), /No control verifies Backdoor:EC2\/C/);
  });

  it('of a closed finding says how and when, and asks for nothing', async () => {
    const { json, text } = await shown(closed());

    assert.match(text(PLAIN), /State +CLOSED: Fixed, remediated/);
    assert.match(text(PLAIN), /Closed +2026-03-01 11:58:00 UTC \(2 min ago\)/);
    assert.deepEqual(json['next'], []);
    assert.doesNotMatch(text(PLAIN), /To move it on|Waits for/);
  });

  it('wraps long lines under their own column on a terminal', async () => {
    const text = (await shown()).text({ ...PLAIN, width: 90 });

    const start = text.indexOf('  2026-03-01 11:58:01');
    const [first = '', second = ''] = text.slice(start).split('\n');
    assert.ok(first.length <= 90, first);
    assert.match(second, /^ {56}\S/);
  });
});
