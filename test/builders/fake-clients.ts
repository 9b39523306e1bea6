/** Clients of a workload account that keep in memory what was started with them. */
import type { Accounts, RemediateClients, VerifyClients } from '../../activities/aws/accounts.ts';
import { ownDocuments } from '../../controls/documents.ts';
import { ACCOUNT } from './problem.ts';

export interface FakeSsm {
  readonly starts: unknown[];
  readonly clients: VerifyClients & RemediateClients;
}

export interface SsmFacts {
  readonly document?: unknown;
  /** The text of the document, for a hash that is not the release's. */
  readonly content?: string;
  readonly start?: unknown;
  /** Answers to GetAutomationExecution, one after the other; the last one stays. */
  readonly executions?: readonly unknown[];
  readonly tags?: unknown;
}

/** What DescribeDocument answers in the sample's account: ours as released, AWS's as of today. */
export function described(name: string) {
  const own = ownDocuments().find((document) => document.name === name);
  return {
    Name: name,
    DocumentVersion: '1',
    Hash: own?.hash ?? 'a'.repeat(64),
    HashType: 'Sha256',
    Owner: own === undefined ? 'Amazon' : ACCOUNT,
    DocumentType: 'Automation',
    DocumentFormat: 'YAML',
    Status: 'Active',
  };
}

export const DOCUMENT = described('Closeloop-S3PublicAccess');

/** Clients of an account, as far as the activities use them. */
export function fakeClients(facts: SsmFacts = {}): FakeSsm {
  const starts: unknown[] = [];
  const left = [...(facts.executions ?? [{ AutomationExecutionStatus: 'Success' }])];
  const clients = {
    ssm: {
      describeDocument: async ({ Name: name }: { readonly Name: string }) => {
        const document = facts.document ?? described(name);
        return document instanceof Error ? answer(document) : { Document: document };
      },
      getDocument: async () => answer({ Content: facts.content ?? 'schemaVersion: "0.3"' }),
      startAutomationExecution: async (input: unknown) => {
        starts.push(input);
        return answer(facts.start ?? { AutomationExecutionId: 'e-1' });
      },
      getAutomationExecution: async () => {
        const next = left.length > 1 ? left.shift() : left[0];
        return next instanceof Error ? answer(next) : { AutomationExecution: next };
      },
    },
    tagging: {
      getResources: async () => answer(facts.tags ?? { ResourceTagMappingList: [] }),
    },
    s3: {},
    sts: {},
  };
  return { starts, clients: clients as unknown as VerifyClients & RemediateClients };
}

async function answer(value: unknown): Promise<unknown> {
  if (value instanceof Error) throw value;
  return value;
}

/** Lets in to the sample's account only. */
export function fakeAccounts(clients: VerifyClients & RemediateClients): Accounts {
  const enter = async (account: string) => {
    if (account !== ACCOUNT) throw new Error(`unexpected account ${account}`);
    return clients;
  };
  return { verify: enter, remediate: enter };
}
