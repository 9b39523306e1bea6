/** The schema of all messages on the topic. docs/notifications.md says what each part means. */
import { z } from 'zod';

import { DECISIONS } from '../../domain/decision.ts';
import { SEVERITIES } from '../../domain/finding.ts';
import { NOTICE_KINDS } from '../../domain/notice.ts';
import { DESTINIES } from '../../domain/outcome.ts';

/** Raised when a part changes its meaning or goes; a new part does not raise it. */
export const MESSAGE_VERSION = 1;

const text = z.string().min(1);
const instant = z.iso.datetime();
const decision = z.enum(DECISIONS);

const finding = z.object({
  workflowId: text,
  episode: z.int().min(1),
  control: text.nullable(),
  type: z.string(),
  title: z.string(),
  severity: z.enum(SEVERITIES),
  account: z.object({ id: text, alias: text.nullable() }),
  region: text,
  resource: z.object({ type: text, id: text, name: z.string() }),
  owner: z.object({ team: text, because: z.string(), channels: z.array(text) }),
  reports: z.object({
    count: z.int().min(0),
    first: z.array(z.object({ id: text, productArn: text })),
  }),
});

const exception = z.object({
  by: text,
  confirmedBy: text.nullable(),
  why: z.string(),
  until: instant,
});

const request = z.object({
  decision,
  by: text,
  why: z.string(),
  until: text.nullable(),
  planHash: text.nullable(),
});

const state = z.object({
  phase: text,
  waitsFor: z.string(),
  asked: z.string().nullable(),
  next: z.string().nullable(),
  deadline: instant.nullable(),
  destiny: z.enum(DESTINIES).nullable(),
  destinyReason: z.string().nullable(),
  exception: exception.nullable(),
  request: request.nullable(),
  /** Whose request to undo is decided. Absent in messages that earlier versions wrote. */
  undo: z.object({ by: text, why: z.string() }).nullable().default(null),
});

const change = z.object({
  planHash: text,
  summary: z.string(),
  detail: z.array(z.string()),
  undo: z.string(),
  /** Each setting that the document may write. Empty where `notShown` says why, and in messages that earlier versions wrote. */
  settings: z.array(z.object({ name: text, before: z.string(), after: z.string() })).default([]),
  mayBreak: z.string().nullable().default(null),
  notShown: z.string().nullable().default(null),
});

const found = z.object({
  verificationId: text,
  at: instant,
  settings: z.array(z.object({ name: text, value: z.string() })),
});

/** The fix in source code. */
const source = z.object({
  repository: text,
  path: text,
  block: text,
  stands: text,
  lines: z.array(z.string()),
  undo: z.string(),
});

const links = z.object({
  finding: z.url().nullable(),
  workflow: z.url().nullable(),
  pullRequest: z.url().nullable(),
});

export const messageSchema = z.object({
  version: z.literal(MESSAGE_VERSION),
  /** The same for every delivery of this message: a subscriber drops one that it has seen. */
  id: text,
  /** Orders the messages of one finding, compared as text, because the topic does not. */
  sequence: text,
  kind: z.enum(NOTICE_KINDS),
  at: instant,
  event: z.object({ actor: z.string(), text: z.string() }),
  finding,
  why: z.string(),
  state,
  change: change.nullable(),
  /** The settings of the resource as the last check read them. Absent in messages that earlier versions wrote. */
  found: found.nullable().default(null),
  /** Absent in messages that earlier versions wrote. */
  source: source.nullable().default(null),
  decisions: z.array(decision),
  /** Those of them that need another person, with who that is and why. Absent in messages that earlier versions wrote. */
  secondPerson: z.array(z.object({ decision, who: text, because: text })).default([]),
  /** Whom it concerns by name, with their accounts in chat and trackers. Absent in messages that earlier versions wrote. */
  mentions: z.array(z.object({ person: text, accounts: z.array(text) })).default([]),
  links,
});

export type Message = z.infer<typeof messageSchema>;

/** For subscribers that are not ours: JSON Schema, draft 2020-12. */
export function messageJsonSchema(): string {
  const schema = z.toJSONSchema(messageSchema, { io: 'input' });
  return `${JSON.stringify({ title: `A message of Closeloop, version ${MESSAGE_VERSION}`, ...schema }, null, 2)}\n`;
}

/** Message attributes, all of type String, for a subscription's filter policy. */
export function attributesOf({ kind, finding: about }: Message): Readonly<Record<string, string>> {
  return {
    kind,
    severity: about.severity,
    owner: about.owner.team,
    account: about.account.id,
    control: about.control ?? 'none',
  };
}
