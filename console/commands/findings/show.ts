import type { Attempts } from '../../../activities/ledger/code-fix/attempts.ts';
import type { Ledger, Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { Refusals, Refused } from '../../../activities/ledger/lifecycle/refusals.ts';
import type { ChannelPlaces } from '../../../activities/ledger/notice/channel-places.ts';
import type { Notices, Undelivered } from '../../../activities/ledger/notice/notices.ts';
import type { PolicyTables } from '../../../activities/ledger/policy/policy-tables.ts';
import { type Findable, findLifecycle } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import type { Links } from '../../output/links.ts';
import { defaultTeamFor } from '../../output/owner.ts';
import type { Lines, Page } from '../../output/page.ts';
import { timestamp } from '../../output/time.ts';
import { wrapAfter, nextStepLines } from '../../output/wrap.ts';
import { planLines, nextCommands } from './next-commands.ts';
import { type EpisodeEntry, listed } from './row.ts';
import { attemptLines, shownAttempt } from './show-attempts.ts';
import { facts, standing } from './show-facts.ts';
import { earlierEpisodes } from './show-people.ts';
import { shownPlace, toldLines } from './show-told.ts';
import { undoCommands } from './undo.ts';
import { type WritesStopped, whyWritesStopped } from './writes-stopped.ts';

/** Which ledger and which places to look further. */
export interface ShowFrom {
  readonly ledger: Findable & Pick<Ledger, 'story' | 'killSwitch' | 'executions'>;
  readonly tables: Pick<PolicyTables, 'ownership' | 'remediation'>;
  readonly policiesDir: string;
  readonly links: Links;
  readonly refusals: Pick<Refusals, 'refusals'>;
  readonly notices: Pick<Notices, 'undelivered'>;
  readonly attempts: Pick<Attempts, 'attempts'>;
  readonly whereTold: ChannelPlaces;
}

/** One finding's story, read from the ledger: it answers when Temporal is down, and after its retention. */
export async function showFinding(from: ShowFrom, id: string, now: number): Promise<Reply> {
  const row = await findLifecycle(from.ledger, id);
  const story = await from.ledger.story(row.workflowId);
  const refused = await from.refusals.refusals(row.workflowId);
  const undelivered = await from.notices.undelivered(row.workflowId);
  const attempts = (await from.attempts.attempts(row.workflowId)).map(shownAttempt);
  const told = (await from.whereTold.places(row.workflowId)).map(shownPlace);
  const earlier = earlierEpisodes(row, story);
  const stopped = await whyWritesStopped(from, row);
  const telling = { now, defaultTeam: await defaultTeamFor([row], async () => from.tables) };
  const links = {
    pullRequest: row.source?.pullRequest ?? null,
    temporal: from.links.temporal(row.workflowId),
    securityHub: row.findings.map((finding) => from.links.securityHub(finding.id)),
  };
  const next = [...nextCommands(row, stopped), ...(await undoCommands(from.ledger, row))];
  const evidence = evidenceOf(story);
  const stands = standing(row, story);
  const { planHash: hash, planSummary: summary, planDetail: detail = [] } = row;
  return {
    json: {
      finding: listed(row, telling),
      ...stands,
      plan: hash === null ? null : { hash, summary, detail },
      stopped,
      story,
      attempts,
      refused,
      told,
      undelivered: undelivered.map(({ to, since, why }) => ({ to, since, why })),
      earlier,
      evidence,
      links,
      next,
    },
    text: (page) => {
      const parts = [
        [...heading(row, page), ...facts(row, { ...telling, ...stands, earlier }, page)],
        plan(row, page),
        history(story, refused, page),
        attemptLines(attempts, page),
        section('Told in', toldLines(told), page),
        unheard(undelivered, page),
        looks(evidence, page),
        places(row, links, page),
        obstacle(stopped, page),
        actions(next, row, page),
      ];
      return parts.filter((lines) => lines.length > 0).flatMap(spaced);
    },
  };
}

/** An empty line between parts. */
function spaced(lines: Lines, at: number): Lines {
  return at === 0 ? lines : ['', ...lines];
}

interface Look {
  readonly verificationId: string;
  readonly at: string;
  readonly uri: string;
  readonly sha256: string;
}

/** Many lines of a story follow one look: each look is listed once, at its first line. */
function evidenceOf(story: readonly EpisodeEntry[]): readonly Look[] {
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

function heading(row: Lifecycle, page: Page): Lines {
  const what = row.problem.control ?? row.problem.findingType;
  const title = page.style.bold(`${what} on ${row.problem.resource.name}`);
  return [...wrapAfter('', title, page), ''];
}

function plan(row: Lifecycle, page: Page): Lines {
  if (row.planHash === null) return [];
  return [
    page.style.bold('Plan'),
    ...planLines(row).flatMap((line) => wrapAfter('  ', line, page)),
  ];
}

/** What the history of a finding shows: a line of its story, or a message that it refused at once. */
interface Happened {
  readonly at: string;
  /** Null for a refusal: it belongs to no episode's story. */
  readonly episode: number | null;
  readonly kind: string;
  readonly actor: string;
  readonly text: string;
}

/** Every line with time, actor and words; refusals stand between them by their time. */
function history(story: readonly EpisodeEntry[], refused: readonly Refused[], page: Page): Lines {
  const several = new Set(story.map((entry) => entry.episode)).size > 1;
  const all = merged(story, refused.map(asHappened));
  const kinds = Math.max(0, ...all.map((entry) => entry.kind.length));
  const actors = Math.max(0, ...all.map((entry) => entry.actor.length));
  const lines = all.flatMap((entry) => {
    const episode = several ? `${entry.episode ?? '-'}  ` : '';
    const who = `${entry.kind.padEnd(kinds)}  ${entry.actor.padEnd(actors)}`;
    const margin = `  ${page.style.dim(timestamp(entry.at))}  ${episode}${who}  `;
    return wrapAfter(margin, entry.text, page);
  });
  const title = several ? 'Story (UTC, episode)' : 'Story (UTC)';
  return [page.style.bold(title), ...(lines.length === 0 ? ['  nothing is written yet'] : lines)];
}

function asHappened({ at, actor, decision, type, message }: Refused): Happened {
  return { at, episode: null, kind: 'refused', actor, text: `${decision}: ${type}: ${message}` };
}

/** The story keeps its own order: its times are the workflow's, and may be equal. */
function merged(story: readonly Happened[], refused: readonly Happened[]): readonly Happened[] {
  let rest = refused;
  const lines = story.flatMap((line) => {
    const earlier = rest.filter(({ at }) => at < line.at);
    rest = rest.filter(({ at }) => at >= line.at);
    return [...earlier, line];
  });
  return [...lines, ...rest];
}

function looks(evidence: readonly Look[], page: Page): Lines {
  const lines = evidence.flatMap((look) => [
    `${page.style.dim(timestamp(look.at))}  verification ${look.verificationId}`,
    `  ${look.uri}`,
    `  sha256 ${look.sha256}`,
  ]);
  return section('Evidence', lines, page);
}

/** People were to hear of it, and did not. */
function unheard(undelivered: readonly Undelivered[], page: Page): Lines {
  const lines = undelivered.map(
    ({ to, since, why }) => `${to}, since ${timestamp(since)} UTC: ${why ?? 'not tried yet'}`,
  );
  return section('Not delivered', lines, page);
}

interface Places {
  readonly pullRequest: string | null;
  readonly temporal: string | null;
  readonly securityHub: readonly string[];
}

function places(row: Lifecycle, { pullRequest, temporal, securityHub }: Places, page: Page): Lines {
  const ui = temporal ?? `set CLOSELOOP_TEMPORAL_UI for a link to ${row.workflowId}`;
  const lines = [
    ...(pullRequest === null ? [] : [`Pull request  ${pullRequest}`]),
    `Temporal      ${ui}`,
    ...securityHub.map((url) => `Security Hub  ${url}`),
  ];
  return section('Links', lines, page);
}

/** Why no approval is offered, and what to change. */
function obstacle(stopped: WritesStopped | null, page: Page): Lines {
  if (stopped === null) return [];
  return [
    page.style.bold('Nothing is written at present'),
    ...wrapAfter('  ', stopped.because, page),
    ...stopped.change.flatMap((line) => nextStepLines('  → ', line, page)),
  ];
}

/** Commands stay on one line, however long: they are there to be copied. */
function actions(next: Lines, { phase }: Lifecycle, page: Page): Lines {
  return section(phase === 'CLOSED' ? 'To take it back' : 'To move it on', next, page);
}

function section(title: string, lines: Lines, { style }: Page): Lines {
  return lines.length === 0 ? [] : [style.bold(title), ...lines.map((line) => `  ${line}`)];
}
