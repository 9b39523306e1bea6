import { type QueryCall, queryCaller } from './gateway/backend-call.ts';
import type { Gateway, OwnDocument } from './gateway/gateway.ts';
import { HUB_ACCOUNT, HUB_PRINCIPALS, REGIONS, WORKLOAD_ACCOUNTS } from './gateway/principals.ts';
import { trustPolicy, WORKLOAD_ROLES } from './gateway/trust.ts';

export interface AccountSetup {
  readonly documents: readonly OwnDocument[];
  readonly externalId: string | null;
}

/** Provisions the accounts as an installed Closeloop finds them: Security Hub enabled, documents and roles created. */
export async function provision(
  gateway: Gateway,
  backendUrl: string,
  { documents, externalId }: AccountSetup,
): Promise<void> {
  for (const region of REGIONS) {
    gateway.prepare({ account: HUB_ACCOUNT, region }, []);
    for (const account of WORKLOAD_ACCOUNTS) gateway.prepare({ account, region }, documents);
  }
  const call = queryCaller(backendUrl);
  const hub = HUB_PRINCIPALS.map((name) => createRole(call, HUB_ACCOUNT, { name, externalId }));
  const workloads = WORKLOAD_ACCOUNTS.flatMap((account) =>
    WORKLOAD_ROLES.map((name) => createRole(call, account, { name, externalId })),
  );
  await Promise.all([...hub, ...workloads]);
}

/** For IAM's own listings; the gateway enforces the same trust by itself. */
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
