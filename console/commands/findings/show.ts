import type { Attempts } from '../../../activities/ledger/code-fix/attempts.ts';
import type { Ledger } from '../../../activities/ledger/ledger.ts';
import type { Refusals } from '../../../activities/ledger/lifecycle/refusals.ts';
import type { ChannelPlaces } from '../../../activities/ledger/notice/channel-places.ts';
import type { Notices, Undelivered } from '../../../activities/ledger/notice/notices.ts';
import type { PolicyTables } from '../../../activities/ledger/policy/policy-tables.ts';
import type { StoryChecks } from '../../../activities/sealing/story-checks.ts';
import { isDecisionAllowed } from '../../../domain/lifecycle/allowed-decisions.ts';
import { type Findable, findLifecycle } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import type { Links } from '../../output/links.ts';
import { defaultTeamFor } from '../../output/owner.ts';
import type { Lines, Page } from '../../output/page.ts';
import { timestamp } from '../../output/time.ts';
import { nextStepLines, wrapAfter } from '../../output/wrap.ts';
import { listed } from './row.ts';
import { attemptLines, shownAttempt } from './show-attempts.ts';
import { choiceSections, shownChoices } from './show-choices.ts';
import type { ChoicesFrom } from './show-choices.ts';
import { detailLines, earlierEpisodes, evidenceOf } from './show-details.ts';
import { decisionFacts, headline, reasonAndLastCheck } from './show-facts.ts';
import { notificationLines, shownPlace } from './show-notifications.ts';
import { requestLines, requestsIn } from './show-requests.ts';
import { sealLines, shownSeal } from './show-seal.ts';
import { storyLines } from './show-story.ts';
import { whyWritesStopped, type WritesStopped } from './writes-stopped.ts';

/** What is read about one finding. */
export interface ShowFrom extends ChoicesFrom {
  readonly ledger: Findable & Pick<Ledger, 'story' | 'killSwitch' | 'executions' | 'planText'>;
  readonly tables: Pick<PolicyTables, 'ownership' | 'remediation'>;
  readonly policiesDir: string;
  readonly links: Links;
  readonly refusals: Pick<Refusals, 'refusals'>;
  readonly notices: Pick<Notices, 'undelivered'>;
  readonly attempts: Pick<Attempts, 'attempts'>;
  readonly whereTold: ChannelPlaces;
  readonly storyChecks: Pick<StoryChecks, 'check'>;
}

/**
 * One finding's story, read from the ledger: it answers while Temporal is down, and after Temporal's retention. Fails
 * where the story is not what was sealed.
 */
export async function showFinding(from: ShowFrom, id: string, now: number): Promise<Reply> {
  const row = await findLifecycle(from.ledger, id);
  const story = await from.ledger.story(row.workflowId);
  const sealed = await shownSeal(from.storyChecks, row.workflowId);
  const refused = await from.refusals.refusals(row.workflowId);
  const undelivered = await from.notices.undelivered(row.workflowId);
  const attempts = (await from.attempts.attempts(row.workflowId)).map(shownAttempt);
  const told = (await from.whereTold.places(row.workflowId)).map(shownPlace);
  const earlier = earlierEpisodes(row, story);
  const stopped = await whyWritesStopped(from, row);
  const context = { now, defaultTeam: await defaultTeamFor([row], async () => from.tables) };
  const links = {
    pullRequest: row.source?.pullRequest ?? null,
    temporal: from.links.temporal(row.workflowId),
    securityHub: row.findings.flatMap((finding) => from.links.securityHub(finding.id) ?? []),
  };
  const choices = await shownChoices(from, row, stopped);
  const evidence = evidenceOf(story);
  const requests = requestsIn(story, row.episode);
  const reason = reasonAndLastCheck(row, story);
  return {
    json: {
      finding: listed(row, context),
      ...reason,
      ...choices,
      stopped,
      story,
      requests,
      sealed,
      attempts,
      refused,
      told,
      undelivered: undelivered.map(({ to, since, why }) => ({ to, since, why })),
      earlier,
      evidence,
      links,
    },
    failed: sealed.status === 'differs',
    text: (page) => {
      const parts = [
        headline(row, page),
        decisionFacts(row, { ...context, ...reason }, page),
        isDecisionAllowed(row, 'approve') ? stoppedLines(stopped, page) : [],
        ...choiceSections(row, choices, page),
        storyLines({ story, refused, because: reason.because }, page),
        requestLines(requests, page),
        sealLines(sealed, page),
        attemptLines(attempts, page),
        section('Notifications', notificationLines(told, page), page),
        section('Notifications that were not delivered', undelivered.map(undeliveredLine), page),
        detailLines(row, { ...context, earlier, evidence, links }, page),
      ];
      const shown = parts.filter((lines) => lines.length > 0);
      return shown.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
    },
  };
}

function undeliveredLine({ to, since, why }: Undelivered): string {
  return `${to}, since ${timestamp(since)} UTC: ${why ?? 'not tried yet'}`;
}

/** Why no approval is offered, and what to change. */
function stoppedLines(stopped: WritesStopped | null, page: Page): Lines {
  if (stopped === null) return [];
  return [
    page.style.bold('Closeloop would change nothing now'),
    ...wrapAfter('  ', stopped.because, page),
    ...stopped.change.flatMap((line) => nextStepLines('  → ', line, page)),
  ];
}

/** Lines stay whole, however long: commands are there to be copied. */
function section(title: string, lines: Lines, { style }: Page): Lines {
  return lines.length === 0 ? [] : [style.bold(title), ...lines.map((line) => `  ${line}`)];
}
