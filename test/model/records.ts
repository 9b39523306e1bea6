/** The recorded facts about a lane, as plain data: ledger, Security Hub, S3, Temporal and the gateway's log. */
import { createHash } from 'node:crypto';

import { z } from 'zod';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { Severity } from '../../domain/finding.ts';
import type { EvidenceRef } from '../../domain/verdict.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../sandbox/aws/gateway/principals.ts';
import { EVIDENCE_BUCKET } from '../../sandbox/world/environments.ts';
import type { Evidence, Kind, Lane, Said, Seen, Shown, StoryLine } from './lane.ts';
import type { Lists } from './lists.ts';
import { rowOf } from './people.ts';
import type { Called } from './recorder.ts';
import { isSound } from './resource.ts';
import type { Setting } from './setting.ts';

export interface Records {
  readonly kind: Kind;
  /** The server's time, epoch milliseconds. */
  readonly now: number;
  readonly reports: readonly { readonly n: number; readonly severity: Severity }[];
  readonly said: readonly Said[];
  readonly calls: readonly Called[];
  /** When the resource's own people last touched it. */
  readonly touched: number;
  /** True when the finding is closed and an administrator sees that the resource is compliant. */
  readonly sound: boolean;
  readonly row: Lifecycle | null;
  /** Ids of all lifecycles about the resource. */
  readonly lifecycles: readonly string[];
  readonly story: readonly StoryLine[];
  readonly storyBefore: readonly StoryLine[];
  /** Of the workflow, as Temporal names it. */
  readonly status: string;
  /** An activity is being retried; it gives up at a known time. */
  readonly retrying: boolean;
  readonly hub: { readonly status: string; readonly note: string };
  readonly evidence: Readonly<Record<string, Evidence>>;
  /** A fault was injected into this lane since it was last read, so the ledger may be behind. */
  readonly troubled: boolean;
  /** The deadlines that people were shown while it waited for them, with the story's length then. */
  readonly shown: readonly Shown[];
  /** It is in `findings list --overdue`. */
  readonly overdue: boolean;
  /** In whose `findings list --asked` it is. */
  readonly askedOf: readonly string[];
  /** Nothing happened for a long time, and no fault is injected any more. */
  readonly final: boolean;
}

/** Checks one promise. Answers what is wrong, in a sentence; null when the promise is kept. */
export type Promised = (records: Records) => string | null;

/** Reads everything about a lane. `since`: the recorder's mark when the lane was last read. */
export async function gather(
  setting: Setting,
  lane: Lane,
  look: { readonly since: number; readonly final: boolean; readonly lists: Lists },
): Promise<Records> {
  const { recorder, client, now } = setting;
  const storyBefore = lane.seen?.story ?? [];
  const { row, story, evidence } = await ledgerAndS3(setting, lane);
  const { status, raw } = await client.workflow.getHandle(row?.workflowId ?? '').describe();
  const { life, touched, reports, said } = lane;
  const shown = shownIn(row, story);
  if (shown !== null) lane.shown.push(shown);
  return {
    kind: life.kind,
    now: await now(),
    reports,
    said,
    calls: recorder.callsOf(lane.name),
    touched,
    sound: row?.phase === 'CLOSED' && (await isSound(setting, lane)),
    row,
    lifecycles: look.lists.lifecycles.filter((one) => one.includes(lane.name)),
    story,
    storyBefore,
    status: status.name,
    retrying: (raw.pendingActivities ?? []).length > 0,
    hub: await inSecurityHub(setting, lane),
    evidence,
    troubled: recorder.lastTrouble(lane.name) > look.since,
    shown: lane.shown,
    overdue: look.lists.overdue.has(row?.workflowId ?? ''),
    askedOf: look.lists.askedOf(row?.workflowId ?? ''),
    final: look.final,
  };
}

/** Null while no person has to decide, and before the owner is known. */
function shownIn(row: Lifecycle | null, story: readonly StoryLine[]): Shown | null {
  if (row?.ladder === undefined || row.nextDeadline === null || row.owner === null) return null;
  return { lines: story.length, until: Date.parse(row.nextDeadline) };
}

/** Read again only when something was written since. */
async function ledgerAndS3(setting: Setting, lane: Lane): Promise<Seen> {
  const told = setting.recorder.lastTold(lane.name);
  if (lane.seen?.told === told) return lane.seen;
  const row = await rowOf(setting, lane);
  const story = await setting.world.ledger.story(row?.workflowId ?? '');
  const named = [...refsIn(story), ...refsInNotes(setting.recorder.callsOf(lane.name), row)];
  const evidence = await evidenceOf(setting, named, lane.seen?.evidence ?? {});
  lane.seen = { told, row, story, evidence };
  return lane.seen;
}

async function inSecurityHub({ world }: Setting, lane: Lane): Promise<Records['hub']> {
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

const NOTED = z.object({ Note: z.object({ Text: z.string() }).optional() });

type NamedRef = readonly [string, EvidenceRef];

/** Of the verifications that the story names. */
function refsIn(story: readonly StoryLine[]): readonly NamedRef[] {
  return story.flatMap(({ verificationId: id, evidence }) =>
    id === undefined || evidence === undefined ? [] : [[id, evidence] as const],
  );
}

/** Of the verifications that notes in Security Hub name, by the hash that the note gives. */
function refsInNotes(calls: Records['calls'], row: Records['row']): readonly NamedRef[] {
  return calls.flatMap(({ operation, input }) => {
    const note = operation === 'BatchUpdateFindings' ? (NOTED.parse(input).Note?.Text ?? '') : '';
    const [id] = /\bv-[0-9a-f-]{36}/.exec(note) ?? [];
    const [, sha256] = /Evidence SHA-256 ([0-9a-f]{64})/.exec(note) ?? [];
    if (id === undefined || sha256 === undefined || row === null) return [];
    const key = `evidence/${row.workflowId}/${id}.json`;
    return [[id, { bucket: EVIDENCE_BUCKET, key, sha256 }] as const];
  });
}

async function evidenceOf(
  { world }: Setting,
  refs: readonly NamedRef[],
  known: Records['evidence'],
): Promise<Records['evidence']> {
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
