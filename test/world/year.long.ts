/** Years under an exception and of waiting, on emulated AWS and a server that skips time. */
import assert from 'node:assert/strict';

import { SNS } from '@aws-sdk/client-sns';
import { z } from 'zod';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import { messageSchema } from '../../activities/notify/message.ts';
import type { Message } from '../../activities/notify/message.ts';
import { loadPolicies } from '../../policies/load.ts';
import type { Policies } from '../../policies/load.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../sandbox/aws/gateway/principals.ts';
import { TOPIC_ARN } from '../../sandbox/world.ts';
import { approvalOf } from '../builders/decision.ts';
import { makeLane } from '../model/lane.ts';
import type { Lane } from '../model/lane.ts';
import { rowOf, sendDecision } from '../model/people.ts';
import { importFinding, touch } from '../model/resource.ts';
import { startModel } from '../model/world.ts';
import type { Model } from '../model/world.ts';
import { actions, events } from '../workflows/actions.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** As a function that subscribes to the topic. */
async function subscribed(
  { world }: Pick<Model, 'world'>,
  hear: (message: Message) => void,
): Promise<void> {
  const Endpoint = `arn:aws:lambda:${HUB_REGION}:${HUB_ACCOUNT}:function:year`;
  const event = z.object({
    Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })),
  });
  world.aws.gateway.registerLambda(Endpoint, async (given) => {
    for (const { Sns } of event.parse(given).Records)
      hear(messageSchema.parse(JSON.parse(Sns.Message)));
  });
  const credentials = world.aws.credentials(HUB_ACCOUNT);
  const sns = new SNS({ endpoint: world.aws.url, region: HUB_REGION, credentials });
  await sns.subscribe({ TopicArn: TOPIC_ARN, Protocol: 'lambda', Endpoint });
  sns.destroy();
}

interface Planned {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: Message['kind'];
}

interface Year {
  /** Epoch milliseconds: when approval was asked first, when two people accepted, until when, and the last look. */
  readonly asked: number;
  readonly accepted: number;
  readonly end: number;
  readonly over: number;
}

/** What the policy files say that people are told of a HIGH finding in that year. */
function yearOf(policies: Policies, { asked, accepted, end, over }: Year): readonly Planned[] {
  const { acceptance } = policies.decisions;
  const before = waiting(policies, { from: asked, until: accepted });
  const headsUps = acceptance.headsUp.map((s) => ({
    at: end - s * 1000,
    kind: 'expiring' as const,
  }));
  return [
    ...before,
    // The first person asks, the second confirms.
    { at: accepted, kind: 'waits-for-you' },
    { at: accepted, kind: 'accepted' },
    ...headsUps,
    { at: end, kind: 'reopened' },
    // People had it before they accepted it, so they have it again: no approval by one person is asked for.
    ...inReview(policies, { from: end, until: over }),
  ];
}

interface Span {
  readonly from: number;
  readonly until: number;
}

/** An approval that nobody gives, then human review. */
function waiting(policies: Policies, { from, until }: Span): readonly Planned[] {
  const over = from + policies.deadlines.approvalHours.HIGH * HOUR;
  const asked: readonly Planned[] = [{ at: from, kind: 'waits-for-you' }];
  return [...asked, ...inReview(policies, { from: over, until })].filter(({ at }) => at < until);
}

/** The ladder, whose last rung is asked again and again. */
function inReview({ deadlines }: Policies, { from, until }: Span): readonly Planned[] {
  const { reviewHours, escalationHours, remindAt } = deadlines;
  const { lead, defaultTeam, securityLead } = escalationHours;
  const rungs = [reviewHours, lead, defaultTeam, securityLead].map(({ HIGH }) => HIGH * HOUR);
  const last = rungs.at(-1) ?? 0;
  const all: Planned[] = [{ at: from, kind: 'waits-for-you' }];
  let since = from;
  for (let rung = 0; since < until; rung += 1) {
    const takes = rungs[rung] ?? last;
    all.push(...remindAt.map((part) => ({ at: since + takes * part, kind: 'reminded' as const })));
    since += takes;
    all.push({ at: since, kind: 'escalated' });
  }
  return all.filter(({ at }) => at < until);
}

/** What was heard, at the planned time where that is near enough: reminders are spread over half an hour. */
function table(heard: readonly Message[], planned: readonly Planned[]): readonly string[] {
  const ordered = heard.toSorted((a, b) => (a.sequence < b.sequence ? -1 : 1));
  return ordered.map(({ at, kind }, n) => {
    const plan = planned[n]?.at ?? 0;
    const near = Math.abs(Date.parse(at) - plan) < 45 * MINUTE;
    return line({ at: near ? plan : Date.parse(at), kind });
  });
}

function line({ at, kind }: Planned): string {
  return `${new Date(at).toISOString()} ${kind}`;
}

