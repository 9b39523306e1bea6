/** AWS on this machine: MiniStack behind the gateway, with the sandbox's accounts, roles and Security Hub set up. */
import { ownDocuments } from '../../controls/documents.ts';
import { actionsOf, isPrincipalName } from '../../controls/roles.ts';
import { scopesOf } from '../../controls/scopes.ts';
import { ministackCommand } from '../tools/index.ts';
import type { ActionsOf, PoliciesOf } from './gateway/authorize.ts';
import {
  type Gateway,
  type GatewayOptions,
  type OwnDocument,
  startGateway,
} from './gateway/gateway.ts';
import {
  ADMIN,
  type Credentials,
  HUB_ACCOUNT,
  HUB_REGION,
  type HubPrincipal,
} from './gateway/principals.ts';
import { type Ministack, startMinistack } from './ministack/ministack.ts';
import { provision, type AccountSetup } from './provision.ts';

export interface SandboxAwsOptions extends Omit<
  GatewayOptions,
  'backendUrl' | 'python' | 'actionsOf' | 'scopesOf'
> {
  /** A running one, which the sandbox stops with itself; absent: what `npm run setup` obtained is started. */
  readonly ministack?: Ministack;
  /** Automation documents to create in every workload account and region; the controls' own if absent. */
  readonly documents?: readonly OwnDocument[];
  /** What each role may do, anywhere; if absent, the lists and scopes of `controls/`. */
  readonly actionsOf?: ActionsOf;
}

export interface SandboxAws {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  readonly gateway: Gateway;
  /** Environment of a process that runs as this principal: endpoint, region, keys. */
  env(principal: HubPrincipal | typeof ADMIN): Record<string, string>;
  /** Credentials of an account's administrator, for seeding and for checks. */
  credentials(account: string): Credentials;
  /** As freshly started: empty services, empty log, Security Hub, documents and roles set up. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts all of it on free ports of 127.0.0.1. Throws with the reason, leaving nothing running. */
export async function startSandboxAws(options: SandboxAwsOptions = {}): Promise<SandboxAws> {
  const ministack = options.ministack ?? (await startMinistack(await ministackCommand()));
  const setup = {
    documents: options.documents ?? ownDocuments(),
    externalId: options.externalId ?? null,
  };
  try {
    const gateway = await startGateway({
      ...options,
      ...policies(options),
      backendUrl: ministack.url,
      python: ministack.python,
    });
    return await assemble(ministack, gateway, setup);
  } catch (error) {
    await ministack.stop();
    throw error;
  }
}

async function assemble(
  ministack: Ministack,
  gateway: Gateway,
  setup: AccountSetup,
): Promise<SandboxAws> {
  try {
    await provision(gateway, ministack.url, setup);
  } catch (error) {
    await gateway.close();
    throw error;
  }
  return {
    url: gateway.url,
    gateway,
    env: (principal) => environment(gateway, principal),
    credentials: (account) => gateway.principals.admin(account),
    reset: async () => {
      await gateway.clear();
      await ministack.reset();
      await provision(gateway, ministack.url, setup);
    },
    stop: async () => {
      await gateway.close();
      await ministack.stop();
    },
  };
}

function policies({ actionsOf: given }: SandboxAwsOptions): PoliciesOf {
  if (given !== undefined) return { actionsOf: given, scopesOf: () => [] };
  return {
    actionsOf: actionsByName,
    scopesOf: (name) => (isPrincipalName(name) ? scopesOf(name) : []),
  };
}

function actionsByName(name: string): readonly string[] {
  return isPrincipalName(name) ? actionsOf(name) : [];
}

/** Empty values keep a profile or a session of the developer's own environment out. */
function environment(
  gateway: Gateway,
  principal: HubPrincipal | typeof ADMIN,
): Record<string, string> {
  const { principals } = gateway;
  const keys = principal === ADMIN ? principals.admin(HUB_ACCOUNT) : principals.hub(principal);
  return {
    AWS_ENDPOINT_URL: gateway.url,
    AWS_REGION: HUB_REGION,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: '',
    AWS_PROFILE: '',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
