/**
 * GitHub on this machine: its REST API as far as Closeloop uses it, on real Git repositories, with `git clone` and
 * signed webhooks. Every request and every answer is checked against GitHub's own description of its API.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startVendorServer } from '../vendor-server.ts';
import { answerRequest } from './answer-request.ts';
import { gitHubFaults } from './faults.ts';
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
  /** The credentials that an organisation gives to Closeloop: the app's id and key. Its login is `closeloop[bot]`. */
  readonly app: { readonly appId: string; readonly privateKey: string };
  readonly faults: Faults;
  /** What people do. */
  readonly people: Scenario;
  addRepository(wanted: NewRepository): Promise<void>;
  archive(repository: string): void;
  /** Organisations uninstall the app and install it again: installation ids change, and earlier tokens are invalid. */
  reinstallApp(): void;
  /** A personal access token of this person, for another client. */
  tokenOf(login: string): string;
  /** Adds a webhook: it receives pull requests that are closed or merged, or whose branch moves. */
  addHook(url: string, secret: string): void;
  /** Settles when no webhook is being delivered. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

export interface SandboxGitHubOptions {
  readonly port?: number;
  /** The permissions granted to the app. */
  readonly permissions?: Readonly<Record<string, string>>;
}

export async function startSandboxGitHub(
  options: SandboxGitHubOptions = {},
): Promise<SandboxGitHub> {
  const folder = await mkdtemp(join(tmpdir(), 'closeloop-github-'));
  const state = newState(folder, options.permissions ?? GRANTED);
  const parts = { state, description: readDescription() };
  const server = await startVendorServer(
    async (request) =>
      (await answerGit(request, state)) ??
      (await answerPage(request, state)) ??
      (await answerRequest(request, parts)),
    options.port,
  );
  state.url = server.url;
  return {
    url: server.url,
    app: { appId: String(state.app.id), privateKey: state.app.privateKey },
    faults: gitHubFaults(server),
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
      await server.stop();
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
  const { privateKey, publicKey } = appKeys();
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

let keys: { readonly privateKey: string; readonly publicKey: string } | null = null;

/** One pair for all sandboxes of a process: making it takes up to a second of CPU. */
function appKeys(): NonNullable<typeof keys> {
  keys ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return keys;
}
