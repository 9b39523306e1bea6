/** Octokit clients, each with a token that reaches one repository. Every request is tried once. */
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { z } from 'zod';

import { failure } from '../../../aws/failures.ts';
import { gitHubFailure, statusOf } from './failures.ts';

type GitHubCredentials =
  /** A GitHub App; `privateKey` in PEM. It is installed where it may propose. */
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
  /** Makes one request to one repository; `what` completes "Tried …". Failures as `GitHost` describes them. */
  ask<T>(repository: string, what: string, request: Request<T>): Promise<T>;
  /** The same for every repository; asked once per connection. */
  identity(repository: string): Promise<Identity>;
  /** What the app was granted there, `contents` → `write`; null for a token, which does not tell. */
  permissions(repository: string): Promise<Readonly<Record<string, string>> | null>;
}

type Request<T> = (
  octokit: Octokit,
  place: Place,
) => Promise<{ readonly status: number; readonly data: T }>;

/** A connection keeps tokens for their hour; it holds nothing else. */
export function connectToGitHub(options: GitHubOptions): GitHubConnection {
  const client = (auth?: string): Octokit => octokit(options, auth);
  const access = accessOf(options, client);
  let known: Identity | null = null;
  return {
    identity: async (repository) => {
      known ??= await tried('asking who we are', async () => {
        return await access.identity(placeOf(repository));
      });
      return known;
    },
    permissions: async (repository) => {
      const place = placeOf(repository);
      const about = `asking what the app may do of ${repository}`;
      return await tried(about, async () => await access.permissions(place));
    },
    ask: async (repository, what, request) => {
      const place = placeOf(repository);
      const about = `${what} of ${repository}`;
      return await tried(about, async () => {
        const asked = async (token: string) => await request(client(token), place);
        const { status, data } = await asked(await access.token(place)).catch(async (error) => {
          // Taken away before its hour was over. Nothing was done: who asks is looked at first.
          const renewed = statusOf(error) === 401 ? await access.renewed(place) : null;
          if (renewed === null) throw error;
          return await asked(renewed);
        });
        if (status < 300) return data;
        const text = `Tried ${about} on GitHub: ${status}: the repository has moved. Write its present name in policies/repositories.yaml.`;
        throw failure('ConfigurationError', text);
      });
    },
  };
}

interface Access {
  token(place: Place): Promise<string>;
  /** Another, for one that is not known any more; null where there is no other. */
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

/** Tokens are asked for one repository and for nothing but files and pull requests: no right to merge into a protected branch. */
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
      // The app was taken away and installed again: it has another id there.
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

async function tried<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw gitHubFailure(error, what);
  }
}

function octokit({ baseUrl, timeout = 30_000 }: GitHubOptions, auth?: string): Octokit {
  return new Octokit({
    baseUrl,
    ...(auth !== undefined && { auth }),
    userAgent: 'closeloop',
    // Failures are thrown, with all that is known; the client's own lines would repeat them.
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: {
      // A name that has moved is not the one that was allowed: it is told, not followed.
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
