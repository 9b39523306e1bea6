/** The shapes of the policy files: `load.ts` reads with these schemas, `schema/*.json` is generated from them. */
import { z } from 'zod';

import { AFTER_REVOCATION, REVOCATION } from '../../domain/exception.ts';
import { SEVERITIES } from '../../domain/finding.ts';
import { EVIDENCE_READERS } from '../evidence-readers.ts';
import { DEFAULT_LIMITS, MODES, PATHS } from '../remediation.ts';

const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower case letters, digits and single dashes')
  .meta({ description: 'A team: lower case letters, digits and dashes.' });

const person = z.string().min(1);

/** What a function in `channels/` reads; any other address would be silence. */
const channel = z
  .string()
  .regex(
    /^(slack:(#[^\s#]{1,80}|[CG][A-Z0-9]{2,20})|teams:[\w-]{1,80}|jira:[A-Z][A-Z0-9_]*|azure-devops:\S.*)$/,
    { error: ({ input }) => `${CHANNELS}${/^mailto:/i.test(String(input)) ? NO_MAIL : ''}` },
  );

const CHANNELS =
  'slack:#CHANNEL (or its id, slack:C…), teams:WORKFLOW, jira:KEY, azure-devops:PROJECT';
const NO_MAIL =
  '. Closeloop sends no mail: name another channel, or subscribe the address to the SNS topic (protocol email-json) and leave it out here';

const team = z.strictObject({
  members: z.array(z.string().min(1)).meta({ description: 'People, for example mail addresses.' }),
  channels: z.array(channel).meta({
    description:
      'Where to write to the team: slack:#CHANNEL, teams:WORKFLOW, jira:KEY, azure-devops:PROJECT.',
  }),
  lead: person
    .optional()
    .meta({ description: 'The next escalation level when the team did not decide in time.' }),
});

export const ownershipFile = z.strictObject({
  default_team: slug.meta({ description: 'Owns what no pattern decides. One of teams.' }),
  security_lead: person
    .optional()
    .meta({ description: 'The last escalation level of every team.' }),
  security_leads: z.array(person).default([]).meta({
    description: 'Further security leads: they may decide what the first may, and confirm it.',
  }),
  teams: z.record(slug, team),
  patterns: z.array(
    z.strictObject({
      pattern: z.string().meta({
        description: 'Key=Value,Key=Value; Key=* is any value. The most specific match wins.',
      }),
      team: slug,
    }),
  ),
});

const mode = z.enum(MODES).meta({
  description: 'shadow: plan and notify, write nothing. enforce: write.',
});

const remediationType = z.strictObject({
  automated: z.boolean().meta({ description: 'true: a machine may act. false: human review.' }),
  mode: mode.default('shadow'),
  modes: z
    .record(z.string().regex(/^\d{12}$/, 'an account id of 12 digits'), mode)
    .default({})
    .meta({ description: 'The mode in single accounts, by account id; overrides mode.' }),
  path: z.enum(PATHS).meta({
    description: 'runtime: the live resource. code: its source. both. human: people.',
  }),
  approval_from: z.enum(['never', 'always', ...SEVERITIES]).meta({
    description: 'A person approves findings of this severity and above.',
  }),
});

const most = z.int().min(1).max(100_000);

/** A missing number gets its default, so that leaving it out does not remove the limit. */
const limits = z.strictObject({
  writes_per_account_and_hour: most.default(DEFAULT_LIMITS.writesPerAccountAndHour).meta({
    description: 'Automatic writes that may begin in one account within an hour of the clock.',
  }),
  writes_per_episode: most.default(DEFAULT_LIMITS.writesPerEpisode).meta({
    description: 'Automatic writes in one open period of a problem.',
  }),
});

export const remediationFile = z.strictObject({
  types: z.record(z.string(), remediationType).meta({ description: 'By control id.' }),
  limits: limits.prefault({}).meta({
    description:
      'How much machines may write, whatever a type allows. Above a limit people decide.',
  }),
});

/** At least five seconds: a deadline of zero would be notified again without end. */
const hours = z
  .number()
  .min(5 / 3600)
  .max(8784);
const hoursBySeverity = bySeverity(hours);

export const deadlinesFile = z.strictObject({
  approval_hours: hoursBySeverity.meta({
    description:
      'How long a plan waits for its approval, in hours, before it goes to human review.',
  }),
  review_hours: hoursBySeverity.meta({
    description:
      'How long the owner has for a decision, in hours, before the next level has to decide.',
  }),
  escalation_hours: z
    .strictObject({
      lead: hoursBySeverity,
      default_team: hoursBySeverity,
      security_lead: hoursBySeverity,
    })
    .optional()
    .meta({
      description: 'How long each further escalation level has, in hours; else as review_hours.',
    }),
  review_hours_in_all: hoursBySeverity.optional().meta({
    description:
      'How long all escalation levels have together, in hours, whatever people send meanwhile; else the sum of their hours. Then the last level is notified again and again.',
  }),
  remind_at: z
    .array(z.number().gt(0).lt(1))
    .max(5)
    .refine((parts) => parts.every((part, n) => n === 0 || part > (parts[n - 1] ?? 0)), 'ascending')
    .default([0.5])
    .meta({
      description: 'At which parts of its time an escalation level is reminded, for example 0.5.',
    }),
  merge_hours: hoursBySeverity
    .default({ CRITICAL: 24, HIGH: 72, MEDIUM: 168, LOW: 336, INFORMATIONAL: 720 })
    .meta({
      description:
        'How long a pull request may wait for its merge, in hours, before people are notified; reminders as in remind_at.',
    }),
  merge_look_minutes: z.number().min(0.05).max(1440).default(15).meta({
    description:
      'The wait before the first merge check, in minutes; each check doubles it, up to 12 hours. A webhook comes sooner.',
  }),
  round_waits_minutes: z.array(z.number().gt(0).max(43_200)).max(9).meta({
    description:
      'Waits before the check of the second, third … round, in minutes. The first round waits as long as its control says.',
  }),
});

const days = z.number().gt(0).max(3660);
const daysBySeverity = bySeverity(days);

const afterRevocation = z.enum(AFTER_REVOCATION);

const roleName = z
  .string()
  .regex(
    /^\d{12}:[\w+=,.@*-]{1,64}$/,
    'ACCOUNT:ROLE, for example 222233334444:AWSReservedSSO_Sec_*',
  );

/** Session names, logins and addresses have no colon: a kind that is not known is a mistake. */
const identity = z
  .string()
  .regex(
    /^(?:slack:[UW][A-Z0-9]{2,}|github:[A-Za-z0-9-]{1,39}|jira:[\w:-]{1,128}|azure-devops:[0-9a-fA-F-]{36}|arn:\S+|[^\s:]+)$/,
    'a mail address, a session name, an ARN, slack:USERID, github:LOGIN, jira:ACCOUNTID or azure-devops:GUID',
  );

export const decisionsFile = z.strictObject({
  sign_in: z
    .strictObject({
      named_by_session: z.array(roleName).default([]).meta({
        description:
          'ACCOUNT:ROLE, `*` for any rest. Roles that people enter only through an identity provider, which names the session after them.',
      }),
      users: z.record(z.string().startsWith('arn:'), person).default({}).meta({
        description: 'The ARN that GetCallerIdentity answers → the person, as in ownership.yaml.',
      }),
      mails: z.record(z.email(), person).default({}).meta({
        description:
          'A mail address that the chat confirmed → the person, where ownership.yaml names people otherwise.',
      }),
      people: z.record(person, z.array(identity)).default({}).meta({
        description:
          'The person, as in ownership.yaml → all identities: mail addresses, session names, ARNs, slack:USERID, github:LOGIN, jira:ACCOUNTID, azure-devops:GUID. Where it has rows, whoever has none can decide nothing.',
      }),
    })
    .prefault({})
    .meta({ description: 'Which person an identity is.' }),
  trust_unproven_up_to: z
    .enum(['never', ...SEVERITIES])
    .default('never')
    .meta({
      description:
        'Up to this severity a message through the Temporal namespace needs no proof: only where access to the namespace is restricted.',
    }),
  trust_channels_up_to: z
    .enum(['never', ...SEVERITIES])
    .default('HIGH')
    .meta({
      description:
        'Up to this severity a decision counts that a channel signed for a person whom it signed in (chat). Above it people sign with AWS credentials.',
    }),
  evidence_readers: z.enum(EVIDENCE_READERS).default('deciders').meta({
    description:
      'Who may open the raw answers of a check with the console. deciders: who may decide about the finding. anyone: whoever has its AWS credentials.',
  }),
  acceptance_days: daysBySeverity.meta({
    description: 'The longest that one decision may accept a risk, in days.',
  }),
  lifetime_days: daysBySeverity.meta({
    description: 'The longest that a risk may stay accepted with all extensions, in days.',
  }),
  heads_up_days: z
    .array(days)
    .max(5)
    .meta({ description: 'How many days before its end people are notified.' }),
  four_eyes: z.strictObject({
    approval: z.boolean().meta({
      description: 'true: a second person confirms a change that a person requests.',
    }),
    accept_from: z.enum(['never', 'always', ...SEVERITIES]).meta({
      description: 'Risks of this severity and above are accepted by two people.',
    }),
  }),
  revocation: z
    .strictObject({
      of_one: afterRevocation.default(REVOCATION.ofOne).meta({
        description: 'Where one person accepted the risk, and one is enough.',
      }),
      of_two: afterRevocation.default(REVOCATION.ofTwo).meta({
        description:
          'Where two people accepted it, or its severity asks for two; also when a scoped exception ends early.',
      }),
    })
    .prefault({})
    .meta({
      description:
        'What follows when one person revokes an accepted risk. people: human review with a new deadline, and two people decide each write. table: the remediation table decides again.',
    }),
  scoped_exceptions: z
    .strictObject({
      protected_tags: z.array(z.string().min(1).max(128)).default([]).meta({
        description:
          'Tag keys by which an exception may choose resources: only those that an SCP or tag policy keeps owners from setting.',
      }),
      confirmed_by: slug.optional().meta({
        description: 'A team whose members may confirm too; else only another security lead.',
      }),
      ask_hours: hours.default(72).meta({
        description: 'How long a second person has to confirm, in hours.',
      }),
    })
    .prefault({})
    .meta({ description: 'Exceptions for a control in an account or on tagged resources.' }),
  regression_days: z.number().min(0).max(3660).meta({
    description:
      'A problem that returns within so many days of a verified fix goes to human review. 0: never.',
  }),
  flapping: z
    .strictObject({
      episodes: z.number().int().min(1).max(20),
      days,
      dwell_hours: z.number().gt(0).max(24),
    })
    .meta({
      description:
        'A problem that returns more often than this stays open for some time after its fix.',
    }),
});

function bySeverity(one: z.ZodNumber) {
  return z.strictObject({ CRITICAL: one, HIGH: one, MEDIUM: one, LOW: one, INFORMATIONAL: one });
}
