import { join } from 'node:path';

import type { z } from 'zod';

import { CONTROLS } from '../controls/index.ts';
import { SEVERITIES } from '../domain/finding.ts';
import type { Severity } from '../domain/finding.ts';
import { bySeverity } from './deadlines.ts';
import type { Deadlines } from './deadlines.ts';
import type { DecisionPolicy } from './decisions.ts';
import { ownershipFileProblems, remediationFileProblems } from './files/file-problems.ts';
import {
  deadlinesFile,
  decisionsFile,
  ownershipFile,
  remediationFile,
} from './files/file-shapes.ts';
import { signInProblems } from './files/people-problems.ts';
import { PolicyError } from './files/policy-error.ts';
import type { PolicyProblem } from './files/policy-error.ts';
import { readPolicyFile } from './files/policy-file.ts';
import type { PolicyFile } from './files/policy-file.ts';
import { shapeProblems } from './files/shape-problems.ts';
import type { OwnershipTable } from './ownership.ts';
import type { Limits, RemediationRow } from './remediation.ts';

/** What people edit, checked. `intake.yaml` belongs to the starter and is read by `intake.ts`. */
export interface Policies {
  readonly ownership: OwnershipTable;
  readonly remediation: readonly RemediationRow[];
  readonly limits: Limits;
  readonly deadlines: Deadlines;
  readonly decisions: DecisionPolicy;
}

/**
 * Reads ownership.yaml, remediation.yaml, deadlines.yaml and decisions.yaml in `dir`. `types` are the known finding types.
 * Throws one `PolicyError` with everything that is wrong in all files.
 */
export async function loadPolicies(
  dir: string,
  types: readonly string[] = CONTROLS.map(({ id }) => id),
): Promise<Policies> {
  const read = async (name: string) => await readPolicyFile(join(dir, name));
  const decisionsYaml = await read('decisions.yaml');
  const ownership = checked(await read('ownership.yaml'), ownershipFile, (file) =>
    ownershipFileProblems(file, decisionsYaml),
  );
  const remediation = checked(await read('remediation.yaml'), remediationFile, (file) =>
    remediationFileProblems(file, types),
  );
  const deadlines = checked(await read('deadlines.yaml'), deadlinesFile, () => []);
  const decisions = checked(decisionsYaml, decisionsFile, signInProblems);
  const parts = [ownership, remediation, deadlines, decisions];
  if (ownership.ok && remediation.ok && deadlines.ok && decisions.ok) {
    return {
      ownership: asOwnership(ownership.data),
      remediation: asRemediation(remediation.data),
      limits: asLimits(remediation.data),
      deadlines: asDeadlines(deadlines.data),
      decisions: asDecisions(decisions.data),
    };
  }
  throw new PolicyError(parts.flatMap((part) => (part.ok ? [] : part.problems)));
}

/** Only decisions.yaml in `dir`, for a decision channel. Throws `PolicyError`. */
export async function loadDecisions(dir: string): Promise<DecisionPolicy> {
  const file = await readPolicyFile(join(dir, 'decisions.yaml'));
  const decisions = checked(file, decisionsFile, signInProblems);
  if (!decisions.ok) throw new PolicyError(decisions.problems);
  return asDecisions(decisions.data);
}

type Checked<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/** `more` finds what a schema cannot express; it also runs when the shape is wrong, so that all problems come at once. */
function checked<T>(
  file: PolicyFile,
  schema: z.ZodType<T>,
  more: (file: PolicyFile) => readonly PolicyProblem[],
): Checked<T> {
  if (file.problems.length > 0) return { ok: false, problems: file.problems };
  const problems = [...shapeProblems(file, schema), ...more(file)];
  if (problems.length === 0) return { ok: true, data: schema.parse(file.value) };
  return { ok: false, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}

function asOwnership(file: z.output<typeof ownershipFile>): OwnershipTable {
  const teams = Object.entries(file.teams).map(([slug, { lead, ...team }]) => ({
    slug,
    ...team,
    ...(lead === undefined ? {} : { lead }),
  }));
  const { default_team: defaultTeam, security_lead, security_leads, patterns } = file;
  const lead = security_lead === undefined ? {} : { securityLead: security_lead };
  const leads = security_leads.length === 0 ? {} : { securityLeads: security_leads };
  return { defaultTeam, ...lead, ...leads, teams, patterns };
}

function asRemediation({ types }: z.output<typeof remediationFile>): readonly RemediationRow[] {
  return Object.entries(types).map(([type, { approval_from, ...row }]) => ({
    type,
    ...row,
    approvalFrom: threshold(approval_from),
  }));
}

function asLimits({ limits }: z.output<typeof remediationFile>): Limits {
  const { writes_per_account_and_hour, writes_per_episode } = limits;
  return {
    writesPerAccountAndHour: writes_per_account_and_hour,
    writesPerEpisode: writes_per_episode,
  };
}

function threshold(from: 'never' | 'always' | Severity): Severity | null {
  if (from === 'never') return null;
  return from === 'always' ? SEVERITIES[0] : from;
}

function asDeadlines(file: z.output<typeof deadlinesFile>): Deadlines {
  const { approval_hours, review_hours, escalation_hours, round_waits_minutes } = file;
  const { review_hours_in_all: inAll } = file;
  return {
    approvalHours: approval_hours,
    reviewHours: review_hours,
    escalationHours: {
      lead: escalation_hours?.lead ?? review_hours,
      defaultTeam: escalation_hours?.default_team ?? review_hours,
      securityLead: escalation_hours?.security_lead ?? review_hours,
    },
    ...(inAll === undefined ? {} : { reviewHoursInAll: inAll }),
    remindAt: file.remind_at,
    mergeHours: file.merge_hours,
    mergeLookMinutes: file.merge_look_minutes,
    roundWaitsMinutes: round_waits_minutes,
  };
}

const DAY = 24 * 3600;

function asDecisions(file: z.output<typeof decisionsFile>): DecisionPolicy {
  const { four_eyes, flapping, sign_in, trust_unproven_up_to: trusted } = file;
  const { trust_channels_up_to: channels } = file;
  const { scoped_exceptions: scoped } = file;
  return {
    signIn: {
      namedBySession: sign_in.named_by_session,
      users: sign_in.users,
      mails: sign_in.mails,
      people: sign_in.people,
    },
    trustUnprovenUpTo: trusted === 'never' ? null : trusted,
    trustChannelsUpTo: channels === 'never' ? null : channels,
    evidenceReaders: file.evidence_readers,
    acceptance: {
      most: bySeverity(file.acceptance_days, DAY),
      lifetime: bySeverity(file.lifetime_days, DAY),
      fourEyesFrom: threshold(four_eyes.accept_from),
      headsUp: file.heads_up_days.map((days) => Math.round(days * DAY)).sort((a, b) => b - a),
      revoked: { ofOne: file.revocation.of_one, ofTwo: file.revocation.of_two },
    },
    fourEyesApproval: four_eyes.approval,
    scoped: {
      protectedTags: scoped.protected_tags,
      confirmedBy: scoped.confirmed_by ?? null,
      askSeconds: Math.round(scoped.ask_hours * 3600),
    },
    returns: {
      regressionDays: file.regression_days,
      flapping: {
        episodes: flapping.episodes,
        days: flapping.days,
        dwellHours: flapping.dwell_hours,
      },
    },
  };
}
