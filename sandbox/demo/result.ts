/** What the demo answers: did each finding meet the destiny it has to, in the ledger and in Security Hub? */
import type { World } from '../world.ts';
import type { Expected } from './scenarios.ts';
import { pullsOf } from './source.ts';
import type { Standing } from './watch.ts';

export interface FindingResult {
  readonly id: string;
  readonly control: string;
  readonly resource: string;
  readonly expected: Expected;
  readonly state: string;
  readonly destiny: string | null;
  readonly ok: boolean;
  readonly workflowId: string | null;
  readonly verificationId: string | null;
  /** For people; not part of the contract. */
  readonly shows: string;
  readonly reason: string;
  /** What is not as it has to be. */
  readonly problems: readonly string[];
}

export async function resultOf(world: World, standing: Standing): Promise<FindingResult> {
  const { scenario, finding, lifecycle } = standing;
  const { expected } = scenario;
  const state = lifecycle?.phase ?? 'UNKNOWN';
  const destiny = lifecycle?.destiny ?? null;
  const problems: string[] = [];
  if (state !== expected.state) problems.push(`is in ${state}, not in ${expected.state}`);
  if (destiny !== expected.destiny) problems.push(`destiny ${destiny}, not ${expected.destiny}`);
  problems.push(...standing.left.map((act) => `never came to ${act.does} in ${act.in}`));
  problems.push(...(await inSecurityHub(world, standing)), ...(await inSource(world, standing)));
  return {
    id: finding.Id ?? '',
    control: lifecycle?.problem.findingType ?? '',
    resource: scenario.bucket,
    expected,
    state,
    destiny,
    ok: problems.length === 0,
    workflowId: lifecycle?.workflowId ?? null,
    verificationId: lifecycle?.verificationId ?? null,
    shows: scenario.shows,
    reason: lifecycle?.destinyReason ?? lifecycle?.reason ?? 'no lifecycle was started',
    problems,
  };
}

/** Asks Security Hub as the account's administrator: RESOLVED with our verification's id, or untouched. */
async function inSecurityHub(
  world: World,
  { scenario, finding, lifecycle }: Standing,
): Promise<readonly string[]> {
  const hub = world.securityHub(scenario.account, scenario.region);
  const { Findings = [] } = await hub.getFindings({
    Filters: { Id: [{ Value: finding.Id ?? '', Comparison: 'EQUALS' }] },
  });
  const [found] = Findings;
  if (found === undefined) return ['Security Hub does not know it any more'];
  const status = found.Workflow?.Status;
  const wanted = STATUS[scenario.expected.state];
  if (wanted !== 'RESOLVED')
    return status === wanted ? [] : [`Security Hub says ${status}, not ${wanted}`];
  if (status !== 'RESOLVED') return [`Security Hub says ${status}, not RESOLVED`];
  const proof = lifecycle?.verificationId ?? 'none';
  const noted = found.Note?.Text?.includes(proof) === true;
  return noted ? [] : [`its note does not name verification ${proof}`];
}

/** One merged pull request for its file, or none; and the story that the scenario promises. */
async function inSource(
  world: World,
  { scenario, lifecycle }: Standing,
): Promise<readonly string[]> {
  const { source, expected } = scenario;
  if (source === undefined || lifecycle === null) return [];
  const states = pullsOf(world, source).map(({ merged_at: at }) => (at ? 'merged' : 'open'));
  const wanted = expected.state === 'CLOSED' ? 'merged' : '';
  const problems =
    states.join() === wanted
      ? []
      : [`its pull requests are ${states.join() || 'none'}, not ${wanted || 'none'}`];
  const told = (await world.ledger.story(lifecycle.workflowId)).map(({ text }) => text).join('\n');
  const rejected = [...told.matchAll(/^attempt \d by .* was rejected by/gm)].length;
  const expectedRejections = source.misbehaves?.length ?? 0;
  if (rejected !== expectedRejections)
    problems.push(`${rejected} answers were rejected, not ${expectedRejections}`);
  const byControl = /^attempt 1 by the control itself was accepted/m.test(told);
  if (byControl !== (source.writtenBy === 'control'))
    problems.push(byControl ? 'its control wrote the fix' : 'its control did not write the fix');
  return problems;
}

const STATUS = { CLOSED: 'RESOLVED', HUMAN_REVIEW: 'NEW', ACCEPTED: 'SUPPRESSED' } as const;
