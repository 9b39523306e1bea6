/** Compares each finding with what its scenario expects, in the ledger, in Security Hub and in the repository. */
import type { World } from '../world.ts';
import { oneLine } from './failures.ts';
import type { Expected } from './scenario.ts';
import { pullsOf } from './source.ts';
import type { Progress } from './watch.ts';

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
  /** How it differs from what is expected. */
  readonly problems: readonly string[];
}

/** @param failure why a step of the scenario failed, when one did */
export async function resultOf(
  world: World,
  progress: Progress,
  failure: string | undefined,
): Promise<FindingResult> {
  const { scenario, finding, lifecycle } = progress;
  const { expected } = scenario;
  const state = lifecycle?.phase ?? 'UNKNOWN';
  const destiny = lifecycle?.destiny ?? null;
  const problems: string[] = failure === undefined ? [] : [failure];
  if (state !== expected.state) problems.push(`its status is ${state}, not ${expected.state}`);
  if (destiny !== expected.destiny)
    problems.push(`its destiny is ${destiny}, not ${expected.destiny}`);
  if (failure === undefined)
    problems.push(
      ...progress.left.map((act) => `the step "${act.does}" in ${act.in} was not reached`),
    );
  for (const check of [inSecurityHub, inSource])
    problems.push(...(await check(world, progress).catch((error) => [oneLine(error)])));
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

/** Reads Security Hub as the account's administrator: RESOLVED with our verification's id, or untouched. */
async function inSecurityHub(
  world: World,
  { scenario, finding, lifecycle }: Progress,
): Promise<readonly string[]> {
  const hub = world.securityHub(scenario.account, scenario.region);
  const { Findings = [] } = await hub.getFindings({
    Filters: { Id: [{ Value: finding.Id ?? '', Comparison: 'EQUALS' }] },
  });
  const [found] = Findings;
  if (found === undefined) return ['Security Hub does not have it any more'];
  const status = found.Workflow?.Status;
  const wanted = STATUS[scenario.expected.state];
  if (wanted !== 'RESOLVED')
    return status === wanted ? [] : [`Security Hub says ${status}, not ${wanted}`];
  if (status !== 'RESOLVED') return [`Security Hub says ${status}, not RESOLVED`];
  const proof = lifecycle?.verificationId ?? 'none';
  const isNamed = found.Note?.Text?.includes(proof) === true;
  return isNamed ? [] : [`its note in Security Hub does not name verification ${proof}`];
}

/** Checks that its file has one merged pull request or none, and that the story tells the expected attempts. */
async function inSource(
  world: World,
  { scenario, lifecycle }: Progress,
): Promise<readonly string[]> {
  const { source, expected } = scenario;
  if (source === undefined || lifecycle === null) return [];
  const states = pullsOf(world, source).map(({ merged_at: at }) => (at ? 'merged' : 'open'));
  const wanted = expected.state === 'CLOSED' ? 'merged' : '';
  const problems =
    states.join() === wanted
      ? []
      : [`its pull requests are ${states.join() || 'none'}, not ${wanted || 'none'}`];
  const story = (await world.ledger.story(lifecycle.workflowId)).map(({ text }) => text).join('\n');
  const rejected = [...story.matchAll(/^attempt \d by .* was rejected by/gm)].length;
  const expectedRejections = source.modelFaults?.length ?? 0;
  if (rejected !== expectedRejections)
    problems.push(`${rejected} answers were rejected, not ${expectedRejections}`);
  const byControl = /^attempt 1 by the control itself was accepted/m.test(story);
  if (byControl !== (source.writtenBy === 'control'))
    problems.push(byControl ? 'its control wrote the fix' : 'its control did not write the fix');
  return problems;
}

const STATUS = { CLOSED: 'RESOLVED', HUMAN_REVIEW: 'NEW', ACCEPTED: 'SUPPRESSED' } as const;
