/** By what a decision is believed: every proof by every decision, cell by cell, on the gateway's STS and KMS. Written by hand. */
import assert from 'node:assert/strict';

import { KMS } from '@aws-sdk/client-kms';

import { whoSigned } from '../../../activities/decisions/caller-identity.ts';
import { checkDecision } from '../../../activities/decisions/check-decision.ts';
import { ensureReceiptKey } from '../../../activities/decisions/ensure-key.ts';
import { channelReceipts, RUNTIME_KEY } from '../../../activities/decisions/receipts.ts';
import { kmsReceipts } from '../../../activities/decisions/receipts.ts';
import { presign } from '../../../console/connect/proving.ts';
import { DECISIONS } from '../../../domain/decision.ts';
import type { Decision, Provable } from '../../../domain/decision.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../../sandbox/aws/gateway/principals.ts';
import type { Credentials } from '../../../sandbox/aws/gateway/principals.ts';
import { activityInput } from '../../builders/activity-input.ts';
import { asActivity, fakeClock } from '../../builders/activity.ts';
import { approvalOf } from '../../builders/decision.ts';
import { fakeLedger } from '../../builders/fake-ledger.ts';
import { fakePolicies } from '../../builders/fake-policies.ts';
import { fakeProofs } from '../../builders/fake-proofs.ts';
import { PLAN_HASH } from '../../builders/plan.ts';
import { WORKFLOW_ID } from '../../builders/problem.ts';
import { as, withSandboxAws } from '../../sandbox/with-sandbox-aws.ts';
import { seen } from './seen.ts';

/**
 * `y`: believed. `l`: believed up to LOW only, which is how far policy trusts the namespace here. `.`: refused, for
 * the reason that REFUSED has. The finding is of payments: barbara, led by radia. Ada is of the default team,
 * margaret the security lead, linus of another team. `undo` and `approve` write.
 */
const TABLE = `
                                  approve reject accept extend revoke assign attest undo
nothing, barbara, cli             l       l      l      l      l      l      l      l
nothing, barbara, web-ui          l       l      l      l      l      l      l      l
nothing, linus, cli               .       .      .      .      .      .      .      .
signed, barbara, cli              y       y      y      y      y      y      y      y
signed, radia, cli                y       y      y      y      y      y      y      y
signed, Ada, cli                  y       y      y      y      y      y      y      y
signed, margaret, cli             y       y      y      y      y      y      y      y
signed, linus, cli                .       .      .      .      .      .      .      .
signed-by-a-worker, barbara, cli  .       .      .      .      .      .      .      .
signed-for-another, barbara, cli  .       .      .      .      .      .      .      .
signed-by-guess, barbara, cli     .       .      .      .      .      .      .      .
signed-out, barbara, cli          .       .      .      .      .      .      .      .
signed-long-ago, barbara, cli     .       .      .      .      .      .      .      .
used-before, barbara, cli         .       .      .      .      .      .      .      .
receipt, barbara, page            y       y      y      y      y      y      y      y
receipt, barbara, chat            y       y      y      y      y      y      y      y
receipt, linus, chat              .       .      .      .      .      .      .      .
receipt, barbara, cli             .       .      .      .      .      .      .      .
receipt, barbara, web-ui          .       .      .      .      .      .      .      .
receipt-of-chat, barbara, page    .       .      .      .      .      .      .      .
receipt-of-runtime, barbara, page .       .      .      .      .      .      .      .
receipt-for-another, barbara, chat .      .      .      .      .      .      .      .
receipt-made-up, barbara, chat    .       .      .      .      .      .      .      .
`;

const REFUSED: Readonly<Record<string, RegExp>> = {
  nothing: /is a request: .* carries no proof|linus may not decide/,
  signed: /linus may not decide about it; these may: payments \(barbara, radia\), cloud/,
  'signed-by-a-worker': /closeloop-starter.* sign_in in decisions.yaml does not map/,
  'signed-for-another': /SignatureDoesNotMatch/,
  'signed-by-guess': /SignatureDoesNotMatch/,
  'signed-out': /ExpiredToken/,
  'signed-long-ago': /more than 15 minutes ago/,
  'used-before': /was used before/,
  receipt: /is no channel that gives receipts|linus may not decide/,
  'receipt-of-chat': /not one that page gave/,
  'receipt-of-runtime': /not one that page gave/,
  'receipt-for-another': /not one that chat gave/,
  'receipt-made-up': /not one that chat gave/,
};

