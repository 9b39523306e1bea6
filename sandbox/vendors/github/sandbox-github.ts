/**
 * GitHub on this machine: its REST API as far as Closeloop uses it, on real Git repositories, with `git clone` and
 * signed webhooks. Every request and every answer is checked against GitHub's own description of its API.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readRequest, send } from '../../aws/gateway/wire.ts';
import { answerRequest } from './answer-request.ts';
import type { Parts } from './answer-request.ts';
import { createFaults } from './faults.ts';
import type { Faults } from './faults.ts';
import { readDescription } from './openapi/description.ts';
import { answerPage } from './page.ts';
import { addRepository, accountOf, repositoryOf } from './people.ts';
import type { NewRepository } from './people.ts';
import { createScenario } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { answerGit } from './smart-http.ts';
import type { State } from './state.ts';

export interface SandboxGitHub {
  /** For the product's `baseUrl`; `git clone <url>/owner/name.git` works too. */
  readonly url: string;
  /** What an organisation gives to Closeloop: the app's id and key. Its login is `closeloop[bot]`. */
  readonly app: { readonly appId: string; readonly privateKey: string };
  readonly faults: Faults;
  /** What people do. */
  readonly people: Scenario;
  addRepository(wanted: NewRepository): Promise<void>;
  archive(repository: string): void;
  /** Organisations take the app away and install it again: other installation ids, and no token of before holds. */
  reinstallApp(): void;
  /** A personal access token of this person, for another client. */
  tokenOf(login: string): string;
  /** From now on, pull requests that are closed, merged or moved are told to this address. */
  addHook(url: string, secret: string): void;
  /** Settles when no webhook is being delivered. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

export interface SandboxGitHubOptions {
  readonly port?: number;
  /** What the app was granted; less than it needs makes it fail as GitHub would. */
  readonly permissions?: Readonly<Record<string, string>>;
}

export async function startSandboxGitHub(
  options: SandboxGitHubOptions = {},
): Promise<SandboxGitHub> {
  const folder = await mkdtemp(join(tmpdir(), 'closeloop-github-'));
  const state = newState(folder, options.permissions ?? GRANTED);
  const faults = createFaults();
  const server = serve({ state, faults, description: readDescription() });
  const url = await listen(server, options.port ?? 0);
  state.url = url;
  return {
    url,
    app: { appId: String(state.app.id), privateKey: state.app.privateKey },
    faults,
    people: createScenario(state),
    addRepository: async (wanted) => void (await addRepository(state, wanted)),
    archive: (repository) => {
      repositoryOf(state, repository).archived = true;
    },
    reinstallApp: () => {
      const { tokens, app, nextId } = state;
      for (const [token, { account }] of tokens) if (account === app.bot) tokens.delete(token);
      for (const owner of app.installations.keys()) app.installations.set(owner, nextId());
    },
    tokenOf: (login) => {
      const token = `github_pat_${randomBytes(18).toString('hex')}`;
      const account = accountOf(state, login);
      state.tokens.set(token, { account, repositories: null, permissions: null });
      return token;
    },
    addHook: (to, secret) => void state.hooks.push({ url: to, secret }),
    idle: async () => void (await Promise.all(state.deliveries)),
    stop: async () => {
      await Promise.all(state.deliveries);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const GRANTED = { metadata: 'read', contents: 'write', pull_requests: 'write' };

function newState(folder: string, permissions: Readonly<Record<string, string>>): State {
  let ids = 1000;
  const nextId = () => {
    ids += 1;
    return ids;
  };
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const bot = { id: nextId(), login: 'closeloop[bot]', type: 'Bot' } as const;
  return {
    url: '',
    folder,
    accounts: new Map([[bot.login, bot]]),
    repositories: new Map(),
    tokens: new Map(),
    app: {
      id: nextId(),
      slug: 'closeloop',
      bot,
      privateKey,
      publicKey,
      permissions,
      installations: new Map(),
    },
    hooks: [],
    deliveries: new Set(),
    lastWrite: Promise.resolve(),
    nextId,
    now: () => new Date(),
  };
}

function serve(parts: Parts): Server {
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    const other = (await answerGit(request, parts.state)) ?? answerPage(request, parts.state);
    const answered = other ?? (await answerRequest(request, parts));
    if (other === null && (await parts.faults.carriedOut(request))) outgoing.destroy();
    else send(outgoing, answered, request.method);
  };
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      const said = error instanceof Error ? error.message : String(error);
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ message: `The sandbox failed: ${said}` });
      send(outgoing, { status: 500, headers, body }, 'POST');
    });
  });
  // Longer than clients keep an idle connection: a connection closed under them is an error.
  server.keepAliveTimeout = 600_000;
  return server;
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null)
    throw new Error('The sandbox GitHub does not listen on a TCP port.');
  return `http://127.0.0.1:${address.port}`;
}
