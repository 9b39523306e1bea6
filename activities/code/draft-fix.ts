import type { DraftResult, FixPlace, PullRef } from '../../domain/code-fix.ts';
import type { DraftFixInput } from '../../workflows/activity-types.ts';
import type { SharedFixes } from '../ledger/code-fix/shared-fixes.ts';
import { askModel } from './attempt/ask-model.ts';
import type { AskDeps } from './attempt/ask-model.ts';
import { controlAnswer } from './attempt/control-change.ts';
import { rememberAttempt } from './attempt/remember-attempt.ts';
import type { RememberDeps } from './attempt/remember-attempt.ts';
import { validateAnswer } from './attempt/validate-answer.ts';
import { protectedPath } from './protected-paths.ts';
import { findPullRequest, findUnedited } from './pull-request/find-pull-request.ts';
import { checkSource } from './source/check-source.ts';
import { locateSource } from './source/locate-source.ts';
import type { LocateDeps } from './source/locate-source.ts';
import { nameOf } from './source/read-source.ts';
import { readThroughModules } from './source/read-through-modules.ts';
import type { ScanDeps } from './validate/checkov/validate-and-scan.ts';
import type { LocatedTarget } from './validate/locate-target.ts';

export type DraftDeps = LocateDeps &
  AskDeps &
  RememberDeps &
  ScanDeps & { readonly shared: SharedFixes };

/**
 * One attempt at a code fix: locate the source file, read it, get an answer, validate it, remember it. Ends early
 * where the source is compliant, or a pull request exists. The file stays in the worker: the result has only ids and
 * the validator's diff.
 */
export async function draftFix(
  deps: DraftDeps,
  input: DraftFixInput,
  episode: number,
): Promise<DraftResult> {
  const { problem, workflowId, attempts } = input;
  const { control, account } = problem;
  if (control === null) return toPeople('no control covers it');
  const located = await locateSource(deps, problem);
  if ('notFound' in located) return toPeople(located.notFound);
  const { repository } = located.place;
  const forbidden = protectedPath(located.place.path);
  if (forbidden !== null) return toPeople(forbidden);
  const read = await readThroughModules(deps, located, { control, account });
  if ('unreadable' in read) return toPeople(read.unreadable);
  const { path, source } = read;
  const { target } = source;
  const place = { repository, path, block: target.block, control };
  if (target.effect === 'pass')
    return {
      status: 'holds',
      reason: `${target.block} in ${nameOf(place, source.base)} is compliant`,
    };
  const existing = await joinPullRequest(deps, input, place);
  if (existing.status === 'standing' && existing.merged && target.effect === 'fail')
    return await checkMerged(deps, input, existing.pull);
  if (existing.status !== 'none') return existing;
  if (target.elsewhere.length > 0) return toPeople(placeToChange(place, target));
  if (!input.mayAsk) return toPeople('the source is not compliant, and no attempt is left');
  const at = { workflowId, episode, number: attempts.length + 1 };
  const hints = { ...located.hints, address: place.block };
  const { bytes, siblings } = source;
  const about = { control, source: bytes, siblings, account, target: hints };
  const answer =
    (await controlAnswer(deps, input, { ...about, repository, path })) ??
    (await askModel(deps, { at, place, target, resourceName: problem.resource.name, attempts }));
  const result = await validateAnswer(deps, answer, { ...about, paths: [path] });
  const { branch } = existing;
  return await rememberAttempt(deps, at, { answer, result, place, file: source, branch });
}

interface None {
  readonly status: 'none';
  /** Where the fix may be proposed. */
  readonly branch: string;
}

/** Another finding of the same block may have proposed the fix: its pull request is ours too, while nobody edited it. */
async function joinPullRequest(
  { host, shared }: DraftDeps,
  { workflowId }: DraftFixInput,
  place: FixPlace,
): Promise<DraftResult | None> {
  const tip = await shared.tipOf(place);
  const found = await (tip === null
    ? findPullRequest(host, place)
    : findUnedited(host, place, tip));
  if (found.outcome === 'none') return { status: 'none', branch: found.branch };
  if (found.outcome === 'human-review') return toPeople(found.because);
  const { number, url, tip: now, branch } = found.pullRequest;
  const pull = { place, number, url, tip: now };
  if (found.outcome === 'merged') return { status: 'standing', pull, merged: true };
  // Not in the ledger: `proposeFix` compares the bytes and adopts the pull request or not.
  if (tip === null) return { status: 'none', branch };
  await shared.join(pull, workflowId);
  return { status: 'standing', pull, merged: false };
}

/** The file was not compliant when it was read: the merge came after that, or was reverted. */
async function checkMerged(
  deps: DraftDeps,
  { problem }: DraftFixInput,
  pull: PullRef,
): Promise<DraftResult> {
  const now = await checkSource(deps, pull.place, problem);
  if (now.source === 'holds')
    return { status: 'holds', reason: `pull request ${pull.url} was merged` };
  if (now.source === 'unknown') return { status: 'standing', pull, merged: true };
  return toPeople(
    `pull request ${pull.url} was merged, but ${now.because}: it was reverted, merged into another branch, or changed since`,
  );
}

function placeToChange(
  { repository, path }: FixPlace,
  { block, elsewhere }: LocatedTarget,
): string {
  const folder = path.split('/').slice(0, -1);
  const places = elsewhere.map(
    ({ address, file }) => `${address} in ${[...folder, file].join('/')} of ${repository}`,
  );
  return `the place to change is ${places.join(', ')}, which configures ${block}; Closeloop changes only ${path}, the file that makes the resource`;
}

function toPeople(reason: string): DraftResult {
  return { status: 'people', reason: reason.slice(0, 1000) };
}