describe('a year', () => {
  let model: Model;
  before(async () => {
    model = await startModel();
  });
  after(async () => {
    await model.stop();
  });

  async function reaches(lane: Lane, phase: string): Promise<Lifecycle> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const row = await rowOf(model, lane);
      if (row?.phase === phase) return row;
      assert.ok(Date.now() < deadline, `in ${row?.phase}, not in ${phase}`);
      await model.sleep(MINUTE);
    }
  }

  async function inDays(days: number): Promise<string> {
    return new Date((await model.now()) + days * DAY).toISOString();
  }

  async function barbara(lane: Lane, decision: 'accept' | 'extend', days: number): Promise<void> {
    const row = await reaches(lane, decision === 'accept' ? 'AWAITING_APPROVAL' : 'ACCEPTED');
    const { workflowId: finding, episode, severity } = row;
    const about = { id: decision, finding, episode, severity, planHash: null };
    const until = await inDays(days);
    const made = approvalOf('', { ...about, decision, actor: 'barbara', until });
    assert.match(await sendDecision(model, lane, { row, made }), /→ taken$/);
  }

  async function reportedDaily(lane: Lane, days: number): Promise<void> {
    for (let day = 0; day < days; day += 1) {
      await importFinding(model, lane);
      await model.world.aws.gateway.idle();
      await model.sleep(DAY);
    }
  }

  it('a year under an exception passes without action however often the problem is reported, and at its end the problem returns', async () => {
    const lane = makeLane('m1x0001', { kind: 'versioning', severity: 'LOW', script: [] });
    model.recorder.know(lane.finding.Id ?? '', lane.name);
    await touch(model, lane, 'break');
    await importFinding(model, lane);
    await barbara(lane, 'accept', 100);
    await reaches(lane, 'ACCEPTED');
    await reportedDaily(lane, 90);
    await barbara(lane, 'extend', 270);
    await reportedDaily(lane, 200);

    const { workflowId } = await reaches(lane, 'ACCEPTED');
    const asleep = await model.client.workflow.getHandle(workflowId).fetchHistory();
    assert.ok(events(asleep) <= 20, `${events(asleep)} events`);
    assert.ok(actions(asleep) <= 3, `${actions(asleep)} actions`);
    await reportedDaily(lane, 69);
    const reminded = await model.client.workflow.getHandle(workflowId).fetchHistory();
    assert.ok(actions(reminded) <= 3 + 2 * 2, `${actions(reminded)} actions`);

    await reportedDaily(lane, 3);
    await reaches(lane, 'AWAITING_APPROVAL');
    const story = await model.world.ledger.story(workflowId);
    const times = (kind: string) => story.filter((one) => one.kind === kind).length;
    assert.equal(times('observed'), 1);
    assert.equal(times('expiring'), 1 + 2);
    assert.ok(story.some(({ text }) => text.startsWith('the exception of barbara ended')));
    const hub = model.world.securityHub(lane.scenario.account, lane.scenario.region);
    const Id = [{ Value: lane.finding.Id, Comparison: 'EQUALS' as const }];
    const { Findings: [finding] = [] } = await hub.getFindings({ Filters: { Id } });
    assert.equal(finding?.Workflow?.Status, 'NEW');
  });

  it('in a year with approval, escalation and exception the topic gets exactly the planned notifications, each once', async () => {
    const heard: Message[] = [];
    await subscribed(model, (message) => heard.push(message));
    const lane = makeLane('m1x0002', { kind: 'versioning', severity: 'HIGH', script: [] });
    model.recorder.know(lane.finding.Id ?? '', lane.name);
    await touch(model, lane, 'break');
    await importFinding(model, lane);
    const { workflowId } = await reaches(lane, 'AWAITING_APPROVAL');
    const begun = await model.now();
    const days = async (until: number) => {
      while ((await model.now()) < begun + until * DAY) {
        await model.sleep(DAY / 2);
        await model.world.aws.gateway.idle();
      }
    };
    await days(150);
    const end = await inDays(85);
    for (const actor of ['barbara', 'radia']) {
      const row = await reaches(lane, 'HUMAN_REVIEW');
      const { episode, severity } = row;
      const about = { id: `accept-${actor}`, finding: workflowId, episode, severity };
      const more = { planHash: null, decision: 'accept', actor, until: end } as const;
      const made = approvalOf('', { ...about, ...more });
      assert.match(await sendDecision(model, lane, { row, made }), /→ taken$/);
      await model.sleep(MINUTE);
    }
    await reaches(lane, 'ACCEPTED');
    const accepted = await model.now();
    await days(365);

    const ours = heard.filter(({ finding }) => finding.workflowId === workflowId);
    const [first] = ours;
    assert.ok(first);
    const policies = await loadPolicies(model.policiesDir);
    const planned = yearOf(policies, {
      asked: Date.parse(first.at),
      accepted,
      end: Date.parse(end),
      over: begun + 365 * DAY,
    });
    assert.deepEqual(table(ours, planned), planned.map(line));
  });
});
