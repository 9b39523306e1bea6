import type { FixDraft, ProposeResult } from '../../../domain/code-fix.ts';
import { isWithin, repositoriesFor } from '../../../policies/repositories.ts';
import type { AllowedRepository, Repositories } from '../../../policies/repositories.ts';
import type { ProposeFixInput } from '../../../workflows/activity-types.ts';
import type { SharedFixes } from '../../ledger/code-fix/shared-fixes.ts';
import type { GitHost } from '../host/git-host.ts';
import { protectedPath } from '../protected-paths.ts';
import { checkSource } from '../source/check-source.ts';
import { sameSiblings } from '../source/read-siblings.ts';
import { isSameFile, nameOf, readInFolder } from '../source/read-source.ts';
import type { SourceInFolder } from '../source/read-source.ts';
import { validateAndScan } from '../validate/checkov/validate-and-scan.ts';
import type { ScanDeps, Scanned } from '../validate/checkov/validate-and-scan.ts';
import { isRejection } from '../validate/rejection.ts';
import type { Rejection } from '../validate/rejection.ts';
import { findUnedited } from './find-pull-request.ts';
import { openPullRequest } from './open-pull-request.ts';
import type { Opened } from './open-pull-request.ts';
import { rejectOutdated } from './reject-outdated.ts';
import type { RejectDeps } from './reject-outdated.ts';
import { factsOf } from './text/facts.ts';
import type { FactDeps } from './text/facts.ts';
import { writePullRequest } from './text/write.ts';

export interface ProposeDeps extends ScanDeps, RejectDeps, FactDeps {
  readonly host: GitHost;
  readonly repositories: Repositories;
  readonly shared: SharedFixes;
}

/**
 * Validates the accepted diff once more and opens one pull request with it. Where the file changed since the draft,
 * validates the diff on the file as it is now.
 */
export async function proposeFix(
  deps: ProposeDeps,
  input: ProposeFixInput,
  episode: number,
): Promise<ProposeResult> {
  const { draft, workflowId } = input;
  const allowed = allowedPlace(deps.repositories, input);
  if (typeof allowed === 'string') return toPeople(allowed);
  const based = await validateOnBase(deps, input);
  if (typeof based === 'string') return toPeople(based);
  const { maxOpen } = allowed;
  const opened = await open(deps, input, { ...based, maxOpen });
  const joined = await joinOther(deps, input, opened);
  if (joined !== null) return joined;
  const current = mayBeOutdated(opened) ? await validateOnHead(deps, input, based) : null;
  if (current === null) return await conclude(deps, input, opened);
  if (isRejection(current.result)) {
    if (opened.outcome === 'human-review') return await conclude(deps, input, opened);
    return await rejectOutdated(deps, { workflowId, draft, episode }, current.result);
  }
  const { result, siblings, file } = current;
  const redrafted = { ...draft, ...file, diff: result.diff };
  const again = { ...input, draft: redrafted };
  const reopened = await open(deps, again, { change: result, siblings, maxOpen });
  const concluded = await conclude(deps, again, reopened);
  return 'pull' in concluded && concluded.status !== 'joined'
    ? { ...concluded, draft: redrafted }
    : concluded;
}

/** The repository, where policy lets this file change for this problem now; else why not. The draft is a message's word. */
function allowedPlace(
  repositories: Repositories,
  { draft: { place }, problem }: ProposeFixInput,
): AllowedRepository | string {
  const { repository, path, control } = place;
  if (control !== problem.control)
    return `the draft is a fix of ${control}, and the problem is ${problem.control ?? problem.findingType}`;
  const allowed = repositoriesFor(repositories, problem.account).find(
    ({ name }) => name === repository,
  );
  if (allowed === undefined)
    return `policies/repositories.yaml no longer allows ${repository} for account ${problem.account}`;
  if (!isWithin(allowed, path))
    return `policies/repositories.yaml allows changes in ${allowed.folders.join(', ')} of ${repository}, and the draft changes ${path}`;
  const forbidden = protectedPath(path);
  return forbidden === null ? allowed : `${repository}/${path} is never changed: ${forbidden}`;
}

interface OnBase extends Pick<SourceInFolder, 'siblings'> {
  readonly change: Scanned;
}

/** The bytes to commit, rebuilt from the diff and the file that it was drafted for; a text says why not. */
async function validateOnBase(deps: ProposeDeps, input: ProposeFixInput): Promise<OnBase | string> {
  const { place, base, before } = input.draft;
  const file = await readInFolder(deps.host, place, base);
  if ('unreadable' in file) return file.unreadable;
  if (file.blob !== before.blob)
    return `${nameOf(place, base)} is not the file that was read there`;
  const change = await validateDraft(deps, input, file);
  if (isRejection(change)) return `the accepted diff is rejected now: ${change.reason}`;
  return { change, siblings: file.siblings };
}

