import type { Problem } from '../../domain/finding.ts';
import type { Look, ReadClients } from '../control.ts';
import { attempt, failedWith, failureText, raw, responsesOf } from '../reading.ts';
import type { Pause } from '../retry.ts';

/**
 * *fixed* when automatic rotation is on. A key that cannot rotate (asymmetric, imported) is *unknown*: neither we
 * nor its owner can turn rotation on.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html
 */
export async function verify(problem: Problem, read: ReadClients, pause?: Pause): Promise<Look> {
  const KeyId = problem.resource.name;
  const status = await attempt(() => read.kms.getKeyRotationStatus({ KeyId }), pause);
  if (failedWith(status, 'NotFoundException')) return lookForKey(problem, read, pause);
  const responses = responsesOf({ GetKeyRotationStatus: status });
  if (!status.answered) {
    return unknown(problem, failureText('GetKeyRotationStatus', status.error), responses);
  }
  const rotation = status.value.KeyRotationEnabled === true;
  return {
    verdict: rotation ? 'fixed' : 'open',
    summary: `Key ${KeyId} ${rotation ? 'rotates' : 'does not rotate'} automatically.`,
    error: null,
    responses,
    settings: { rotation },
  };
}

/** *gone* only if we are the finding's account, look in its Region, and the account does not list the key. */
async function lookForKey(problem: Problem, read: ReadClients, pause?: Pause): Promise<Look> {
  const region = await read.kms.config.region();
  const identity = await attempt(() => read.sts.getCallerIdentity({}), pause);
  const listing = await listKeys(read, pause);
  const responses = {
    clientRegion: region,
    GetCallerIdentity: raw(identity),
    ListKeys: listing.pages,
  };
  if (!identity.answered) {
    return unknown(problem, failureText('GetCallerIdentity', identity.error), responses);
  }
  if (listing.error !== null) return unknown(problem, listing.error, responses);
  const account = identity.value.Account ?? '(none)';
  const { name } = problem.resource;
  if (account !== problem.account || region !== problem.region || listing.ids.includes(name)) {
    const doubt = `KMS answered NotFoundException to account ${account} in ${region}, which ${listing.ids.includes(name) ? 'lists the key' : "is not the finding's place"}`;
    return unknown(problem, doubt, responses);
  }
  return {
    verdict: 'gone',
    summary: `Key ${name} does not exist: KMS answers NotFoundException and account ${account} does not list it.`,
    error: null,
    responses,
    settings: null,
  };
}

interface Listing {
  readonly ids: readonly string[];
  readonly pages: readonly unknown[];
  readonly error: string | null;
}

/** All pages: a key on the second page is not gone. */
async function listKeys(read: ReadClients, pause?: Pause): Promise<Listing> {
  const ids: string[] = [];
  const pages: unknown[] = [];
  let marker: string | undefined;
  do {
    const input = { Limit: 1000, ...(marker && { Marker: marker }) };
    const page = await attempt(() => read.kms.listKeys(input), pause);
    pages.push(raw(page));
    if (!page.answered) return { ids, pages, error: failureText('ListKeys', page.error) };
    ids.push(...(page.value.Keys ?? []).map(({ KeyId }) => KeyId ?? ''));
    marker = page.value.Truncated === true ? page.value.NextMarker : undefined;
  } while (marker);
  return { ids, pages, error: null };
}

function unknown(problem: Problem, error: string, responses: Look['responses']): Look {
  const { account, region, resource } = problem;
  return {
    verdict: 'unknown',
    summary: `Key ${resource.name} could not be judged.`,
    error: `Tried to read key ${resource.name} of account ${account} in ${region}: ${error}`,
    responses,
    settings: null,
  };
}
