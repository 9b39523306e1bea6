/** The end of `findings show`: identifiers, links, evidence and earlier episodes. */
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { commandLine } from '../../cli/command-line.ts';
import { shortId } from '../../cli/find-lifecycle.ts';
import { ownerText } from '../../output/owner.ts';
import type { Lines, Page } from '../../output/page.ts';
import { timestamp } from '../../output/time.ts';
import { type Fact, factLines } from '../../output/wrap.ts';
import { type EpisodeEntry, reasonOf, type Telling } from './row.ts';

interface Addresses {
  readonly pullRequest: string | null;
  readonly temporal: string | null;
  readonly securityHub: readonly string[];
}

interface Details extends Telling {
  readonly earlier: ReturnType<typeof earlierEpisodes>;
  readonly evidence: ReturnType<typeof evidenceOf>;
  readonly links: Addresses;
}

/** When earlier episodes began and ended, with their last entry; oldest first, from the story, which is kept for ever. */
export function earlierEpisodes(row: Lifecycle, story: readonly EpisodeEntry[]) {
  const numbers = [...new Set(story.map(({ episode }) => episode))];
  return numbers
    .filter((episode) => episode < row.episode)
    .flatMap((episode) => {
      const lines = story.filter((line) => line.episode === episode);
      const [first] = lines;
      const last = lines.findLast(({ kind }) => kind === 'closed') ?? lines.at(-1);
      if (first === undefined || last === undefined) return [];
      return [{ episode, from: first.at, to: last.at, text: last.text }];
    });
}

/** Many entries of a story follow one check: each check is listed once, at its first entry. */
export function evidenceOf(story: readonly EpisodeEntry[]) {
  const listed = new Set<string>();
  return story.flatMap(({ at, verificationId, evidence }) => {
    if (verificationId === undefined || evidence === undefined) return [];
    if (listed.has(verificationId)) return [];
    listed.add(verificationId);
    const uri = `s3://${evidence.bucket}/${evidence.key}`;
    return [{ verificationId, at, uri, sha256: evidence.sha256 }];
  });
}

export function detailLines(row: Lifecycle, details: Details, page: Page): Lines {
  const { resource, unmappedReason } = row.problem;
  const { defaultTeam, earlier, evidence } = details;
  const owner = ownerText(row, defaultTeam);
  const { episode, round } = row;
  const isReason = unmappedReason === reasonOf(row);
  const facts: readonly (Fact | null)[] = [
    ['Resource', `${resource.id} (${resource.type})`],
    ['Owner', row.owner === null ? owner : `${owner}: ${row.owner.because}`],
    unmappedReason === null || isReason ? null : ['No control', unmappedReason],
    ['Episode', `${episode}, round ${round}`],
    ...earlier.map(({ episode: number, from, to, text }): Fact => {
      return [`Episode ${number}`, `${timestamp(from)} to ${timestamp(to)} UTC: ${text}`];
    }),
    ...row.findings.map((finding): Fact => ['Finding', finding.id]),
    ['Workflow', row.workflowId],
    ...evidence.flatMap(({ at, uri, sha256 }): readonly Fact[] => [
      ['Evidence', `${timestamp(at)} UTC  ${uri}`],
      ['', `sha256 ${sha256}`],
    ]),
    evidence.length === 0 ? null : ['', `Open it: ${evidenceCommandOf(row)}`],
  ];
  const title = page.style.bold('Details');
  return [title, ...factLines(facts, page), ...linkLines(details.links, page)];
}

function evidenceCommandOf({ workflowId }: Lifecycle): string {
  return commandLine('findings', 'evidence', shortId(workflowId));
}

function linkLines({ pullRequest, temporal, securityHub }: Addresses, page: Page): Lines {
  const unknown = 'Temporal Web UI: its address is not known, set CLOSELOOP_TEMPORAL_UI';
  return [
    ...(pullRequest === null ? [] : [page.link('Pull request', pullRequest)]),
    temporal === null ? unknown : page.link('Temporal Web UI', temporal),
    ...securityHub.map((url) => page.link('Security Hub', url)),
  ].map((line) => `  ${line}`);
}
