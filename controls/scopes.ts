/**
 * Where each principal may use its actions: the resources and conditions of its IAM policy, as data. The sandbox
 * enforces them and infra makes the deployed policies of them. docs/threat-model.md says what they protect.
 */
import { CONTROLS } from './index.ts';
import { PRINCIPALS } from './roles.ts';
import type { PrincipalName } from './roles.ts';

/** One statement. An action that no statement of a principal names is not narrowed; one that is needs a match. */
export interface Scope {
  /** IAM actions. */
  readonly actions: readonly string[];
  /** ARNs; `*` stands for any characters. */
  readonly resources: readonly string[];
  /** `dynamodb:LeadingKeys`: the partition key's attribute, and its values with `*`. */
  readonly leadingKey?: { readonly attribute: string; readonly values: readonly string[] };
  /** `kms:RequestAlias`: the only alias by which a key may be used. */
  readonly alias?: string;
  /** `securityhub:ASFFSyntaxPath`: the only members that BatchUpdateFindings may change. */
  readonly fields?: readonly string[];
}

/** The statements of a principal that narrow its actions. */
export function scopesOf(principal: PrincipalName): readonly Scope[] {
  return SCOPES[principal]?.() ?? [];
}

/** The principals whose own policy lets them assume this role: nobody else needs to be trusted by it. */
export function assumersOf(role: string): readonly PrincipalName[] {
  return PRINCIPALS.filter((principal) =>
    scopesOf(principal).some(
      ({ actions, resources }) =>
        actions.includes('sts:AssumeRole') &&
        resources.some((resource) => resource.endsWith(`:role/${role}`)),
    ),
  );
}

/** Story lines, rows and notices are written by every worker, each in one transaction. */
const STORY = ['lifecycles', 'events', 'messages'];

/** Functions, so that nothing depends on the order in which modules load. */
const SCOPES: Partial<Record<PrincipalName, () => readonly Scope[]>> = {
  'closeloop-starter': () => [secretsOf('starter'), writes('findings')],
  'closeloop-orchestrator': () => [
    secretsOf('orchestrator'),
    writes(...STORY, 'ownership', 'remediation'),
    writesKeys('settings', 'name', 'remediation'),
    { actions: ['dynamodb:DeleteItem'], resources: tables('remediation') },
    assumes('closeloop-verify'),
  ],
  'closeloop-closer': () => [
    secretsOf('closer'),
    writes(...STORY, 'findings', 'exceptions', 'proofs'),
    assumes('closeloop-verify'),
    mac('alias/closeloop-closer'),
    {
      actions: ['securityhub:BatchUpdateFindings'],
      resources: ['*'],
      fields: ['Workflow', 'Note', 'UserDefinedFields'],
    },
  ],
  'closeloop-runtime': () => [
    secretsOf('runtime'),
    writes(...STORY, 'executions'),
    writesKeys('caps', 'counter', 'account#*'),
    assumes('closeloop-remediate'),
    mac('alias/closeloop-runtime'),
  ],
  'closeloop-code': () => [
    secretsOf('code'),
    writes(...STORY),
    writesKeys('caps', 'counter', 'fix#*', 'merged#*'),
    assumes('closeloop-verify'),
  ],
  // It seals what others write, and writes nothing that it seals.
  'closeloop-audit': () => [
    secretsOf('audit'),
    reads('lifecycles', 'findings', 'proofs', 'events', 'exceptions', 'seals'),
    writes('seals'),
    mac('alias/closeloop-audit'),
  ],
  // An import acknowledges the findings that it starts lifecycles for.
  'closeloop-console': () => [
    writes('refusals', 'findings'),
    writesKeys('settings', 'name', 'kill-switch'),
    { actions: ['s3:GetObject'], resources: ['arn:aws*:s3:::*/evidence/*'] },
    assumes('closeloop-verify'),
  ],
  'closeloop-slack': () => [secretsOf('slack'), writes('messages')],
  'closeloop-slack-interactivity': () => [
    secretsOf('slack-interactivity'),
    writes('refusals'),
    reads('lifecycles', 'events', 'ownership', 'messages', 'refusals'),
    mac('alias/closeloop-door-chat'),
  ],
  'closeloop-tickets': () => [secretsOf('tickets'), writes('messages')],
  'closeloop-tickets-webhook': () => [
    secretsOf('tickets-webhook'),
    writes('refusals'),
    reads('lifecycles', 'messages'),
  ],
  'closeloop-github': () => [secretsOf('github'), reads('caps')],
  'closeloop-teams': () => [secretsOf('teams'), writes('messages')],
  // No role but our own.
  'closeloop-verify': () => [
    {
      actions: ['iam:GetRole'],
      resources: ['verify', 'remediate', 'automation'].map(
        (name) => `arn:aws*:iam::*:role/closeloop-${name}`,
      ),
    },
  ],
  'closeloop-remediate': () => [
    {
      actions: ['ssm:StartAutomationExecution'],
      resources: documents().map(
        (document) => `arn:aws*:ssm:*:*:automation-definition/${document}`,
      ),
    },
    { actions: ['iam:PassRole'], resources: ['arn:aws*:iam::*:role/closeloop-automation'] },
  ],
};

/** Each document with the version that may be started: of ours the pinned one, of AWS's the one that people accepted. */
function documents(): readonly string[] {
  return CONTROLS.flatMap(({ runbook: { owner, documentName, documentVersion, undo } }) => [
    `${documentName}:${owner === 'aws' ? '*' : documentVersion}`,
    ...(undo === undefined ? [] : [`${undo.documentName}:${undo.documentVersion}`]),
  ]);
}

/** A deployment's prefix stands before the table's name. */
function tables(...names: readonly string[]): readonly string[] {
  return names.map((name) => `arn:aws*:dynamodb:*:*:table/*-${name}`);
}

function writes(...names: readonly string[]): Scope {
  return { actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem'], resources: tables(...names) };
}

function writesKeys(table: string, attribute: string, ...values: readonly string[]): Scope {
  return { ...writes(table), leadingKey: { attribute, values } };
}

function reads(...names: readonly string[]): Scope {
  const actions = ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'];
  return { actions, resources: tables(...names) };
}

/** The SSM parameter with the secrets that a process reads when it starts. */
function secretsOf(name: string): Scope {
  return {
    actions: ['ssm:GetParameter'],
    resources: [`arn:aws*:ssm:*:*:parameter/closeloop/${name}`],
  };
}

function assumes(role: string): Scope {
  return { actions: ['sts:AssumeRole'], resources: [`arn:aws*:iam::*:role/${role}`] };
}

function mac(alias: string): Scope {
  return { actions: ['kms:GenerateMac'], resources: ['*'], alias };
}
