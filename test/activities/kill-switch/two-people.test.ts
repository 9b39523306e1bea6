/** The kill switch on emulated AWS: closeloop-console stops, closeloop-runtime remembers and releases. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';

import type { Signed } from '../../../activities/decisions/caller-identity.ts';
import { changeSwitch, rememberStops } from '../../../activities/kill-switch/change-switch.ts';
import type { SwitchDeps } from '../../../activities/kill-switch/change-switch.ts';
import {
  switchJsonSchema,
  switchMessage,
  switchSchema,
} from '../../../activities/kill-switch/message.ts';
import type { SwitchNews } from '../../../activities/kill-switch/message.ts';
import { dynamoLedger } from '../../../activities/ledger/dynamo-ledger.ts';
import { createTables } from '../../../activities/ledger/dynamodb/create-tables.ts';
import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import {
  killSwitch,
  rememberedSwitch,
  rememberSwitch,
} from '../../../activities/ledger/policy/settings.ts';
import type { Provable } from '../../../domain/decision.ts';
import { requestText, stopsOf } from '../../../domain/kill-switch.ts';
import type { SwitchDecision } from '../../../domain/kill-switch.ts';
import { HUB_ACCOUNT } from '../../../sandbox/aws/gateway/principals.ts';
import type { HubPrincipal } from '../../../sandbox/aws/gateway/principals.ts';
import { asActivity, fakeClock } from '../../builders/activity.ts';
import { fakePolicies, OWNERSHIP } from '../../builders/fake-policies.ts';
import { fakeProofs } from '../../builders/fake-proofs.ts';
import { as, withSandboxAws } from '../../sandbox/with-sandbox-aws.ts';

const SCHEMA = readFileSync(
  fileURLToPath(new URL('../../../docs/kill-switch.schema.json', import.meta.url)),
  'utf8',
);
const ARN = 'arn:aws:sts::222233334444:assumed-role/Security_Lead';

describe('The kill switch', function () {
  this.timeout(60_000);
  const sandbox = withSandboxAws();
  let prefix = '';
  const clients: DynamoDBClient[] = [];
  after(() => {
    for (const client of clients) client.destroy();
  });
  const storeOf = (by: HubPrincipal) => {
    const client = new DynamoDBClient(as(sandbox(), sandbox().gateway.principals.hub(by)));
    clients.push(client);
    return openStore(client, prefix);
  };
  beforeEach(async () => {
    prefix = `k-${randomUUID().slice(0, 8)}`;
    const client = new DynamoDBClient(as(sandbox(), sandbox().credentials(HUB_ACCOUNT)));
    await createTables(client, prefix);
    client.destroy();
  });

  /** The console's record, and what the runtime worker does with a message. */
  const parties = () => {
    const runtime = storeOf('closeloop-runtime');
    const console_ = storeOf('closeloop-console');
    const told: SwitchNews[] = [];
    const deps: SwitchDeps = {
      ...fakeProofs(),
      policies: fakePolicies(),
      clock: fakeClock(),
      whoSigned: async (_decision: Provable, query: string): Promise<Signed> =>
        query === '' ? { why: 'nobody signed it' } : { arn: `${ARN}/${query}` },
      killSwitch: () => killSwitch(runtime),
      remembered: () => rememberedSwitch(runtime),
      remember: (was, next) => rememberSwitch(runtime, was, next),
      tell: async (news) => {
        told.push(news);
        return null;
      },
    };
    const ledger = dynamoLedger(console_);
    const state = async () => await killSwitch(runtime);
    /** As the person with that session name signs it; '' signs nothing. */
    const send = async (
      decision: SwitchDecision['decision'],
      signer: string,
      changes: Partial<SwitchDecision> = {},
    ) => {
      const now = await state();
      const signed: SwitchDecision = {
        id: randomUUID(),
        actor: signer,
        door: 'cli',
        proof: { kind: 'caller-identity', value: signer },
        decision,
        stops: stopsOf(now).map(({ id }) => id),
        why: 'because',
        request: now.request === undefined ? null : requestText(now.request),
        told: false,
        ...changes,
      };
      return (await asActivity(() => changeSwitch(deps, signed), { activityId: signed.id })).result;
    };
    return { deps, ledger, console_, state, send, told };
  };
  const stopped = async () => {
    const all = parties();
    await all.ledger.setKillSwitch(true, 'barbara', 'wrong buckets', randomUUID());
    assert.equal((await all.send('stop', 'barbara')).status, 'stopped');
    return all;
  };

  it('the kill switch is released by two people of the default team or security leads, and all are told each time', async () => {
    const { send, state, told } = await stopped();

    assert.equal((await send('ask-release', 'grace')).status, 'asked');
    assert.equal((await state()).on, true);
    const { request } = await state();
    assert.equal(request?.by, 'grace');
    assert.equal((await send('confirm-release', 'margaret')).status, 'released');

    const { on, by } = await state();
    assert.deepEqual([on, by], [false, 'grace, confirmed by margaret']);
    assert.deepEqual(
      told.map((news) => [news.state, news.by]),
      [
        ['on', 'barbara'],
        ['release-requested', 'grace'],
        ['released', 'grace'],
      ],
    );
  });

  it('the kill switch is not released by one person, under whatever name, nor by who may not', async () => {
    const { send, state } = await stopped();

    assert.match((await send('confirm-release', 'grace')).because, /nobody asked/);
    assert.match((await send('ask-release', 'barbara')).because, /may not release/);
    await send('ask-release', 'grace');
    assert.match((await send('confirm-release', 'grace')).because, /another person has to/);
    assert.match((await send('confirm-release', 'GRACE')).because, /another person has to|may not/);
    assert.match((await send('confirm-release', 'barbara')).because, /may not release/);
    assert.match((await send('ask-release', 'margaret')).because, /grace asked already/);
    assert.equal((await state()).on, true);
  });

  it('the kill switch is not released without signatures, whatever policy trusts else', async () => {
    const { send, state } = await stopped();
    const unsigned = { proof: null } as const;
    const chat = { door: 'chat', proof: { kind: 'receipt', value: 'x' } } as const;

    for (const forged of [unsigned, chat])
      assert.match((await send('ask-release', 'grace', forged)).because, /signed with AWS/);
    await send('ask-release', 'grace');
    for (const forged of [unsigned, chat])
      assert.match((await send('confirm-release', 'margaret', forged)).because, /signed with AWS/);
    assert.equal((await state()).on, true);
  });

  it('a forged record does not release the kill switch, and may stop', async () => {
    const { ledger, console_, state } = await stopped();
    const document = DynamoDBDocument.from(console_.client);

    await ledger.setKillSwitch(false, 'grace', 'I have the keys of the console');
    assert.deepEqual([(await state()).on, (await state()).by], [true, 'barbara']);
    const Item = { workflowId: '#kill-switch', item: 'switch', schema: 1 };
    const put = document.put({ TableName: `${prefix}-executions`, Item });
    await assert.rejects(put, /not authorized to perform: dynamodb:PutItem/);

    const other = parties();
    await other.ledger.setKillSwitch(true, 'nobody we know', 'x', randomUUID());
    assert.equal((await other.state()).stops?.length, 2);
  });

  it('what the runtime worker saw before a write stays on, also when nobody sent it a message', async () => {
    const { ledger, state, deps } = parties();
    await ledger.setKillSwitch(true, 'barbara', 'Temporal is down', randomUUID());
    await rememberStops(deps, stopsOf(await state()));
    await ledger.setKillSwitch(false, 'eve', 'off again');
    assert.equal((await state()).on, true);
  });

  it('a stop that comes after the request is not released with it', async () => {
    const { send, state, ledger } = await stopped();
    await send('ask-release', 'grace');
    const before = await state();
    const asked = before.request === undefined ? null : requestText(before.request);
    const stops = stopsOf(before).map(({ id }) => id);
    await ledger.setKillSwitch(true, 'linus', 'it happens again', randomUUID());

    const first = await send('confirm-release', 'margaret', { stops, request: asked });
    assert.match(first.because, /somebody stopped the writes again/);
    assert.match((await send('confirm-release', 'margaret')).because, /nobody asked to release/);
    assert.equal((await state()).on, true);
  });

  it('a repeated confirmation answers the same, and what was released stays so until the next stop', async () => {
    const { send, state, ledger } = await stopped();
    await send('ask-release', 'grace');
    const { request } = await state();
    assert.ok(request);
    const same = { id: randomUUID(), stops: request.stops, request: requestText(request) };
    assert.equal((await send('confirm-release', 'margaret', same)).status, 'released');
    assert.equal((await send('confirm-release', 'margaret', same)).status, 'released');
    assert.match((await send('ask-release', 'grace')).because, /off already/);
    await ledger.setKillSwitch(true, 'ada', 'again', randomUUID());
    assert.equal((await state()).on, true);
  });

  it('the message about the kill switch names who, why and since when, for the channels of all teams', () => {
    const at = '2026-11-30T19:00:00.000Z';
    const news = { id: 'x/on', at, state: 'on', by: 'ada', why: 'wrong buckets' } as const;
    const teams = OWNERSHIP.teams.map((team) => ({
      ...team,
      channels: ['slack:#all', `teams:${team.slug}`],
    }));
    const message = switchSchema.parse(switchMessage(news, { ...OWNERSHIP, teams }));
    assert.match(
      message.event.text,
      /ON since 2026-11-30 19:00 UTC.*ada stopped .*: wrong buckets/,
    );
    assert.equal(message.channels.length, teams.length + 1);
    assert.equal(SCHEMA, switchJsonSchema());
  });
});
