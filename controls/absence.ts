import type { Problem } from '../domain/finding.ts';
import type { CheckResult, ReadClients } from './control.ts';
import { failureText, rawResponse, responsesOf, tryRead } from './reading.ts';
import type { Reading, Readings } from './reading.ts';
import type { Pause } from './retry.ts';

/** How one kind of resource is listed, and how messages name it. */
export interface ListedKind {
  /** `Bucket` or `Key`. */
  readonly noun: string;
  readonly service: string;
  /** The error by which the service says that there is no such resource. */
  readonly absent: string;
  readonly operation: string;
  /** The Region that the service's client asks. */
  readonly region: () => Promise<string>;
  /** One page of the account's own list. */
  readonly page: (token: string | undefined) => Promise<ListedPage>;
}

interface ListedPage {
  readonly names: readonly string[];
  readonly token: string | undefined;
  readonly raw: unknown;
}

/**
 * Decides between *gone* and *unknown* for a resource that the service says is not there. S3 gives that answer to
 * anybody about any name, so it counts only if the clients belong to the finding's account and Region, and the
 * account's own list does not have the resource either.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 */
export async function confirmAbsence(
  problem: Problem,
  { read, kind, readings = {}, pause }: Absence,
): Promise<CheckResult> {
  const region = await kind.region();
  const identity = await tryRead(() => read.sts.getCallerIdentity({}), pause);
  const listing = await listAll(kind, pause);
  const responses = {
    ...responsesOf(readings),
    clientRegion: region,
    GetCallerIdentity: rawResponse(identity),
    [kind.operation]: listing.pages,
  };
  if (!identity.answered) {
    const failure = failureText('GetCallerIdentity', identity.error);
    return unknownResult(problem, { noun: kind.noun, error: failure, responses });
  }
  const account = identity.value.Account ?? '';
  const doubt = listing.error ?? doubtOfAbsence(problem, kind, { account, region, ...listing });
  if (doubt !== null) return unknownResult(problem, { noun: kind.noun, error: doubt, responses });
  const { name } = problem.resource;
  return {
    verdict: 'gone',
    summary: `${kind.noun} ${name} does not exist: ${kind.service} answers ${kind.absent} and account ${problem.account} does not list it.`,
    error: null,
    responses,
    settings: null,
  };
}

export interface Absence {
  readonly read: ReadClients;
  readonly kind: ListedKind;
  /** What was read before, for the evidence. */
  readonly readings?: Readings;
  readonly pause?: Pause | undefined;
}

/** Why "no such resource" does not prove that it is gone; null when it does. */
function doubtOfAbsence(
  problem: Problem,
  { noun, service, absent }: ListedKind,
  seen: { readonly account: string; readonly region: string; readonly names: readonly string[] },
): string | null {
  const { account, region, names } = seen;
  if (account !== problem.account) {
    return `${service} answered ${absent} to account ${account || '(none)'}, but the finding is about account ${problem.account}`;
  }
  if (region !== problem.region) {
    return `${service} answered ${absent} in ${region}, but the finding is about ${problem.region}`;
  }
  if (!names.includes(problem.resource.name)) return null;
  return `${service} answered ${absent}, but account ${account} lists the ${noun.toLowerCase()}; check again in some minutes`;
}

/** All pages: a resource on the second page is not gone. */
async function listAll(kind: ListedKind, pause?: Pause) {
  const names: string[] = [];
  const pages: unknown[] = [];
  let token: string | undefined;
  do {
    const from = token;
    const page: Reading<ListedPage> = await tryRead(() => kind.page(from), pause);
    pages.push(page.answered ? page.value.raw : rawResponse(page));
    if (!page.answered) return { names, pages, error: failureText(kind.operation, page.error) };
    names.push(...page.value.names);
    token = page.value.token;
  } while (token);
  return { names, pages, error: null };
}

/** The resource could not be judged: `error` says what was tried and what came. */
export function unknownResult(
  { account, region, resource }: Problem,
  { noun, error, responses }: Pick<CheckResult, 'responses'> & Record<'noun' | 'error', string>,
): CheckResult {
  return {
    verdict: 'unknown',
    summary: `${noun} ${resource.name} could not be judged.`,
    error: `Tried to read ${noun.toLowerCase()} ${resource.name} of account ${account} in ${region}: ${error}`,
    responses,
    settings: null,
  };
}
