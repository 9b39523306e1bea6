/** Who owns a resource: tag patterns against tags. Pure; the rows come from the ledger's ownership table. */
import { UNASSIGNED } from '../domain/ownership.ts';
import type { Owner } from '../domain/ownership.ts';
import { compareSpecificity, matches, parsePattern } from './tag-pattern.ts';
import type { TagPattern, Tags } from './tag-pattern.ts';

export interface OwnershipTable {
  /** The owner of what no pattern decides. */
  readonly defaultTeam: string;
  /** The last escalation level, whatever the team. */
  readonly securityLead?: string;
  /** Further security leads, who may decide what the first may. */
  readonly securityLeads?: readonly string[];
  readonly teams: readonly Team[];
  readonly patterns: readonly OwnershipPattern[];
}

export interface Team {
  /** Lower case letters, digits and dashes. */
  readonly slug: string;
  /** People, as their decision channel names them: mail addresses in the examples. */
  readonly members: readonly string[];
  /** Where to write to them: `slack:#platform-alerts`, `jira:PAY`. */
  readonly channels: readonly string[];
  /** The next escalation level when the team did not decide in time. */
  readonly lead?: string;
}

export interface OwnershipPattern {
  /** `Environment=production,Team=platform`; `Team=*` means any value. */
  readonly pattern: string;
  readonly team: string;
}

export interface Ownership {
  /** `unassigned` when no pattern decides. */
  readonly owner: Owner;
  /** Patterns that contradict each other on these tags; empty otherwise. */
  readonly ties: readonly OwnershipPattern[];
}

/**
 * The owner by the most specific pattern that matches: most tags, then fewest `*`. Rows that contradict each other,
 * or name a team that is not there, decide nothing: the resource is unassigned, with the reason.
 */
export function ownerOf(tags: Tags, table: OwnershipTable): Ownership {
  const best = mostSpecific(tags, table);
  const [first] = best;
  if (first === undefined) return unassigned(noMatch(tags, table), table);
  const ties = new Set(best.map(({ row }) => row.team)).size > 1 ? best.map(({ row }) => row) : [];
  if (ties.length > 0) return { ...unassigned(contradiction(ties), table), ties };
  const { pattern, team } = first.row;
  if (teamNamed(team, table) === null)
    return unassigned(`${pattern} names the team "${team}", which is not in the table`, table);
  return { owner: { team, because: `the tags match ${first.parsed.canonical}` }, ties: [] };
}

/** Who is notified: the owner, or the default team for `unassigned`; null when the table lacks that team. */
export function teamFor(owner: Owner, table: OwnershipTable): Team | null {
  return teamNamed(owner.team === UNASSIGNED ? table.defaultTeam : owner.team, table);
}

interface Candidate {
  readonly row: OwnershipPattern;
  readonly parsed: TagPattern;
}

/** Rows that can be read; what is malformed never matches and is named by `ownershipProblems`. */
export function readableRows(rows: readonly OwnershipPattern[]): readonly Candidate[] {
  return rows.flatMap((row) => {
    const parsed = parsePattern(row.pattern);
    return typeof parsed === 'string' ? [] : [{ row, parsed }];
  });
}

function mostSpecific(tags: Tags, table: OwnershipTable): readonly Candidate[] {
  const found = readableRows(table.patterns)
    .filter(({ parsed }) => matches(parsed, tags))
    .sort(
      (a, b) =>
        compareSpecificity(b.parsed, a.parsed) ||
        (`${a.parsed.canonical}>${a.row.team}` < `${b.parsed.canonical}>${b.row.team}` ? -1 : 1),
    );
  const [best] = found;
  if (best === undefined) return [];
  return found.filter(({ parsed }) => compareSpecificity(parsed, best.parsed) === 0);
}

function teamNamed(slug: string, table: OwnershipTable): Team | null {
  return table.teams.find((team) => team.slug === slug) ?? null;
}

function unassigned(why: string, table: OwnershipTable): Ownership {
  const because = `${why}; the default team ${table.defaultTeam} gets it`;
  return { owner: { team: UNASSIGNED, because }, ties: [] };
}

function noMatch(tags: Tags, { patterns }: OwnershipTable): string {
  const names = Object.keys(tags).sort();
  const seen =
    names.length === 0 ? 'there are no tags' : `no pattern matches the tags ${list(names)}`;
  const unreadable = patterns.length - readableRows(patterns).length;
  return unreadable === 0 ? seen : `${seen} (${unreadable} malformed rows were not tried)`;
}

function contradiction(ties: readonly OwnershipPattern[]): string {
  const rows = ties.map(({ pattern, team }) => `${pattern} → ${team}`);
  return `equally specific patterns contradict each other: ${list(rows)}`;
}

/** At most five: the reason goes into a story entry, which takes 500 characters. */
function list(words: readonly string[]): string {
  const shown = words.slice(0, 5).join(', ').slice(0, 250);
  return words.length > 5 ? `${shown} and ${words.length - 5} more` : shown;
}
