import type { Ledger, Lifecycle } from '../../activities/ledger/ledger.ts';
import type { StoryEntry } from '../../domain/story.ts';
import { type Findable, findLifecycle } from '../find-lifecycle.ts';
import type { Page } from '../page.ts';
import type { Reply } from '../reply.ts';
import { relative, timestamp } from '../when.ts';
import type { Links } from '../world.ts';
import { hang } from '../wrap.ts';
import { isOverdue, listed } from './findings-list.ts';
import { unblock } from './unblock.ts';

type Told = StoryEntry & { readonly episode: number };

/** Which ledger and which places to look further. */
export interface ShowFrom {
  readonly ledger: Findable & Pick<Ledger, 'story'>;
  readonly links: Links;
}

/** One finding's story, read from the ledger: it answers when Temporal is down, and after its retention. */
export async function showFinding(from: ShowFrom, id: string, now: number): Promise<Reply> {
  const row = await findLifecycle(from.ledger, id);
  const story = await from.ledger.story(row.workflowId);
  const links = {
    temporal: from.links.temporal(row.workflowId),
    securityHub: row.findings.map((finding) => from.links.securityHub(finding.id)),
  };
  const next = unblock(row);
  const evidence = evidenceOf(story);
  return {
    json: {
      finding: listed(row, now),
      plan: row.planHash === null ? null : { hash: row.planHash, summary: row.planSummary },
      story,
      evidence,
      links,
      next,
    },
    text: (page) =>
      [
        heading(row, page),
        facts(row, now, page),
        plan(row, page),
        history(story, page),
        looks(evidence, page),
        places(row, links, page),
        actions(next, page),
      ]
        .filter((part) => part !== '')
        .join('\n\n'),
  };
}

interface Look {
  readonly verificationId: string;
  readonly at: string;
  readonly uri: string;
  readonly sha256: string;
}

/** Many lines of a story follow one look: each look is listed once, at its first line. */
function evidenceOf(story: readonly Told[]): readonly Look[] {
  const found = new Map<string, Look>();
  for (const { at, verificationId, evidence } of story) {
    if (verificationId === undefined || evidence === undefined || found.has(verificationId)) {
      continue;
    }
    const uri = `s3://${evidence.bucket}/${evidence.key}`;
    found.set(verificationId, { verificationId, at, uri, sha256: evidence.sha256 });
  }
  return [...found.values()];
}

function heading(row: Lifecycle, { style }: Page): string {
  const what = row.problem.control ?? row.problem.findingType;
  return `${style.bold(`${what} on ${row.problem.resource.name}`)}\n${row.title}`;
}

function facts(row: Lifecycle, now: number, page: Page): string {
  const { account, region, resource, unmappedReason } = row.problem;
  const closed =
    row.destiny === null ? '' : `: ${row.destiny}, ${row.destinyReason ?? 'no reason recorded'}`;
  const lines: (readonly [string, string | null])[] = [
    ['State', `${row.phase}${closed} (episode ${row.episode}, round ${row.round})`],
    ['Waits for', row.phase === 'CLOSED' ? null : row.waitsFor],
    ['Deadline', deadline(row, now, page.style.red)],
    ['Closed', row.closedAt === null ? null : moment(row.closedAt, now)],
    ['Severity', row.severity],
    ['Resource', `${resource.id} (${resource.type})`],
    ['Where', `account ${account}, ${region}`],
    ['Owner', row.owner === null ? 'not known yet' : `${row.owner.team} (${row.owner.because})`],
    ['No control', unmappedReason],
    ['Workflow', row.workflowId],
    ...row.findings.map((finding) => ['Finding', finding.id] as const),
  ];
  return lines
    .flatMap(([name, text]) => (text === null ? [] : [fact(name, text, page)]))
    .join('\n');
}

function fact(name: string, text: string, { style, width }: Page): string {
  return hang(`  ${style.dim(name.padEnd(10))}  `, text, width);
}

function deadline(row: Lifecycle, now: number, red: (text: string) => string): string | null {
  if (row.nextDeadline === null) return null;
  const text = moment(row.nextDeadline, now);
  return isOverdue(row, now) ? red(`overdue: ${text}`) : text;
}

function moment(iso: string, now: number): string {
  return `${timestamp(iso)} UTC (${relative(iso, now)})`;
}

function plan(row: Lifecycle, page: Page): string {
  if (row.planHash === null) return '';
  return section('Plan', [row.planSummary ?? '', `hash ${row.planHash}`], page);
}

/** Every line with time, actor and words; a line is left long rather than cut. */
function history(story: readonly Told[], page: Page): string {
  const several = new Set(story.map((entry) => entry.episode)).size > 1;
  const kinds = Math.max(0, ...story.map((entry) => entry.kind.length));
  const actors = Math.max(0, ...story.map((entry) => entry.actor.length));
  const lines = story.map((entry) => {
    const episode = several ? `${entry.episode}  ` : '';
    const who = `${entry.kind.padEnd(kinds)}  ${entry.actor.padEnd(actors)}`;
    const margin = `  ${page.style.dim(timestamp(entry.at))}  ${episode}${who}  `;
    return hang(margin, entry.text, page.width).slice(2);
  });
  const title = several ? 'Story (UTC, episode)' : 'Story (UTC)';
  return section(title, lines.length === 0 ? ['nothing is written yet'] : lines, page);
}

function looks(evidence: readonly Look[], page: Page): string {
  const lines = evidence.flatMap((look) => [
    `${page.style.dim(timestamp(look.at))}  verification ${look.verificationId}`,
    `  ${look.uri}`,
    `  sha256 ${look.sha256}`,
  ]);
  return lines.length === 0 ? '' : section('Evidence', lines, page);
}

interface Places {
  readonly temporal: string | null;
  readonly securityHub: readonly string[];
}

function places(row: Lifecycle, { temporal, securityHub }: Places, page: Page): string {
  const ui = temporal ?? `set CLOSELOOP_TEMPORAL_UI for a link to ${row.workflowId}`;
  const lines = [`Temporal      ${ui}`, ...securityHub.map((url) => `Security Hub  ${url}`)];
  return section('Links', lines, page);
}

function actions(next: readonly string[], page: Page): string {
  const title = 'To move it on';
  return next.length === 0 ? '' : section(title, next, page);
}

function section(title: string, lines: readonly string[], { style }: Page): string {
  return [style.bold(title), ...lines.map((line) => `  ${line}`)].join('\n');
}