interface OnHead extends Pick<SourceInFolder, 'siblings'> {
  readonly result: Scanned | Rejection;
  readonly file: Pick<FixDraft, 'base' | 'before'>;
}

/** The drafted change on the module as it is now; null where nothing of it changed, or it cannot be read. */
async function validateOnHead(
  deps: ProposeDeps,
  input: ProposeFixInput,
  { siblings: old }: OnBase,
): Promise<OnHead | null> {
  const { place, base, before } = input.draft;
  const file = await readInFolder(deps.host, place);
  if ('unreadable' in file) return null;
  const { blob, mode, siblings } = file;
  const isFileSame = file.base.branch === base.branch && isSameFile(file, before);
  if (isFileSame && sameSiblings(siblings, old)) return null;
  const result = await validateDraft(deps, input, file);
  // The same file keeps its base, so that an earlier try that got as far as its branch made the same commit.
  const drafted = isFileSame ? { base, before } : { base: file.base, before: { blob, mode } };
  return { result, siblings, file: drafted };
}

async function validateDraft(
  deps: ProposeDeps,
  { draft, problem }: ProposeFixInput,
  { bytes: source, siblings }: SourceInFolder,
): Promise<Scanned | Rejection> {
  const { control, path, block } = draft.place;
  const { account, region, resource } = problem;
  const target = { address: block, resourceName: resource.name, region, tags: new Map() };
  const about = { source, siblings, paths: [path], control, account, target };
  return await validateAndScan(deps, { ...about, answer: draft.diff });
}

async function open(
  deps: ProposeDeps,
  input: ProposeFixInput,
  { change, siblings, maxOpen }: OnBase & { readonly maxOpen: number },
): Promise<Opened> {
  const { draft, at } = input;
  const { place, base, before } = draft;
  const text = writePullRequest(factsOf(deps, input, change));
  const file = { place, base, before, siblings, after: change.bytes };
  return await openPullRequest(deps.host, { ...file, at, ...text, maxOpen });
}

/**
 * Several findings of one block arrive together, and two models write two right answers. A pull request that looks
 * edited may be the other lifecycle's, which the ledger remembers.
 */
async function joinOther(
  { host, shared }: ProposeDeps,
  { draft: { place }, workflowId }: ProposeFixInput,
  opened: Opened,
): Promise<ProposeResult | null> {
  if (!looksEdited(opened) || opened.pullRequest === null) return null;
  const known = await shared.tipOf(place);
  if (known === null || (await findUnedited(host, place, known)).outcome !== 'open') return null;
  const { number, url, tip } = opened.pullRequest;
  const pull = { place, number, url, tip };
  await shared.join(pull, workflowId);
  return { status: 'joined', pull };
}

/** A pull request that looks edited may be one that an earlier try of this activity opened for the changed file. */
function mayBeOutdated(opened: Opened): boolean {
  return opened.outcome === 'file-changed' || looksEdited(opened);
}

function looksEdited(opened: Opened): opened is Extract<Opened, { outcome: 'human-review' }> {
  return opened.outcome === 'human-review' && opened.reason === 'edited';
}

async function conclude(
  deps: ProposeDeps,
  { draft, problem, workflowId }: ProposeFixInput,
  opened: Opened,
): Promise<ProposeResult> {
  const { place, branch } = draft;
  if (opened.outcome === 'file-changed') {
    const reason = `${nameOf(place, opened.head)} is not the file of the draft`;
    return { status: 'moved', reason };
  }
  if (opened.outcome === 'human-review') {
    const { because, pullRequest, reason } = opened;
    if (looksEdited(opened) && pullRequest !== null && (await deps.shared.tipOf(place)) === null)
      return {
        status: 'moved',
        reason: `${because}, and the ledger does not know who proposed it`,
      };
    const stays = reason === 'edited' || reason === 'branch-taken';
    const left = { place, branch, url: pullRequest?.url ?? null };
    return { ...toPeople(because), ...(stays && { left }) };
  }
  const { number, url, tip } = opened.pullRequest;
  const pull = { place, number, url, tip };
  if (opened.outcome === 'open') await deps.shared.join(pull, workflowId);
  if (opened.outcome === 'merged') {
    const now = await checkSource(deps, place, problem);
    if (now.source !== 'holds')
      return toPeople(`pull request ${url} was merged, but ${now.because}`);
  }
  return { status: opened.outcome, pull };
}

function toPeople(reason: string): Extract<ProposeResult, { status: 'people' }> {
  return { status: 'people', reason: reason.slice(0, 1000) };
}
