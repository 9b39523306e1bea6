/** Callers, and tokens of the app: https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app */
import { randomBytes, verify } from 'node:crypto';

import { z } from 'zod';

import { notFound, ok, Refusal } from './answer.ts';
import type { Answer, ApiRequest, RepositoryRequest } from './answer.ts';
import { showAccount } from './show.ts';
import { fullName } from './state.ts';
import type { Grant, State } from './state.ts';

/** The caller with this `Authorization` header; refuses what GitHub refuses. */
export function callerOf(state: State, authorization: string | undefined): Grant {
  const [, token] = /^(?:token|bearer) (\S+)$/i.exec(authorization ?? '') ?? [];
  if (token === undefined) throw new Refusal(401, 'Requires authentication');
  const grant = state.tokens.get(token);
  if (grant !== undefined) return grant;
  if (isOurJwt(state, token)) return { account: state.app.bot, repositories: [], permissions: {} };
  throw new Refusal(401, 'Bad credentials');
}

const Claims = z.object({ iss: z.coerce.number(), exp: z.number(), iat: z.number() });

function isOurJwt({ app, now }: State, token: string): boolean {
  const [header, payload, signature, ...more] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0)
    return false;
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify('RSA-SHA256', signed, app.publicKey, Buffer.from(signature, 'base64url')))
    return false;
  const { iss, exp, iat } = Claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  const seconds = now().getTime() / 1000;
  if (exp <= seconds || exp > seconds + 660 || iat > seconds + 60)
    throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future or past");
  return iss === app.id;
}

export function getApp({ state, grant }: ApiRequest): Answer {
  asApp(state, grant);
  const { id, slug, permissions } = state.app;
  return ok({ id, slug, name: slug, permissions });
}

export function getInstallation({ state, grant, repository }: RepositoryRequest): Answer {
  asApp(state, grant);
  const id = state.app.installations.get(repository.owner);
  if (id === undefined) throw notFound();
  const { app } = state;
  return ok({ id, app_id: app.id, app_slug: app.slug, permissions: app.permissions });
}

export function createToken({ state, grant, params, body }: ApiRequest): Answer {
  asApp(state, grant);
  const { app } = state;
  const owner = [...app.installations].find(([, id]) => String(id) === params['installation_id']);
  if (owner === undefined) throw notFound();
  const wanted = Wanted.parse(body ?? {});
  const permissions = wanted.permissions ?? app.permissions;
  const excess = Object.entries(permissions).find(
    ([name, level]) => app.permissions[name] !== level && app.permissions[name] !== 'write',
  );
  if (excess !== undefined)
    throw new Refusal(422, 'The permissions requested are not granted to this installation.');
  const repositories = [...state.repositories.values()]
    .filter((one) => one.owner === owner[0])
    .filter(({ name }) => wanted.repositories?.includes(name) ?? true);
  if (repositories.length < (wanted.repositories?.length ?? 0))
    throw new Refusal(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  const token = `ghs_${randomBytes(18).toString('hex')}`;
  const names = repositories.map((one) => fullName(one).toLowerCase());
  state.tokens.set(token, { account: app.bot, repositories: names, permissions });
  const expires = new Date(state.now().getTime() + 3_600_000).toISOString();
  return ok({ token, expires_at: expires, permissions }, 201);
}

const Wanted = z.object({
  repositories: z.array(z.string()).optional(),
  permissions: z.record(z.string(), z.string()).optional(),
});

export function getUser({ grant }: ApiRequest): Answer {
  if (grant.permissions !== null) throw new Refusal(403, 'Resource not accessible by integration');
  return ok(showAccount(grant.account));
}

export function getNamedUser({ state, params }: ApiRequest): Answer {
  const account = state.accounts.get(params['username'] ?? '');
  if (account === undefined) throw notFound();
  return ok(showAccount(account));
}

function asApp({ app }: State, { account, repositories }: Grant): void {
  if (account === app.bot && repositories?.length === 0) return;
  throw new Refusal(401, 'A JSON web token could not be decoded');
}
