import type { Control } from '../../../controls/control.ts';
import type { ProposeResult, WithdrawResult, MergeLook } from '../../../domain/code-fix.ts';
import { repositoriesFor } from '../../../policies/repositories.ts';
import type {
  ProposeFixInput,
  PullInput,
  WithdrawFixInput,
} from '../../../workflows/activity-types.ts';
import { failure } from '../../aws/failures.ts';
import type { GitHost } from '../host/git-host.ts';
import { proposeFix } from '../propose/propose-fix.ts';
import { joinFix, withdrawFix } from '../propose/standing-fix.ts';
import type { FindingFacts } from '../pull-request/facts.ts';
import { writePullRequest } from '../pull-request/write.ts';
import { isRejection } from '../validate/rejection.ts';
import { validate } from '../validate/validate.ts';
import type { Accepted } from '../validate/validate.ts';
import type { SourceDeps } from './find-source.ts';
import type { SharedFixes } from './shared-fixes.ts';

export interface ProposeDeps extends Pick<SourceDeps, 'host' | 'languages' | 'repositories'> {
  readonly controlOf: (id: string) => Control | null;
  readonly shared: SharedFixes;
  /** Addresses of the Temporal UI for people; null without one. */
  readonly workflowUrl: (workflowId: string) => string | null;
}

/** The accepted diff, validated once more against the same blob, as one pull request. */
export async function propose(deps: ProposeDeps, input: ProposeFixInput): Promise<ProposeResult> {
  const { draft, at, problem } = input;
  const { place, base, before } = draft;
  const allowed = repositoriesFor(deps.repositories, problem.account).find(
    ({ name }) => name === place.repository,
  );
  if (allowed === undefined)
    return people(
      `policies/repositories.yaml no longer allows ${place.repository} for account ${problem.account}`,
    );
  const after = await again(deps, input);
  if (typeof after === 'string') return people(after);
  const words = writePullRequest(factsOf(deps, input, after));
  const { maxOpen } = allowed;
  const proposal = { key: place, base, before, after: after.bytes, at, ...words, maxOpen };
  const proposed = await proposeFix(deps.host, proposal);
  if (proposed.outcome === 'moved')
    return {
      status: 'moved',
      reason: `${place.path} is another at ${proposed.head.commit.slice(0, 12)}`,
    };
  if (proposed.outcome === 'people') return people(proposed.because);
  const { number, url, tip } = proposed.pullRequest;
  const pull = { place, number, url, tip };
  if (proposed.outcome === 'open') await deps.shared.join(pull, input.workflowId);
  return { status: proposed.outcome, pull };
}

/** The bytes to commit are made anew from the blob and the diff, and judged anew. */
async function again(
  { host, languages }: ProposeDeps,
  { draft, problem }: ProposeFixInput,
): Promise<Accepted | string> {
  const { place, base, before, diff } = draft;
  const at = { repository: place.repository, commit: base.commit, path: place.path };
  const file = await host.readFile(at, LARGEST);
  if (file.kind !== 'file' || file.blob !== before.blob)
    return `${place.path} of ${place.repository} at ${base.commit} is not what was read there`;
  const target = { address: place.block, resourceName: problem.resource.name, tags: new Map() };
  const { account } = problem;
  const { control, path } = place;
  const input = { answer: diff, source: file.bytes, paths: [path], control, account, target };
  const result = await validate(input, languages);
  return isRejection(result) ? `the accepted diff is rejected now: ${result.reason}` : result;
}

/** In bytes. */
const LARGEST = 1_000_000;

function factsOf(
  deps: ProposeDeps,
  { draft, findings, title, severity, problem, workflowId }: ProposeFixInput,
  { stats }: Accepted,
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
    findingUrl: null,
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
    validated: CHECKED,
  };
}

const CHECKED = [
  'the answer is one diff of one file',
  'at most 50 changed lines, which apply exactly',
  'only the named block and its allowed companions change',
  'no other setting is weakened, nothing is suppressed or executed',
  'the problem is there before the change and gone after it',
] as const;

/** What became of it: the host is asked, whatever a webhook said. */
export async function checkMerge(
  { host }: { readonly host: GitHost },
  { pull }: PullInput,
): Promise<MergeLook> {
  const standing = await joinFix(host, pull.place, pull.tip);
  if (standing.outcome === 'none') return { status: 'closed', reason: `${pull.url} is gone` };
  if (standing.outcome === 'people') return { status: 'closed', reason: standing.because };
  if (standing.outcome === 'open') return { status: 'open', reason: '' };
  const { state } = standing.pullRequest;
  const by = state.is === 'merged' && state.by !== null ? ` by ${state.by}` : '';
  return { status: 'merged', reason: `pull request ${pull.url} was merged${by}` };
}

/** Closed with the reason, unless other findings wait for it. */
export async function withdraw(
  { host, shared }: Pick<ProposeDeps, 'host' | 'shared'>,
  { pull, reason, workflowId }: WithdrawFixInput,
): Promise<WithdrawResult> {
  if ((await shared.leave(pull.place, workflowId)) === 'others-wait') return { status: 'shared' };
  const comment = `Closeloop closes this pull request: ${reason}. Nothing waits for it any more.`;
  return { status: await withdrawFix(host, pull.place, comment) };
}

function people(reason: string): ProposeResult {
  return { status: 'people', reason: reason.slice(0, 1000) };
}
