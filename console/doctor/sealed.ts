import type { Ledger } from '../../activities/ledger/ledger.ts';
import { isSettled, sentencesOf } from '../../activities/sealing/check-story.ts';
import type { Alarm, Pass } from '../../activities/sealing/seal-items.ts';
import type { StoryChecks } from '../../activities/sealing/story-checks.ts';
import { commandLine } from '../cli/command-line.ts';
import { isScopedId } from '../cli/find-scoped-exception.ts';
import { timestamp } from '../output/time.ts';
import { type Check, broken, ok, warn } from './check.ts';

const NAMED = { group: 'Safety', name: 'sealed stories' };
/** The stories with the newest changes are compared now; the audit has compared all. */
const SAMPLE = 20;
/** The audit runs every six hours; a pass may take one of them. */
const LATE_MS = 13 * 3_600_000;
const WORKER = 'Start the audit worker: node workers/main.ts audit';

/** Whether every story is what was sealed: by the last pass of the audit, and by a look at the newest. `now` in epoch milliseconds. */
export async function sealedStories(
  checks: StoryChecks,
  ledger: Pick<Ledger, 'lifecycles'>,
  now: number,
): Promise<Check> {
  const differing = await differingNow(checks, await ledger.lifecycles({ limit: SAMPLE }));
  const alarms = (await checks.alarms()).filter(({ over }) => over === null);
  const open = alarms.filter(({ settled }) => !settled);
  const ids = [...new Set([...differing, ...open.map(({ of }) => of)])];
  if (ids.length > 0) return tampered(ids, open);
  const { last = null } = (await checks.progress()) ?? {};
  if (last === null) return warn(NAMED, NO_PASS, WORKER);
  if (now - Date.parse(last.at) > LATE_MS) {
    return warn(NAMED, `${passed(last)}; the next one is overdue`, WORKER);
  }
  if (alarms.length > 0) return added(alarms);
  return ok(NAMED, `${passed(last)}; the ${SAMPLE} with the newest changes match now`);
}

const NO_PASS = 'the audit has not compared all stories once yet: lines without a seal can change';

function passed({ at, checked }: Pass): string {
  return `the last pass over all stories ended ${timestamp(at)} UTC and compared ${checked}`;
}

async function differingNow(
  checks: Pick<StoryChecks, 'check'>,
  rows: readonly { readonly workflowId: string }[],
): Promise<readonly string[]> {
  const found = await Promise.all(
    rows.map(async ({ workflowId }) => ({ workflowId, check: await checks.check(workflowId) })),
  );
  // Lines that were added and sealed are said by the audit's own list.
  return found
    .filter(({ check }) => sentencesOf(check).length > 0 && !isSettled(check))
    .map(({ workflowId }) => workflowId);
}

function tampered(ids: readonly string[], alarms: readonly Alarm[]): Check {
  const since = alarms.map((alarm) => alarm.since).toSorted()[0];
  const when = since === undefined ? '' : `, the first since ${timestamp(since)} UTC`;
  const text = `${ids.length} ${ids.length === 1 ? 'story is' : 'stories are'} not what was sealed${when}`;
  return broken(
    NAMED,
    text,
    ...ids.slice(0, 3).map((id) => lookAt(id, alarms)),
    'docs/decisions/stories-are-sealed.md says what to do.',
  );
}

function added(alarms: readonly Alarm[]): Check {
  const text = `lines were added to ${alarms.length} sealed ${alarms.length === 1 ? 'story' : 'stories'}: by a reset in Temporal, or by a thief`;
  return warn(NAMED, text, ...alarms.slice(0, 3).map(({ of }) => lookAt(of, alarms)));
}

/** No command shows the story of a scoped exception, so what differs there is said here. */
function lookAt(id: string, alarms: readonly Alarm[]): string {
  const alarm = alarms.find(({ of }) => of === id);
  if (!isScopedId(id) || alarm === undefined) return commandLine('findings', 'show', id);
  return `${id}: ${alarm.what.join('; ')}`;
}
