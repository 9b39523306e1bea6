/** Octokit clients, each with a token for one repository. Every request is sent once: Temporal retries. */
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { z } from 'zod';

import { failure } from '../../../aws/failures.ts';
import { gitHubFailure, statusOf } from './failures.ts';

type GitHubCredentials =
  /** A GitHub App that is installed on the repositories; `privateKey` in PEM. */
  | { readonly kind: 'app'; readonly appId: string; readonly privateKey: string }
  /** A fine-grained personal access token of a machine user. */
  | { readonly kind: 'token'; readonly token: string };

export interface GitHubOptions {
  readonly credentials: GitHubCredentials;
  /** `https://api.github.com`, or `https://HOST/api/v3` of an enterprise server. */
  readonly baseUrl: string;
  /** Longest wait for one answer, in milliseconds. */
  readonly timeout?: number;
}

/** Who commits and opens pull requests. */
interface Identity {
  readonly login: string;
  readonly name: string;
  readonly email: string;
}

interface Place {
  readonly owner: string;
  readonly repo: string;
}

export interface GitHubConnection {
  /** Sends one request about one repository; `what` completes "Tried …". Fails as `GitHost` describes. */
  ask<T>(repository: string, what: string, request: Request<T>): Promise<T>;
  /** As `ask`; null for a refusal that `isAbsent` takes for an answer, by default a 404. */
  askOrNull<T>(
    repository: string,
    what: string,
    request: Request<T>,
    isAbsent?: (error: unknown) => boolean,
  ): Promise<T | null>;
  /** The same for every repository; read once per connection. */
  identity(repository: string): Promise<Identity>;
  /** The app's permissions there, `contents` → `write`; null for a token, which does not tell. */
  permissions(repository: string): Promise<Readonly<Record<string, string>> | null>;
}

type Request<T> = (
  octokit: Octokit,
  place: Place,
) => Promise<{ readonly status: number; readonly data: T }>;

/** The connection caches tokens, which last an hour, and nothing else. */
export function connectToGitHub(options: GitHubOptions): GitHubConnection {
  const client = (auth?: string): Octokit => openOctokit(options, auth);
  const access = accessOf(options, client);
  let known: Identity | null = null;
  const ask = async <T>(repository: string, what: string, request: Request<T>): Promise<T> => {
    const place = placeOf(repository);
    const about = `${what} of ${repository}`;
    return await mapFailure(about, async () => {
      const send = async (token: string) => await request(client(token), place);
      const { status, data } = await send(await access.token(place)).catch(async (error) => {
        // The token was revoked before its hour was over; GitHub checks that before it does anything.
        const renewed = statusOf(error) === 401 ? await access.renewed(place) : null;
        if (renewed === null) throw error;
        return await send(renewed);
      });
      if (status < 300) return data;
      const text = `Tried ${about} on GitHub: ${status}: the repository has moved. Write its present name in policies/repositories.yaml.`;
      throw failure('ConfigurationError', text);
    });
  };
  return {
    ask,
    askOrNull: async (repository, what, request, isAbsent = answeredWith(404)) =>
      await ask(repository, what, async (octokit, place) => {
        try {
          return await request(octokit, place);
        } catch (error) {
          if (isAbsent(error)) return { status: 200, data: null };
          throw error;
        }
      }),
    identity: async (repository) => {
      known ??= await mapFailure('asking for our own identity', async () => {
        return await access.identity(placeOf(repository));
      });
      return known;
    },
    permissions: async (repository) => {
      const place = placeOf(repository);
      const about = `reading the app's permissions of ${repository}`;
      return await mapFailure(about, async () => await access.permissions(place));
    },
  };
}

/** A predicate for refusals with one of these HTTP statuses. */
export function answeredWith(...statuses: readonly number[]): (error: unknown) => boolean {
  return (error) => statuses.includes(statusOf(error) ?? 0);
}

interface Access {
  token(place: Place): Promise<string>;
  /** A new token in place of a revoked one; null where there is no other. */
  renewed(place: Place): Promise<string | null>;
  identity(place: Place): Promise<Identity>;
  permissions(place: Place): Promise<Readonly<Record<string, string>> | null>;
}

