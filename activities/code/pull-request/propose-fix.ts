import type { Control } from '../../../controls/control.ts';
import type { FixDraft, ProposeResult } from '../../../domain/code-fix.ts';
import { repositoriesFor } from '../../../policies/repositories.ts';
import type { ProposeFixInput } from '../../../workflows/activity-types.ts';
import { failure } from '../../aws/failures.ts';
import type { SharedFixes } from '../../ledger/code-fix/shared-fixes.ts';
import { MOST_SOURCE_BYTES } from '../host/git-host.ts';
import { sourceNow } from '../source/check-source.ts';
import type { SourceDeps } from '../source/locate-source.ts';
import { judge } from '../validate/checkov/validate-and-scan.ts';
import type { Judged, JudgeDeps } from '../validate/checkov/validate-and-scan.ts';
import { isRejection } from '../validate/rejection.ts';
import type { Rejection } from '../validate/rejection.ts';
import { joinFix } from './find-pull-request.ts';
import { proposeFix } from './open-pull-request.ts';
import type { Proposed } from './open-pull-request.ts';
import { outdated } from './reject-outdated.ts';
import type { OutdatedDeps } from './reject-outdated.ts';
import type { FindingFacts } from './text/facts.ts';
import { writePullRequest } from './text/write.ts';

export interface ProposeDeps
  extends Pick<SourceDeps, 'host' | 'repositories'>, JudgeDeps, OutdatedDeps {
  readonly controlOf: (id: string) => Control | null;
  readonly shared: SharedFixes;
  /** Addresses for people: in the Temporal UI, null without one, and in Security Hub's console. */
  readonly workflowUrl: (workflowId: string) => string | null;
  readonly findingUrl: (findingId: string) => string;
}

/**
 * The accepted diff, validated once more, as one pull request. Where the file moved since it was read, the diff is
 * applied to what is there now and goes through the whole validator again.
 */
export async function propose(
  deps: ProposeDeps,
  input: ProposeFixInput,
  episode: number,
): Promise<ProposeResult> {
  const { draft, problem } = input;
  const { place } = draft;
  const allowed = repositoriesFor(deps.repositories, problem.account).find(
    ({ name }) => name === place.repository,
  );
  if (allowed === undefined)
    return people(
      `policies/repositories.yaml no longer allows ${place.repository} for account ${problem.account}`,
    );
  const after = await again(deps, input);
  if (typeof after === 'string') return people(after);
  const { maxOpen } = allowed;
  const first = await proposed(deps, input, { after, maxOpen });
  const joined = await joinedMeanwhile(deps, input, first);
  if (joined !== null) return joined;
  if (!mayHaveMoved(first)) return await concluded(deps, input, first);
  const anew = await onHead(deps, input);
  if (anew === null) return await concluded(deps, input, first);
  if (isRejection(anew.result)) {
    if (first.outcome === 'people') return await concluded(deps, input, first);
    return await outdated(deps, { workflowId: input.workflowId, draft, episode }, anew.result);
  }
  const { result } = anew;
  const moved = { ...input, draft: { ...draft, ...anew.place, diff: result.diff } };
  const second = await proposed(deps, moved, { after: result, maxOpen });
  return await concluded(deps, moved, second, true);
}

/**
 * Findings of one block come in one batch, and two models write two right answers. What looks edited may be what the
 * other lifecycle proposed: the ledger knows, or will in a moment.
 */
async function joinedMeanwhile(
  { host, shared }: ProposeDeps,
  { draft: { place }, workflowId }: ProposeFixInput,
  first: Proposed,
): Promise<ProposeResult | null> {
  if (first.outcome !== 'people' || first.reason !== 'edited' || first.pullRequest === null)
    return null;
  const { number, url, tip } = first.pullRequest;
  const known = await shared.tipOf(place);
  if (known === null) return null;
  if ((await joinFix(host, place, known)).outcome !== 'open') return null;
  const pull = { place, number, url, tip };
  await shared.join(pull, workflowId);
  return { status: 'joined', pull };
}

/** What looks edited may be what an earlier try of ours proposed on the moved file. */
function mayHaveMoved(of: Proposed): boolean {
  return of.outcome === 'moved' || (of.outcome === 'people' && of.reason === 'edited');
}

async function proposed(
  deps: ProposeDeps,
  input: ProposeFixInput,
  { after, maxOpen }: { readonly after: Judged; readonly maxOpen: number },
): Promise<Proposed> {
  const { draft, at } = input;
  const { place, base, before } = draft;
  const words = writePullRequest(factsOf(deps, input, after));
  const proposal = { key: place, base, before, after: after.bytes, at, ...words, maxOpen };
  return await proposeFix(deps.host, proposal);
}

