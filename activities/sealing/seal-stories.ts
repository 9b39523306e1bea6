import { setTimeout as sleep } from 'node:timers/promises';

import { checkStory, isSettled, sentencesOf } from './check-story.ts';
import type { StoryCheck } from './check-story.ts';
import type { Alarm, Pass, Progress } from './seal-items.ts';
import { sealStory } from './seal-story.ts';
import type { SealedNow, SealStoryDeps } from './seal-story.ts';
import type { SealWriter } from './seals.ts';

export interface SealStoriesDeps extends SealStoryDeps {
  readonly seals: SealWriter;
  /** The next ids of lifecycles and scoped exceptions, each once in a pass; `after` is the last one before, null at first. */
  readonly ids: (after: string | null) => Promise<StoryIds>;
  /** Tells people that a story differs from its seals; false where that failed. */
  readonly tell: (about: {
    readonly workflowId: string;
    readonly what: string;
  }) => Promise<boolean>;
}

export interface StoryIds {
  readonly ids: readonly string[];
  /** Where the next page goes on; null after the last. */
  readonly after: string | null;
}

export interface SealedPage {
  /** Null when the pass over all stories has come to its end. */
  readonly next: string | null;
  readonly counts: {
    readonly checked: number;
    readonly differing: number;
    readonly sealed: number;
  };
}

/** Stories that are compared at once. */
const AT_ONCE = 25;
/** A transaction of DynamoDB is over in milliseconds; until then a query may see half of it. */
const SETTLE_MS = 1_000;

/**
 * The next page of a pass over all stories: each is compared with its seals, then its new lines are sealed. Where it
 * goes on stands in `seals`, so whoever calls it cannot make it leave a story out. Repeated, it seals nothing twice.
 */
export async function sealStories(
  deps: SealStoriesDeps,
  settleMs: number = SETTLE_MS,
): Promise<SealedPage> {
  const at = deps.clock.now().toISOString();
  const before = await deps.seals.progress();
  const now = before?.now ?? { began: at, at, checked: 0, differing: 0, sealed: 0, after: null };
  const { ids, after } = await deps.ids(now.after);
  const alarms = new Map((await deps.seals.alarms()).map((one) => [one.of, one]));
  const counts = { checked: 0, differing: 0, sealed: 0 };
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const found = await sealAll(deps, ids.slice(start, start + AT_ONCE), settleMs);
    for (const { id, check, sealed } of found) {
      await raise(deps, { of: id, check, known: alarms.get(id) });
      counts.checked += 1;
      counts.sealed += sealed;
      if (sentencesOf(check).length > 0) counts.differing += 1;
    }
  }
  const pass: Pass = {
    began: now.began,
    at: deps.clock.now().toISOString(),
    checked: now.checked + counts.checked,
    differing: now.differing + counts.differing,
    sealed: now.sealed + counts.sealed,
  };
  await deps.seals.setProgress(progressAfter(pass, after, before));
  return { next: after, counts };
}

function progressAfter(pass: Pass, after: string | null, before: Progress | null): Progress {
  if (after === null) return { now: null, last: pass };
  return { now: { ...pass, after }, last: before?.last ?? null };
}

async function sealAll(
  deps: SealStoriesDeps,
  ids: readonly string[],
  settleMs: number,
): Promise<readonly (SealedNow & { readonly id: string })[]> {
  const checks = await Promise.all(
    ids.map(async (id) => ({ id, check: await checkStory(deps, id) })),
  );
  if (checks.some(({ check }) => hasUnsealed(check))) await sleep(settleMs);
  return await Promise.all(
    checks.map(async ({ id, check }) => {
      const done = hasUnsealed(check) ? await sealStory(deps, id, check) : { check, sealed: 0 };
      return { id, ...done };
    }),
  );
}

function hasUnsealed(check: StoryCheck): boolean {
  return 'comparison' in check && check.comparison.unsealed.length > 0;
}

/** Most stories that anybody changes are changed in few places. */
const MOST_SENTENCES = 20;

/** Remembers what differs and tells people of it once, and again when something else differs. */
async function raise(
  { seals, tell, clock }: SealStoriesDeps,
  { of, check, known }: { of: string; check: StoryCheck; known: Alarm | undefined },
): Promise<void> {
  const all = sentencesOf(check);
  const what = all.slice(0, MOST_SENTENCES);
  if (all.length > what.length) what.push(`and ${all.length - what.length} more`);
  const at = clock.now().toISOString();
  if (what.length === 0) {
    if (known?.over === null) await seals.setAlarm({ ...known, over: at });
    return;
  }
  const open = known?.over === null ? known : undefined;
  const isKnown = open?.told === true && open.what.join() === what.join();
  const told = isKnown || (await tell({ workflowId: of, what: what.join('; ') }));
  const settled = isSettled(check);
  await seals.setAlarm({ of, since: open?.since ?? at, seen: at, over: null, told, settled, what });
}