describe('by what a decision is believed', () => {
  const sandbox = withSandboxAws();
  const kms = (credentials: Credentials) => new KMS(as(sandbox(), credentials));
  before(async () => {
    const admin = kms(sandbox().credentials(HUB_ACCOUNT));
    for (const alias of [RUNTIME_KEY, 'alias/closeloop-door-page', 'alias/closeloop-door-chat'])
      await ensureReceiptKey(admin, alias);
  });

  /** A new session of a person; `name`: the role that it signed in with. */
  const session = (person: string, { name = 'closeloop-console', seconds = 3600 } = {}) =>
    sandbox().gateway.principals.issue({
      account: HUB_ACCOUNT,
      name,
      session: person,
      seconds,
      via: null,
    }).credentials;
  const signature = async (by: Credentials, of: Decision) =>
    await presign(of, { region: HUB_REGION, credentials: by, endpoint: sandbox().url });
  /** With the administrator's rights, as a door with its own key has them. */
  const receipt = async (alias: string, of: Decision) => ({
    kind: 'receipt' as const,
    value: await kmsReceipts(kms(sandbox().credentials(HUB_ACCOUNT)), alias).issue(of),
  });

  const PROOFS: Readonly<Record<string, (said: Decision) => Promise<Decision['proof']>>> = {
    nothing: async () => null,
    signed: async (said) => await signature(session(said.actor), said),
    'signed-by-a-worker': async (said) =>
      await signature(session(said.actor, { name: 'closeloop-starter' }), said),
    'signed-for-another': async (said) =>
      await signature(session(said.actor), { ...said, episode: said.episode + 1 }),
    'signed-by-guess': async (said) =>
      await signature({ ...session(said.actor), secretAccessKey: 'guessed' }, said),
    'signed-out': async (said) => await signature(session(said.actor, { seconds: -1 }), said),
    'signed-long-ago': async (said) => await signature(session(said.actor), said),
    'used-before': async (said) => await signature(session(said.actor), said),
    receipt: async (said) =>
      await receipt(`alias/closeloop-door-${said.door === 'page' ? 'page' : 'chat'}`, said),
    'receipt-of-chat': async (said) => await receipt('alias/closeloop-door-chat', said),
    'receipt-of-runtime': async (said) => await receipt(RUNTIME_KEY, said),
    'receipt-for-another': async (said) =>
      await receipt('alias/closeloop-door-chat', { ...said, id: 'another' }),
    'receipt-made-up': async () => ({
      kind: 'receipt',
      value: Buffer.alloc(32, 7).toString('base64'),
    }),
  };

  async function checked(kind: string, said: Decision) {
    const policies = fakePolicies();
    const signIn = { namedBySession: [`${HUB_ACCOUNT}:closeloop-console`], users: {} };
    const decisions = { ...policies.decisions, signIn, trustUnprovenUpTo: 'LOW' as const };
    const now = () => Date.now() + (kind === 'signed-long-ago' ? 16 * 60_000 : 0);
    const asked = { endpoint: sandbox().url, fetch, now };
    const deps = {
      ...fakeProofs(),
      policies: { ...policies, decisions },
      clock: fakeClock(),
      ledger: fakeLedger(),
      receipts: null,
      own: null,
      whoSigned: async (decision: Provable, query: string) =>
        await whoSigned(asked, decision, query),
      receiptsOf: channelReceipts(kms(sandbox().gateway.principals.hub('closeloop-orchestrator'))),
    };
    const decision = { ...said, proof: (await PROOFS[kind]?.(said)) ?? null };
    const about = { workflowId: WORKFLOW_ID, team: 'payments', severity: said.severity };
    const input = { ...activityInput, ...about, decision };
    const act = async () => await checkDecision(deps, input);
    if (kind === 'used-before') await asActivity(act, { activityId: 'before' });
    return (await asActivity(act, { activityId: 'now' })).result;
  }

  const [header = '', ...lines] = TABLE.trim().split('\n');
  const columns = header.split(/\s+/);
  for (const line of lines) {
    const [, row = '', cells = ''] = /^(.*?, .*?, \S+)\s+(.*)$/.exec(line) ?? [];
    const [kind = '', actor = '', door = ''] = row.split(', ');
    it(`${row}: ${cells.replaceAll(/\s+/g, ' ')}`, async () => {
      assert.deepEqual(columns.toSorted(), [...DECISIONS].toSorted());
      for (const decision of DECISIONS) {
        const cell = cells.split(/\s+/)[columns.indexOf(decision)];
        for (const severity of ['LOW', 'HIGH'] as const) {
          const said = await saying({ decision, actor, severity, door: doorOf(door) });
          const { trusted, because } = await checked(kind, said);
          const where = `${decision} of what is ${severity}: ${because}`;
          assert.equal(trusted, cell === 'y' || (cell === 'l' && severity === 'LOW'), where);
          if (!trusted) assert.match(because, REFUSED[kind] ?? /^$/, where);
        }
      }
    });
  }
});

const DOORS = ['cli', 'web-ui', 'page', 'chat'] as const;

function doorOf(name: string): Decision['door'] {
  const door = DOORS.find((one) => one === name);
  assert.ok(door, `no door ${name}`);
  return door;
}

async function saying(rest: Partial<Decision>): Promise<Decision> {
  const team = rest.decision === 'assign' ? 'platform' : null;
  return await seen(approvalOf(PLAN_HASH, { ...rest, team }));
}
