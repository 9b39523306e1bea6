/**
 * The judge knows what people really signed, the policy files of the release, and AWS as its administrators see it: no
 * ledger, no workflow, no code of Closeloop that decides.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { SSM } from '@aws-sdk/client-ssm';
import { parse } from 'yaml';
import { z } from 'zod';

import type { CallRecord } from '../../../sandbox/aws/gateway/call-log.ts';
import { HUB_ACCOUNT, WORKLOAD_ACCOUNTS } from '../../../sandbox/aws/gateway/principals.ts';
import type { World } from '../../../sandbox/world.ts';
import { isMutating } from '../../sandbox/mutating.ts';
import { inSecurityHub, isRight } from './as-it-is.ts';
import type { Case } from './as-it-is.ts';

const SEVERITIES = ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

/** Which document fixes what, and which report of Security Hub it is about. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  'Closeloop-S3PublicAccess': 'S3.PublicAccess',
  'AWS-ConfigureS3BucketVersioning': 'S3.MissingVersioning',
  'Closeloop-S3MissingVersioning': 'S3.MissingVersioning',
};

/** A real decision of a real person. The test made it, with that person's own keys. */
interface Signature {
  readonly person: string;
  readonly decision: string;
  readonly bucket: string;
  readonly until: string | null;
  /** The text of the plan that the person read; null for decisions that are about none. */
  readonly plan: string | null;
  /** To which team the person gives it; null for other decisions. */
  readonly team: string | null;
}

export interface Judge {
  signed(signature: Signature): void;
  /** What cannot be traced, one sentence each, of what has happened since the last look. */
  look(of: Case): Promise<readonly string[]>;
  /** How many writes were traced to what. */
  readonly traced: Traced;
}

interface Traced {
  automatic: number;
  /** To somebody who may decide about it. */
  person: number;
  closed: number;
  suppressed: number;
  /** Sealed lines of stories that were changed, or added to, and named as such. */
  noticed: number;
}

const rules = z.object({
  types: z.record(
    z.string(),
    z.object({ automated: z.boolean(), mode: z.string(), approval_from: z.string() }),
  ),
});
type Rule = z.output<typeof rules>['types'][string];
const owners = z.object({
  security_lead: z.string(),
  security_leads: z.array(z.string()),
  teams: z.record(
    z.string(),
    z.object({ members: z.array(z.string()), lead: z.string().optional() }),
  ),
});
const planned = z.object({
  resource: z.object({ id: z.string() }),
  document: z.object({ name: z.string(), version: z.string() }),
  parameters: z.record(z.string(), z.array(z.string())),
});

interface Knows {
  readonly world: World;
  readonly types: Readonly<Record<string, Rule>>;
  /** The lead and members of each team. */
  readonly teams: ReadonlyMap<string, readonly string[]>;
  /** Who may decide about what payments owns, as all buckets here are tagged. */
  readonly people: ReadonlySet<string>;
  readonly signatures: Signature[];
  readonly traced: Traced;
  readonly ssm: SSM;
}

/** `policiesDir`: the files of the release. */
export async function makeJudge(
  world: World,
  policiesDir: string,
): Promise<Judge & { end(): void }> {
  const read = async (name: string): Promise<unknown> =>
    parse(await readFile(join(policiesDir, name), 'utf8'));
  const { types } = rules.parse(await read('remediation.yaml'));
  const { security_lead, security_leads, ...named } = owners.parse(await read('ownership.yaml'));
  const teams = new Map(
    Object.entries(named.teams).map(([slug, { members, lead }]) => [
      slug,
      [...members, lead ?? ''],
    ]),
  );
  const people = new Set([...(teams.get('payments') ?? []), security_lead, ...security_leads]);
  const [account] = WORKLOAD_ACCOUNTS;
  const credentials = world.aws.credentials(account);
  const ssm = new SSM({ endpoint: world.aws.url, region: 'eu-west-1', credentials });
  const traced = { automatic: 0, person: 0, closed: 0, suppressed: 0, noticed: 0 };
  const knows: Knows = { world, types, teams, people, signatures: [], traced, ssm };
  let from = world.aws.gateway.log().length;
  const seen = new Map<string, string>();
  const spent = new Set<Signature>();
  const judged = new Set<string>();
  return {
    traced,
    signed: (signature) => knows.signatures.push(signature),
    look: async (of) => {
      const log = world.aws.gateway.log();
      const calls = log.slice(from);
      from = log.length;
      const writes = await untracedWrites(knows, calls, { of, spent, judged });
      return [...writes, ...(await unprovenStatus(knows, of, seen))];
    },
    end: () => ssm.destroy(),
  };
}

interface Judged {
  readonly of: Case;
  readonly spent: Set<Signature>;
  /** Executions that were traced, or not, before. */
  readonly judged: Set<string>;
}