async function concluded(
  deps: ProposeDeps,
  { draft, problem, workflowId }: ProposeFixInput,
  of: Proposed,
  anew = false,
): Promise<ProposeResult> {
  const { place, branch } = draft;
  if (of.outcome === 'moved')
    return {
      status: 'moved',
      reason: `${place.path} is another at ${of.head.commit.slice(0, 12)}`,
    };
  if (of.outcome === 'people') {
    if (
      of.reason === 'edited' &&
      of.pullRequest !== null &&
      (await deps.shared.tipOf(place)) === null
    )
      return {
        status: 'moved',
        reason: `${of.because}, and who proposed that is not in the ledger`,
      };
    const stays = of.reason === 'edited' || of.reason === 'branch-taken';
    const left = { place, branch, url: of.pullRequest?.url ?? null };
    return { ...people(of.because), ...(stays && { left }) };
  }
  const { number, url, tip } = of.pullRequest;
  const pull = { place, number, url, tip };
  if (of.outcome === 'open') await deps.shared.join(pull, workflowId);
  if (of.outcome === 'merged') {
    const now = await sourceNow(deps, place, problem);
    if (now.source !== 'holds') return people(`pull request ${url} was merged, but ${now.because}`);
  }
  return { status: of.outcome, pull, ...(anew && { draft }) };
}

/** The bytes to commit are made anew from the blob and the diff, and judged anew. */
async function again(deps: ProposeDeps, input: ProposeFixInput): Promise<Judged | string> {
  const { place, base, before } = input.draft;
  const at = { repository: place.repository, commit: base.commit, path: place.path };
  const file = await deps.host.readFile(at, MOST_SOURCE_BYTES);
  if (file.kind !== 'file' || file.blob !== before.blob)
    return `${place.path} of ${place.repository} at ${base.commit} is not what was read there`;
  const result = await judged(deps, input, file.bytes);
  return isRejection(result) ? `the accepted diff is rejected now: ${result.reason}` : result;
}

interface OnHead {
  readonly result: Judged | Rejection;
  readonly place: Pick<FixDraft, 'base' | 'before'>;
}

/** The drafted change on the file as it is now; null where it did not move, or is no file any more. */
async function onHead(deps: ProposeDeps, input: ProposeFixInput): Promise<OnHead | null> {
  const { place, base, before } = input.draft;
  const head = await deps.host.head(place.repository);
  if (head === null) return null;
  const at = { repository: place.repository, commit: head.commit, path: place.path };
  const file = await deps.host.readFile(at, MOST_SOURCE_BYTES);
  if (file.kind !== 'file') return null;
  const { blob, mode } = file;
  if (head.branch === base.branch && blob === before.blob && mode === before.mode) return null;
  const result = await judged(deps, input, file.bytes);
  return { result, place: { base: head, before: { blob, mode } } };
}

async function judged(
  deps: ProposeDeps,
  { draft, problem }: ProposeFixInput,
  source: Uint8Array,
): Promise<Judged | Rejection> {
  const { place, diff } = draft;
  const target = { address: place.block, resourceName: problem.resource.name, tags: new Map() };
  const { account } = problem;
  const { control, path } = place;
  const input = { answer: diff, source, paths: [path], control, account, target };
  return await judge(deps, input);
}

function factsOf(
  deps: ProposeDeps,
  { draft, findings, title, severity, problem, workflowId }: ProposeFixInput,
  { stats, secondScan }: Judged,
): Parameters<typeof writePullRequest>[0] {
  const { place, author, attempt } = draft;
  const control = deps.controlOf(place.control);
  if (control === null) throw failure('InvalidInput', `There is no control ${place.control}.`);
  const { id, why } = control;
  const facts = findings.map((finding): FindingFacts => ({
    id: finding.id,
    title,
    severity,
    product: finding.productArn,
    resource: problem.resource.id,
    account: problem.account,
    region: problem.region,
    findingUrl: deps.findingUrl(finding.id),
    workflowUrl: deps.workflowUrl(workflowId),
    workflowId,
  }));
  const { settleSeconds } = control;
  const verification = `${settleSeconds} seconds after the merge and then in rounds, the settings of ${id}`;
  return {
    control: { id, title: control.title, why, verification },
    block: place.block,
    path: place.path,
    findings: facts,
    author: author.kind === 'control' ? author : { ...author, attempt },
    change: { added: stats.added, removed: stats.removed },
    secondScan,
  };
}

function people(reason: string): Extract<ProposeResult, { status: 'people' }> {
  return { status: 'people', reason: reason.slice(0, 1000) };
}
