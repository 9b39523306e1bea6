import { UNASSIGNED } from '../../domain/ownership.ts';
import { readableRows } from '../ownership.ts';
import type { OwnershipPattern, OwnershipTable } from '../ownership.ts';
import { compareSpecificity, compatible, follows, parsePattern } from '../tag-pattern.ts';

export interface OwnershipProblem {
  readonly kind: 'tie' | 'malformed' | 'unknown-team';
  /** The rows it is about; empty for the default team. */
  readonly patterns: readonly OwnershipPattern[];
  /** What is wrong and what to do, one sentence. */
  readonly text: string;
}

/** Everything in the table for which `ownerOf` answers `unassigned`. For `doctor`, before a resource needs it. */
export function ownershipProblems(table: OwnershipTable): readonly OwnershipProblem[] {
  return [...unknownDefault(table), ...malformed(table), ...unknownTeams(table), ...ties(table)];
}

function unknownDefault({ defaultTeam, teams }: OwnershipTable): readonly OwnershipProblem[] {
  if (teams.some(({ slug }) => slug === defaultTeam)) return [];
  const text = `The default team "${defaultTeam}" is not in the table: nobody gets what is unassigned. Add the team.`;
  return [{ kind: 'unknown-team', patterns: [], text }];
}

function malformed({ patterns }: OwnershipTable): readonly OwnershipProblem[] {
  return patterns.flatMap((row) => {
    const parsed = parsePattern(row.pattern);
    if (typeof parsed !== 'string') return [];
    const text = `The pattern "${row.pattern}" of ${row.team} never matches: ${parsed}. Write Key=Value,Key=Value.`;
    return [{ kind: 'malformed' as const, patterns: [row], text }];
  });
}

function unknownTeams({ patterns, teams }: OwnershipTable): readonly OwnershipProblem[] {
  const known = new Set(teams.map(({ slug }) => slug).filter((slug) => slug !== UNASSIGNED));
  return patterns
    .filter(({ team }) => !known.has(team))
    .map((row) => ({
      kind: 'unknown-team' as const,
      patterns: [row],
      text: `${row.pattern} names the team "${row.team}", which is not in the table: what it matches is unassigned. Add the team or correct the row.`,
    }));
}

/** Pairs that some resource can match with nothing more specific to decide between them. */
function ties({ patterns }: OwnershipTable): readonly OwnershipProblem[] {
  const rows = readableRows(patterns);
  return rows.flatMap((a, n) =>
    rows.slice(n + 1).flatMap((b) => {
      const equal = compareSpecificity(a.parsed, b.parsed) === 0 && a.row.team !== b.row.team;
      if (!equal || !compatible(a.parsed, b.parsed)) return [];
      const both = [a.parsed, b.parsed];
      const decided = rows.some(
        ({ parsed }) => compareSpecificity(parsed, a.parsed) > 0 && follows(parsed, both),
      );
      if (decided) return [];
      const text = `${a.row.pattern} → ${a.row.team} and ${b.row.pattern} → ${b.row.team} are equally specific: a resource with both is unassigned. Add a pattern for both, or drop one.`;
      return [{ kind: 'tie' as const, patterns: [a.row, b.row], text }];
    }),
  );
}