async function untracedWrites(
  knows: Knows,
  calls: readonly CallRecord[],
  about: Judged,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const call of calls.filter(isWrite)) {
    const { via, principalArn, operation, resource } = call;
    const execution = via?.startsWith('automation:') ? via.slice('automation:'.length) : null;
    if (execution === null) {
      problems.push(`${principalArn} called ${operation} on ${resource}, not by a runbook`);
      continue;
    }
    if (about.judged.has(execution)) continue;
    about.judged.add(execution);
    const why = await untraced(knows, execution, about);
    if (why !== null) problems.push(`${operation} on ${resource} (${execution}): ${why}`);
  }
  return problems;
}

/** Of a workload's resource; starting a document changes nothing by itself. */
function isWrite(call: CallRecord): boolean {
  const { account, service, principalArn, status } = call;
  return (
    account !== HUB_ACCOUNT &&
    !['sts', 'ssm', 'iam', 'securityhub'].includes(service) &&
    !principalArn.endsWith('role/closeloop-admin') &&
    status < 400 &&
    isMutating(call)
  );
}

/** Why neither the policy files nor an unspent signature allow this execution; null when one does. */
async function untraced(
  knows: Knows,
  execution: string,
  { of, spent }: Judged,
): Promise<string | null> {
  const { world, ssm, types, signatures, traced } = knows;
  const people = decidersOf(knows, of);
  const { AutomationExecution: found } = await ssm.getAutomationExecution({
    AutomationExecutionId: execution,
  });
  const { DocumentName: name = '', DocumentVersion: version = '', Parameters = {} } = found ?? {};
  const [bucket] = Parameters['BucketName'] ?? [];
  if (bucket !== of.bucket) return `it is about ${bucket}, and this sequence about ${of.bucket}`;
  const control = DOCUMENTS[name];
  const rule = control === undefined ? undefined : types[control];
  if (control !== of.control || rule === undefined) return `${name} fixes no ${of.control}`;
  const { severity } = await inSecurityHub(world, of);
  if (rule.mode === 'enforce' && rule.automated && isBelow(severity, rule.approval_from)) {
    traced.automatic += 1;
    return null;
  }
  const run = { name, version, parameters: Parameters, bucket };
  const match = signatures.find(
    (one) =>
      one.decision === 'approve' &&
      one.bucket === bucket &&
      people.has(one.person) &&
      !spent.has(one) &&
      isThatPlan(one.plan, run),
  );
  if (match === undefined)
    return `${name} on a ${severity} ${of.control} needs the approval of a person, and none is unspent`;
  spent.add(match);
  traced.person += 1;
  return null;
}

/** Also the people of a team to which somebody with a say really gave it. */
function decidersOf({ signatures, people, teams }: Knows, { bucket }: Case): ReadonlySet<string> {
  const deciders = new Set(people);
  for (const one of signatures) {
    if (one.bucket !== bucket || one.team === null || !deciders.has(one.person)) continue;
    for (const person of teams.get(one.team) ?? []) deciders.add(person);
  }
  return deciders;
}

function isBelow(severity: string, from: string): boolean {
  if (from === 'always') return false;
  return from === 'never' || SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(from);
}

interface Run {
  readonly name: string;
  readonly version: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly bucket: string;
}

/** Whether the signed plan is what ran: the text that the person read, not what anybody stored since. */
function isThatPlan(text: string | null, { name, version, parameters, bucket }: Run): boolean {
  if (text === null) return false;
  const plan = planned.parse(JSON.parse(text));
  return (
    plan.resource.id === `arn:aws:s3:::${bucket}` &&
    plan.document.name === name &&
    plan.document.version === version &&
    Object.entries(plan.parameters).every(
      ([key, values]) => JSON.stringify(parameters[key]) === JSON.stringify(values),
    )
  );
}

/** The SHA-256 of a plan's text: what the person signed. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A RESOLVED needs the resource to be right now; a SUPPRESSED needs people who accepted it. */
async function unprovenStatus(
  knows: Knows,
  of: Case,
  seen: Map<string, string>,
): Promise<readonly string[]> {
  const { world } = knows;
  const people = decidersOf(knows, of);
  const { status, severity } = await inSecurityHub(world, of);
  const isNew = seen.get(of.bucket) !== status;
  seen.set(of.bucket, status);
  if (status === 'RESOLVED') {
    if (!(await isRight(world, of))) return [`${of.bucket} is RESOLVED and not compliant`];
    if (isNew) knows.traced.closed += 1;
  }
  if (status === 'SUPPRESSED') {
    const accepted = knows.signatures.filter(
      ({ bucket, decision, person }) =>
        bucket === of.bucket && decision === 'accept' && people.has(person),
    );
    const needed = isBelow(severity, 'HIGH') ? 1 : 2;
    const ends = Map.groupBy(accepted, ({ until }) => until);
    const enough = [...ends.values()].some(
      (same) => new Set(same.map(({ person }) => person)).size >= needed,
    );
    if (!enough) return [`${of.bucket} is SUPPRESSED, and too few people accepted it`];
    if (isNew) knows.traced.suppressed += 1;
  }
  return [];
}
