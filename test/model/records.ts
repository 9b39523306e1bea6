/** What the judge gets to see: the ledger, Security Hub, S3, Temporal and the gateway's log, as plain data. */
import { createHash } from 'node:crypto';

import { z } from 'zod';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { Severity } from '../../domain/finding.ts';
import type { StoryEntry } from '../../domain/story.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../sandbox/aws/gateway/principals.ts';
import type { Kind, Lane, Said } from './lane.ts';
import type { Table } from './moves.ts';
import { rowOf } from './people.ts';
import type { Called } from './recorder.ts';
import { isSound } from './resource.ts';

export type StoryLine = StoryEntry & { readonly episode: number };

/** The bytes in S3 that a verification names, parsed, and whether their hash is the one the ledger keeps. */
interface Evidence {
  readonly verdict: string;
  readonly role: string;
  /** What the source said, where no control verifies. */
  readonly source?: string | undefined;
  readonly unchanged: boolean;
}

export interface Records {
  readonly kind: Kind;
  /** The server's time, epoch milliseconds. */
  readonly now: number;
  readonly reports: readonly { readonly n: number; readonly severity: Severity }[];
  readonly said: readonly Said[];
  readonly calls: readonly Called[];
  /** When the resource's own people last touched it. */
  readonly touched: number;
  /** Is it closed, and the problem gone from the resource as its administrator sees it? */
  readonly sound: boolean;
  readonly row: Lifecycle | null;
  /** Ids of all lifecycles about the resource. */
  readonly lifecycles: readonly string[];
  readonly story: readonly StoryLine[];
  readonly storyBefore: readonly StoryLine[];
  /** Of the workflow, as Temporal names it. */
  readonly status: string;
  /** An activity is being tried again, and gives up at a known time. */
  readonly retrying: boolean;
  readonly hub: { readonly status: string; readonly note: string };
  readonly evidence: Readonly<Record<string, Evidence>>;
  /** Something went wrong for this lane since the judge last looked: the ledger may lag behind. */
  readonly troubled: boolean;
  /** Nothing happened for a long time, and nothing goes wrong any more. */
  readonly final: boolean;
}

/** What the ledger and S3 said of a lane, up to the write that the recorder numbers `told`. */
export interface Seen {
  readonly told: number;
  readonly row: Lifecycle | null;
  readonly story: readonly StoryLine[];
  readonly evidence: Records['evidence'];
}

/** Looks at everything about a lane. `since`: the recorder's mark at the last look. */
export async function gather(
  table: Table,
  lane: Lane,
  look: { readonly since: number; readonly final: boolean; readonly lifecycles: readonly string[] },
): Promise<Records> {
  const { recorder, client, now } = table;
  const storyBefore = lane.seen?.story ?? [];
  const { row, story, evidence } = await ledgerAndS3(table, lane);
  const { status, raw } = await client.workflow.getHandle(row?.workflowId ?? '').describe();
  const { life, touched, reports, said } = lane;
  return {
    kind: life.kind,
    now: await now(),
    reports,
    said,
    calls: recorder.callsOf(lane.name),
    touched,
    sound: row?.phase === 'CLOSED' && (await isSound(table, lane)),
    row,
    lifecycles: look.lifecycles.filter((one) => one.includes(lane.name)),
    story,
    storyBefore,
    status: status.name,
    retrying: (raw.pendingActivities ?? []).length > 0,
    hub: await inSecurityHub(table, lane),
    evidence,
    troubled: recorder.lastTrouble(lane.name) > look.since,
    final: look.final,
  };
}

/** Asked again only when something was written meanwhile,. */
async function ledgerAndS3(table: Table, lane: Lane): Promise<Seen> {
  const told = table.recorder.lastTold(lane.name);
  if (lane.seen?.told === told) return lane.seen;
  const row = await rowOf(table, lane);
  const story = await table.world.ledger.story(row?.workflowId ?? '');
  const evidence = await evidenceOf(table, story, lane.seen?.evidence ?? {});
  lane.seen = { told, row, story, evidence };
  return lane.seen;
}

async function inSecurityHub({ world }: Table, lane: Lane): Promise<Records['hub']> {
  const { scenario, finding } = lane;
  const hub = world.securityHub(scenario.account, scenario.region);
  const Filters = { Id: [{ Value: finding.Id, Comparison: 'EQUALS' as const }] };
  const { Findings: [found] = [] } = await hub.getFindings({ Filters });
  return { status: found?.Workflow?.Status ?? 'none', note: found?.Note?.Text ?? '' };
}

const SHAPE = z.object({
  verdict: z.string().default('unknown'),
  role: z.string(),
  source: z.string().optional(),
});

/** Of the verifications that the story names. */
async function evidenceOf(
  { world }: Table,
  story: readonly StoryLine[],
  known: Records['evidence'],
): Promise<Records['evidence']> {
  const refs = new Map(
    story.flatMap(({ verificationId: id, evidence }) =>
      id === undefined || evidence === undefined ? [] : [[id, evidence]],
    ),
  );
  const all: Record<string, Evidence> = { ...known };
  for (const [id, ref] of refs) {
    if (id in all) continue;
    const s3 = world.s3(HUB_ACCOUNT, HUB_REGION);
    const { Body } = await s3.getObject({ Bucket: ref.bucket, Key: ref.key });
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    const hash = createHash('sha256').update(bytes).digest('hex');
    const parsed = SHAPE.parse(JSON.parse(Buffer.from(bytes).toString()));
    all[id] = { ...parsed, unchanged: hash === ref.sha256 };
  }
  return all;
}
