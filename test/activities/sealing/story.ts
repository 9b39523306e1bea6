/** Stories on emulated AWS, with what seals them and who rewrites them. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMS } from '@aws-sdk/client-kms';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';

import { ensureReceiptKey } from '../../../activities/decisions/ensure-key.ts';
import { dynamoLedger } from '../../../activities/ledger/dynamo-ledger.ts';
import { createTables } from '../../../activities/ledger/dynamodb/create-tables.ts';
import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import type { Ledger } from '../../../activities/ledger/ledger.ts';
import { rawLines } from '../../../activities/ledger/lifecycle/story-item.ts';
import { checkStory } from '../../../activities/sealing/check-story.ts';
import type { StoryCheck } from '../../../activities/sealing/check-story.ts';
import { sealStories } from '../../../activities/sealing/seal-stories.ts';
import type { SealedPage, SealStoriesDeps } from '../../../activities/sealing/seal-stories.ts';
import {
  AUDIT_KEY,
  dynamoSealReader,
  dynamoSealWriter,
} from '../../../activities/sealing/seals.ts';
import { storyIds } from '../../../activities/sealing/story-ids.ts';
import { HUB_ACCOUNT } from '../../../sandbox/aws/gateway/principals.ts';
import type { Credentials } from '../../../sandbox/aws/gateway/principals.ts';
import type { SandboxAws } from '../../../sandbox/aws/sandbox-aws.ts';
import { newId, storyUpdate } from '../../builders/story.ts';
import { as, withSandboxAws } from '../../sandbox/with-sandbox-aws.ts';

const PREFIX = 'closeloop';

interface Clients {
  readonly document: DynamoDBDocument;
  readonly kms: KMS;
  readonly ledger: Ledger;
  readonly store: ReturnType<typeof openStore>;
  readonly end: () => void;
}

export function clients(sandbox: SandboxAws, credentials: Credentials): Clients {
  const config = as(sandbox, credentials);
  const dynamo = new DynamoDBClient(config);
  const kms = new KMS(config);
  const store = openStore(dynamo, PREFIX);
  const document = DynamoDBDocument.from(dynamo);
  const end = () => {
    dynamo.destroy();
    kms.destroy();
  };
  return { document, kms, store, ledger: dynamoLedger(store), end };
}

interface Auditor {
  readonly deps: SealStoriesDeps;
  /** What people were told. */
  readonly heard: string[];
  /** The next page. */
  readonly page: () => Promise<SealedPage>;
  /** All pages until the pass ends. */
  readonly pass: () => Promise<SealedPage['counts']>;
  /** As `findings show` and `doctor` compare. */
  readonly check: (workflowId: string) => Promise<StoryCheck>;
}

/** What seals, with these clients; some of it replaced, and pages of `limit` lifecycles. */
export function auditor(
  { store, kms }: Clients,
  change: Partial<SealStoriesDeps> = {},
  limit?: number,
): Auditor {
  const heard: string[] = [];
  const lines = async (id: string, most: number) => await rawLines(store, id, most);
  const deps: SealStoriesDeps = {
    seals: dynamoSealWriter(store, kms),
    lines,
    clock: { now: () => new Date() },
    ids: storyIds(store, limit),
    tell: async ({ workflowId, what }) => heard.push(`${workflowId}: ${what}`) > 0,
    ...change,
  };
  const page = async () => await sealStories(deps, 5);
  return {
    deps,
    heard,
    page,
    check: async (id) => await checkStory({ seals: dynamoSealReader(store, kms), lines }, id),
    pass: async () => {
      const sum = { checked: 0, differing: 0, sealed: 0 };
      for (;;) {
        const { next, counts } = await page();
        sum.checked += counts.checked;
        sum.differing += counts.differing;
        sum.sealed += counts.sealed;
        if (next === null) return sum;
      }
    },
  };
}

/** The key of a line of the first episode. */
export function sequence(line: number): string {
  return `000001#${String(line).padStart(8, '0')}`;
}

/** The last line that is sealed. */
export function upTo(check: StoryCheck): string | undefined {
  return 'comparison' in check ? check.comparison.upTo?.sequence : undefined;
}

export interface Sealing {
  readonly sandbox: SandboxAws;
  readonly audit: Clients;
  /** Whose keys are stolen. */
  readonly worker: Clients;
  readonly administrator: Clients;
  /** A new lifecycle with lines 1 to `lines`; its id. */
  readonly story: (lines: number) => Promise<string>;
  /** Writes lines `from` to `to` as a worker does. */
  readonly append: (workflowId: string, from: number, to: number) => Promise<void>;
  /** Stores a copy of line 1 with another text under `at`, as whoever has a worker's keys can; what stood there. */
  readonly forge: (workflowId: string, at: string) => Promise<Record<string, unknown> | undefined>;
  /** An audit of one story. */
  readonly auditOf: (workflowId: string, change?: Partial<SealStoriesDeps>) => Auditor;
}

/** Call in a `describe`: tables, the audit's key, and clients of three principals. */
export function withSealing(): () => Sealing {
  const sandbox = withSandboxAws();
  let sealing: Sealing | undefined;
  before(async () => (sealing = await prepare(sandbox())));
  after(() => {
    for (const each of [sealing?.audit, sealing?.worker, sealing?.administrator]) each?.end();
  });
  return () => {
    if (sealing === undefined) throw new Error('It is there only while tests run.');
    return sealing;
  };
}

async function prepare(sandbox: SandboxAws): Promise<Sealing> {
  const administrator = clients(sandbox, sandbox.credentials(HUB_ACCOUNT));
  await createTables(administrator.store.client, PREFIX);
  await ensureReceiptKey(administrator.kms, AUDIT_KEY);
  const audit = clients(sandbox, sandbox.gateway.principals.hub('closeloop-audit'));
  const worker = clients(sandbox, sandbox.gateway.principals.hub('closeloop-orchestrator'));
  const append = async (id: string, from: number, to: number) =>
    await worker.ledger.record(id, 1, storyUpdate(from, to));
  return {
    sandbox,
    audit,
    worker,
    administrator,
    append,
    story: async (lines) => {
      const id = newId();
      await worker.ledger.openEpisode(id, 'run');
      await append(id, 1, lines);
      return id;
    },
    forge: async (workflowId, at) => {
      const TableName = 'closeloop-events';
      const read = async (key: string) =>
        (await worker.document.get({ TableName, Key: { workflowId, sequence: key } })).Item;
      const was = await read(at);
      const Item = { ...(await read(sequence(1))), workflowId, sequence: at, text: 'forged' };
      await worker.document.put({ TableName, Item });
      return was;
    },
    auditOf: (id, change = {}) =>
      auditor(audit, { ids: async () => ({ ids: [id], after: null }), ...change }),
  };
}
