/** AWS on this machine: MiniStack behind the gateway, with the sandbox's accounts, roles and Security Hub set up. */
import { ministackCommand } from '../tools/index.ts';
import { type QueryCall, queryCaller } from './backend-call.ts';
import { type Gateway, type GatewayOptions, startGateway } from './gateway.ts';
import { type MinistackCommand, startMinistack } from './ministack.ts';
import {
  ADMIN,
  type Credentials,
  HUB_ACCOUNT,
  HUB_PRINCIPALS,
  HUB_REGION,
  type HubPrincipal,
  REGIONS,
  WORKLOAD_ACCOUNTS,
} from './principals.ts';
import { trustPolicy, WORKLOAD_ROLES } from './trust.ts';

export interface SandboxAwsOptions extends Omit<GatewayOptions, 'backendUrl' | 'python'> {
  /** How to start MiniStack; what `npm run setup` obtained if absent. Its Python also runs runbooks' scripts. */
  readonly ministack?: MinistackCommand;
}

export interface SandboxAws {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  readonly gateway: Gateway;
  /** Environment of a process that runs as this principal: endpoint, region, keys. */
  env(principal: HubPrincipal | typeof ADMIN): Record<string, string>;
  /** Of an account's administrator, for seeding and for looking. */
  credentials(account: string): Credentials;
  /** As freshly started: empty services, empty log, Security Hub and roles set up. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts all of it on free ports of 127.0.0.1. Throws with the reason, leaving nothing running. */
export async function startSandboxAws(options: SandboxAwsOptions): Promise<SandboxAws> {
  const { ministack: given, ...forGateway } = options;
  const command = given ?? (await ministackCommand());
  const ministack = await startMinistack(command);
  const python = command.command;
  try {
    const gateway = await startGateway({ ...forGateway, backendUrl: ministack.url, python });
    const furnish = () => setUp(gateway, queryCaller(ministack.url), options.externalId ?? null);
    await furnish();
    return {
      url: gateway.url,
      gateway,
      env: (principal) => environment(gateway, principal),
      credentials: (account) => gateway.principals.admin(account),
      reset: async () => {
        await gateway.clear();
        await ministack.reset();
        await furnish();
      },
      stop: async () => {
        await gateway.close();
        await ministack.stop();
      },
    };
  } catch (error) {
    await ministack.stop();
    throw error;
  }
}

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
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

async function setUp(gateway: Gateway, call: QueryCall, externalId: string | null): Promise<void> {
  for (const account of [HUB_ACCOUNT, ...WORKLOAD_ACCOUNTS]) {
    for (const region of REGIONS) gateway.enableSecurityHub({ account, region });
  }
  const hub = HUB_PRINCIPALS.map((name) => createRole(call, HUB_ACCOUNT, { name, externalId }));
  const workloads = WORKLOAD_ACCOUNTS.flatMap((account) =>
    WORKLOAD_ROLES.map((name) => createRole(call, account, { name, externalId })),
  );
  await Promise.all([...hub, ...workloads]);
}

async function createRole(
  call: QueryCall,
  account: string,
  { name, externalId }: { readonly name: string; readonly externalId: string | null },
): Promise<void> {
  await call(
    { account, region: 'us-east-1', service: 'iam' },
    {
      Action: 'CreateRole',
      Version: '2010-05-08',
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify(trustPolicy(name, externalId)),
    },
  );
}
