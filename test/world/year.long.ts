/** A year under an exception with the product reporting the problem every day, on emulated AWS and a server that skips time. */
import assert from 'node:assert/strict';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import { approvalOf } from '../activities/sample.ts';
import { makeLane } from '../model/lane.ts';
import type { Lane } from '../model/lane.ts';
import { rowOf, say } from '../model/people.ts';
import { importFinding, touch } from '../model/resource.ts';
import { startModel } from '../model/world.ts';
import type { Model } from '../model/world.ts';
import { actions, events } from '../workflows/actions.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('a year under an exception', () => {
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
    assert.match(await say(model, lane, { row, made }), /→ taken$/);
  }

  async function reportedDaily(lane: Lane, days: number): Promise<void> {
    for (let day = 0; day < days; day += 1) {
      await importFinding(model, lane);
      await model.world.aws.gateway.idle();
      await model.sleep(DAY);
    }
  }

  it('is slept through however often it is reported, and at its end the problem is back', async () => {
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
    const times = (kind: string) => story.filter((line) => line.kind === kind).length;
    assert.equal(times('observed'), 1);
    assert.equal(times('expiring'), 1 + 2);
    assert.ok(story.some(({ text }) => text.startsWith('the exception of barbara ended')));
    const hub = model.world.securityHub(lane.scenario.account, lane.scenario.region);
    const Id = [{ Value: lane.finding.Id, Comparison: 'EQUALS' as const }];
    const { Findings: [finding] = [] } = await hub.getFindings({ Filters: { Id } });
    assert.equal(finding?.Workflow?.Status, 'NEW');
  });
});
