/** What a schema cannot check in the policy files: unknown names, malformed patterns, what is there twice. */
import { z } from 'zod';

import { UNASSIGNED } from '../../domain/ownership.ts';
import { parsePattern } from '../tag-pattern.ts';
import { didYouMean } from './nearest.ts';
import { deciderProblems } from './people-problems.ts';
import type { Decider } from './people-problems.ts';
import type { PolicyProblem } from './policy-error.ts';
import type { Path, PolicyFile } from './policy-file.ts';

/** Unknown teams, unreadable patterns, the same pattern twice, people who could decide as two. */
export function ownershipFileProblems(
  file: PolicyFile,
  decisions: PolicyFile,
): readonly PolicyProblem[] {
  const { default_team, teams, patterns } = looseOwnership.parse(file.value);
  const known = Object.keys(teams);
  const reserved = known
    .filter((slug) => slug === UNASSIGNED)
    .map((slug) =>
      file.problemAtKey(['teams', slug], `"${slug}" means nobody; choose another name`),
    );
  const rows = patterns.flatMap((row, index) => [
    ...patternProblems(file, { patterns, index }),
    ...unknownTeam(file, { path: ['patterns', index, 'team'], team: row.team, known }),
  ]);
  const byDefault = unknownTeam(file, { path: ['default_team'], team: default_team, known });
  const where = (path: Path) => `line ${file.problemAt(path, '').line}`;
  const people = deciderProblems(decidersIn(file), decisions, where);
  return [
    ...byDefault,
    ...reserved,
    ...rows,
    ...people.map(({ path, text }) => file.problemAt(path, text)),
  ];
}

/** In the order of the file; the first security lead and the others are one list. */
function decidersIn({ value }: PolicyFile): readonly Decider[] {
  const { security_lead: first, security_leads: leads, teams } = looseDeciders.parse(value);
  const security = { list: 'security leads' };
  const all = [
    { name: first, ...security, path: ['security_lead'] },
    ...leads.map((name, n) => ({ name, ...security, path: ['security_leads', n] })),
    ...Object.entries(teams).flatMap(([slug, { members, lead }]) => [
      ...members.map((name, n) => ({ name, list: slug, path: ['teams', slug, 'members', n] })),
      { name: lead, list: `the lead of ${slug}`, path: ['teams', slug, 'lead'] },
    ]),
  ];
  return all.filter(({ name }) => name !== ABSENT);
}

/** Types that no control has. */
export function remediationFileProblems(
  file: PolicyFile,
  known: readonly string[],
): readonly PolicyProblem[] {
  const { types } = looseRemediation.parse(file.value);
  return Object.keys(types)
    .filter((type) => !known.includes(type))
    .map((type) => {
      const hint = didYouMean(type, known);
      const text = `no control has the id "${type}"${hint}; known: ${known.join(', ')}`;
      return file.problemAtKey(['types', type], text);
    });
}

interface Row {
  readonly patterns: readonly { readonly pattern: string }[];
  readonly index: number;
}

function patternProblems(file: PolicyFile, { patterns, index }: Row): readonly PolicyProblem[] {
  const text = patterns[index]?.pattern;
  if (text === undefined || text === ABSENT) return [];
  const path = ['patterns', index, 'pattern'];
  const parsed = parsePattern(text);
  if (typeof parsed === 'string') {
    const allowed = 'Key=Value,Key=Value with Key=* for any value';
    return [file.problemAt(path, `is "${text}": ${parsed}; allowed: ${allowed}`)];
  }
  const first = patterns.findIndex((row) => canonical(row.pattern) === parsed.canonical);
  if (first === index) return [];
  const { line } = file.problemAt(['patterns', first, 'pattern'], '');
  return [file.problemAt(path, `is the pattern of line ${line} again; keep one`)];
}

function canonical(pattern: string): string | null {
  const parsed = parsePattern(pattern);
  return typeof parsed === 'string' ? null : parsed.canonical;
}

interface TeamAt {
  readonly path: readonly PropertyKey[];
  readonly team: string;
  readonly known: readonly string[];
}

function unknownTeam(file: PolicyFile, { path, team, known }: TeamAt): readonly PolicyProblem[] {
  if (team === ABSENT || known.includes(team)) return [];
  const hint = didYouMean(team, known);
  const text = `no team is named "${team}"${hint}; known: ${known.join(', ') || 'none'}`;
  return [file.problemAt(path, text)];
}

/** In place of what is missing or of another type: the schema has reported that already. */
const ABSENT = '';
const loosely = z.string().catch(ABSENT);
const looseRow = z.object({ pattern: loosely, team: loosely });

const looseOwnership = z
  .object({
    default_team: loosely,
    teams: z.record(z.string(), z.unknown()).catch({}),
    patterns: z.array(looseRow.catch({ pattern: ABSENT, team: ABSENT })).catch([]),
  })
  .catch({ default_team: ABSENT, teams: {}, patterns: [] });

const looseNames = z.array(loosely).catch([]).default([]);
const absently = loosely.default(ABSENT);
const looseTeam = z.object({ members: looseNames, lead: absently });
const looseDeciders = z
  .object({
    security_lead: absently,
    security_leads: looseNames,
    teams: z.record(z.string(), looseTeam.catch({ members: [], lead: ABSENT })).catch({}),
  })
  .catch({ security_lead: ABSENT, security_leads: [], teams: {} });

const looseRemediation = z
  .object({ types: z.record(z.string(), z.unknown()).catch({}) })
  .catch({ types: {} });