function accessOf({ credentials }: GitHubOptions, client: (auth?: string) => Octokit): Access {
  if (credentials.kind === 'app') return appAccess(credentials, client);
  const { token } = credentials;
  return {
    token: async () => await Promise.resolve(token),
    renewed: async () => await Promise.resolve(null),
    permissions: async () => await Promise.resolve(null),
    identity: async () => identityOf((await client(token).users.getAuthenticated()).data),
  };
}

type AppCredentials = Extract<GitHubCredentials, { kind: 'app' }>;

/** Each token reaches one repository, its files and pull requests: it cannot merge into a protected branch. */
function appAccess(
  { appId, privateKey }: AppCredentials,
  client: (auth?: string) => Octokit,
): Access {
  const auth = createAppAuth({ appId, privateKey, request: client().request });
  const asApp = async (): Promise<Octokit> => client((await auth({ type: 'app' })).token);
  const installations = new Map<string, number>();
  const installationAt = async (place: Place) =>
    (await (await asApp()).apps.getRepoInstallation({ ...place })).data;
  const installationId = async (place: Place): Promise<number> => {
    const id = installations.get(nameOf(place)) ?? (await installationAt(place)).id;
    installations.set(nameOf(place), id);
    return id;
  };
  const tokenOf = async (place: Place, refresh: boolean): Promise<string> =>
    (
      await auth({
        type: 'installation',
        installationId: await installationId(place),
        repositoryNames: [place.repo],
        permissions: { contents: 'write', pull_requests: 'write' },
        refresh,
      })
    ).token;
  const token = async (place: Place, refresh = false): Promise<string> =>
    await tokenOf(place, refresh).catch(async (error) => {
      // The app was reinstalled, with another installation id.
      if (statusOf(error) !== 404 || !installations.delete(nameOf(place))) throw error;
      return await tokenOf(place, refresh);
    });
  return {
    token: async (place) => await token(place),
    renewed: async (place) => await token(place, true),
    permissions: async (place) => Granted.parse((await installationAt(place)).permissions),
    identity: async (place) => {
      const app = (await (await asApp()).apps.getAuthenticated()).data;
      const username = `${app?.slug ?? ''}[bot]`;
      const user = await client(await token(place)).users.getByUsername({ username });
      return identityOf(user.data);
    },
  };
}

function nameOf({ owner, repo }: Place): string {
  return `${owner}/${repo}`.toLowerCase();
}

/** Permission → `read`, `write` or `admin`. */
const Granted = z.record(z.string(), z.string());

/** https://docs.github.com/en/account-and-profile/reference/email-addresses-reference#your-noreply-email-address */
function identityOf({ id, login }: { readonly id: number; readonly login: string }): Identity {
  return { login, name: login, email: `${id}+${login}@users.noreply.github.com` };
}

async function mapFailure<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw gitHubFailure(error, what);
  }
}

function openOctokit({ baseUrl, timeout = 30_000 }: GitHubOptions, auth?: string): Octokit {
  return new Octokit({
    baseUrl,
    ...(auth !== undefined && { auth }),
    userAgent: 'closeloop',
    // Failures are thrown with all facts; the client's log would repeat them.
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: {
      // A repository that moved is not the allowed one: the redirect is reported, not followed.
      redirect: 'manual',
      fetch: async (url: string, init: RequestInit) =>
        await fetch(url, { ...init, signal: AbortSignal.timeout(timeout) }),
    },
  });
}

function silent(): void {}

/** https://docs.github.com/en/rest/repos/repos: names are letters, digits, `-`, `_`, `.`; the owner's has no dots first. */
function placeOf(repository: string): Place {
  const match = /^(?<owner>[A-Za-z0-9_-]+)\/(?<repo>[A-Za-z0-9_.-]+)$/.exec(repository);
  const { owner, repo } = match?.groups ?? {};
  if (owner !== undefined && repo !== undefined && repo !== '.' && repo !== '..')
    return { owner, repo };
  throw failure('InvalidInput', `"${repository}" is no repository of GitHub; expected owner/name.`);
}
