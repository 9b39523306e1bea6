/** The deployed policies decide as the sandbox's gateway does, so that what runs here runs there, and no more. */
import assert from 'node:assert/strict';

import { TABLES } from '../../../activities/ledger/dynamodb/table-names.ts';
import { keyOf } from '../../../activities/ledger/dynamodb/tables.ts';
import { actionsOf, PRINCIPALS } from '../../../controls/roles.ts';
import type { PrincipalName } from '../../../controls/roles.ts';
import { scopesOf } from '../../../controls/scopes.ts';
import { macAliases } from '../../../infra/aws/grants/mac-aliases.ts';
import { isMemberRole } from '../../../infra/aws/grants/trust.ts';
import { authorize } from '../../../sandbox/aws/gateway/authorize.ts';
import { AwsError } from '../../../sandbox/aws/gateway/aws-error.ts';
import type { Call } from '../../../sandbox/aws/gateway/identify/call.ts';
import { isAllowed } from './evaluate.ts';
import type { IamRequest } from './evaluate.ts';
import { deployed, hub, member, placeOf } from './places.ts';

/** One call as the gateway sees it, and what IAM is asked for it. */
interface Case {
  readonly service: string;
  readonly operation: string;
  readonly actions?: readonly string[];
  readonly resource?: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly requests: readonly IamRequest[];
}

const HUB_REGION = hub.region;
const ITEM_CALLS = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'];
const TABLE_CALLS = ['Query', 'Scan', 'DescribeTable'];
/** Partition keys that scopes tell apart, and one that none names. */
const KEYS = ['any', 'remediation', 'kill-switch', 'account#111122223333#1', 'fix#1', 'merged#1'];

function ledgerCases(): readonly Case[] {
  return TABLES.flatMap((table) => {
    const TableName = `closeloop-${table}`;
    const resource = `arn:aws:dynamodb:${HUB_REGION}:${hub.account}:table/${TableName}`;
    const items = ITEM_CALLS.flatMap((operation) =>
      KEYS.map((key) => ({
        service: 'dynamodb',
        operation,
        input: { TableName, Key: { [keyOf(table).partition]: { S: key } } },
        requests: [ask(`dynamodb:${operation}`, resource, { 'dynamodb:LeadingKeys': [key] })],
      })),
    );
    const tables = TABLE_CALLS.map((operation) => ({
      service: 'dynamodb',
      operation,
      input: { TableName },
      requests: [ask(`dynamodb:${operation}`, resource)],
    }));
    return [...items, ...tables];
  });
}

function keyCases(): readonly Case[] {
  return ['GenerateMac', 'VerifyMac', 'DescribeKey'].flatMap((operation) =>
    macAliases().map((KeyId) => ({
      service: 'kms',
      operation,
      input: { KeyId },
      requests: [ask(`kms:${operation}`, hub.keyOf(KeyId), { 'kms:RequestAlias': [KeyId] })],
    })),
  );
}

/** What BatchUpdateFindings takes, with the condition keys that it makes. */
const CHANGES: readonly (readonly [object, readonly string[]])[] = [
  [{ Workflow: { Status: 'RESOLVED' } }, ['Workflow.Status']],
  [{ Note: { Text: 'a', UpdatedBy: 'b' } }, ['Note.Text', 'Note.UpdatedBy']],
  [{ UserDefinedFields: { a: 'b' } }, ['UserDefinedFields']],
  [{ Severity: { Label: 'LOW' } }, ['Severity.Label']],
  [{ Severity: { Normalized: 1 } }, ['Severity.Normalized']],
  [{ Types: ['a/b/c'] }, ['Types']],
  [{ Confidence: 1 }, ['Confidence']],
  [{ Criticality: 1 }, ['Criticality']],
  [{ VerificationState: 'BENIGN_POSITIVE' }, ['VerificationState']],
  [{ RelatedFindings: [{ Id: 'a', ProductArn: 'b' }] }, ['RelatedFindings.Id']],
  [{ Workflow: { Status: 'RESOLVED' }, Types: ['a/b/c'] }, ['Workflow.Status', 'Types']],
];

function findingCases(): readonly Case[] {
  const resource = `arn:aws:securityhub:${HUB_REGION}:${hub.account}:hub/default`;
  return CHANGES.map(([change, paths]) => ({
    service: 'securityhub',
    operation: 'BatchUpdateFindings',
    input: { FindingIdentifiers: [], ...change },
    requests: [
      ask(
        'securityhub:BatchUpdateFindings',
        resource,
        Object.fromEntries(paths.map((path) => [`securityhub:ASFFSyntaxPath/${path}`, ['x']])),
      ),
    ],
  }));
}

function roleCases(): readonly Case[] {
  const roles = ['closeloop-verify', 'closeloop-remediate', 'closeloop-automation', 'admin'];
  return roles.flatMap((role) => {
    const resource = `arn:aws:iam::${member.account}:role/${role}`;
    const of = (service: string, operation: string) => {
      const requests = [ask(`${service}:${operation}`, resource)];
      return { service, operation, resource, input: {}, requests };
    };
    return [of('sts', 'AssumeRole'), of('iam', 'GetRole')];
  });
}

const DOCUMENTS = [
  'Closeloop-S3PublicAccess',
  'Closeloop-S3PublicAccess-Undo',
  'AWS-EnableS3BucketEncryption',
  'AWS-RunPowerShellScript',
  'Closeloop-Other',
];

/** IAM is asked about definition, document and execution, and about the role that is handed on. */
function automationCases(): readonly Case[] {
  const starts = DOCUMENTS.flatMap((name) => ['1', '2'].map((version) => ({ name, version })));
  return starts.flatMap(({ name, version }) =>
    ['closeloop-automation', 'admin'].map((role) => {
      const account = name.startsWith('AWS-') ? '' : member.account;
      const roleArn = `arn:aws:iam::${member.account}:role/${role}`;
      const start = 'ssm:StartAutomationExecution';
      const at = `arn:aws:ssm:eu-central-1:${account}`;
      return {
        service: 'ssm',
        operation: 'StartAutomationExecution',
        actions: [start, 'iam:PassRole'],
        input: {
          DocumentName: name,
          DocumentVersion: version,
          Parameters: { AutomationAssumeRole: [roleArn] },
        },
        requests: [
          ask(start, `${at}:automation-definition/${name}:${version}`),
          ask(start, `${at}:document/${name}`),
          ask(start, `arn:aws:ssm:eu-central-1:${member.account}:automation-execution/1-2-3`),
          ask('iam:PassRole', roleArn, { 'iam:PassedToService': ['ssm.amazonaws.com'] }),
        ],
      };
    }),
  );
}

function ask(action: string, resource: string, context: IamRequest['context'] = {}): IamRequest {
  return { action, resource, context };
}

function secretCases(): readonly Case[] {
  return ['starter', 'closer', 'slack', 'slack-interactivity', 'other'].map((name) => {
    const resource = `arn:aws:ssm:${HUB_REGION}:${hub.account}:parameter/closeloop/${name}`;
    const requests = [ask('ssm:GetParameter', resource)];
    return { service: 'ssm', operation: 'GetParameter', resource, input: {}, requests };
  });
}

function evidenceCases(): readonly Case[] {
  return ['evidence/a/b.json', 'other/a'].flatMap((key) => {
    const resource = `arn:aws:s3:::${hub.evidenceBucket}/${key}`;
    const requests = [ask('s3:GetObject', resource)];
    return [{ service: 's3', operation: 'GetObject', resource, input: {}, requests }];
  });
}

const CASES = [
  ...evidenceCases(),
  ...secretCases(),
  ...ledgerCases(),
  ...keyCases(),
  ...findingCases(),
  ...roleCases(),
  ...automationCases(),
];

function gatewayAllows(name: PrincipalName, one: Case): boolean {
  const { account } = placeOf(name);
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
  const principal = { account, name, session: 'test', credentials, via: null };
  const { service, operation, input } = one;
  const call: Call = {
    protocol: 'json',
    service,
    operation,
    actions: one.actions ?? [`${service}:${operation}`],
    resource: one.resource ?? '*',
    region: operation === 'StartAutomationExecution' ? 'eu-central-1' : HUB_REGION,
    input,
  };
  try {
    authorize(principal, call, {
      actionsOf: () => actionsOf(name),
      scopesOf: () => scopesOf(name),
    });
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'AccessDenied') return false;
    throw error;
  }
}

describe('The deployed policies and the gateway', () => {
  for (const principal of PRINCIPALS) {
    it(`a call of ${principal} is allowed by its deployed policy exactly where the sandbox allows it`, () => {
      const policy = deployed(principal);
      const differ = CASES.filter(
        (one) =>
          // A role of a member account describes that account's keys: it has none of the hub's.
          !(isMemberRole(principal) && one.operation === 'DescribeKey') &&
          gatewayAllows(principal, one) !==
            one.requests.every((request) => isAllowed(policy, request)),
      );
      assert.deepEqual(differ, []);
    });
  }

  it('calls on tables, keys, findings, roles and documents are among what is compared, allowed and refused', () => {
    const allowed = PRINCIPALS.flatMap((principal) =>
      CASES.filter((one) => gatewayAllows(principal, one)),
    );
    for (const service of ['dynamodb', 'kms', 'securityhub', 'sts', 'ssm']) {
      const of = allowed.filter((one) => one.service === service).length;
      const all = CASES.filter((one) => one.service === service).length * PRINCIPALS.length;
      assert.ok(of > 0 && of < all, `${service}: ${of} of ${all}`);
    }
  });
});

describe('What a deployed policy refuses though the sandbox does not look', () => {
  const refused: readonly (readonly [PrincipalName, IamRequest])[] = [
    ['closeloop-orchestrator', ask('dynamodb:GetItem', tableIn(hub.account, 'eu-west-1', 'other'))],
    ['closeloop-orchestrator', ask('dynamodb:GetItem', tableIn('999999999999', 'eu-west-1'))],
    ['closeloop-orchestrator', ask('dynamodb:GetItem', tableIn(hub.account, 'us-east-1'))],
    ['closeloop-orchestrator', ask('s3:PutObject', 'arn:aws:s3:::payments-logs/evidence/a')],
    ['closeloop-orchestrator', ask('s3:PutObject', 'arn:aws:s3:::closeloop-evidence/other/a')],
    ['closeloop-console', ask('s3:GetObject', 'arn:aws:s3:::payments-logs/evidence/a')],
    ['closeloop-console', ask('s3:ListBucket', 'arn:aws:s3:::payments-logs')],
    ['closeloop-code', ask('sns:Publish', 'arn:aws:sns:eu-west-1:222233334444:other')],
    ['closeloop-code', ask('bedrock:InvokeModel', 'arn:aws:bedrock:eu-west-1::foundation-model/x')],
    ['closeloop-runtime', ask('kms:VerifyMac', 'arn:aws:kms:eu-west-1:222233334444:key/other')],
    [
      'closeloop-console',
      ask('events:PutRule', 'arn:aws:events:eu-west-1:222233334444:rule/other'),
    ],
    // A MAC by the key's id says nothing about the alias.
    ['closeloop-runtime', ask('kms:GenerateMac', hub.keyOf('alias/closeloop-runtime'))],
    // The one key of another principal under an alias of ours.
    [
      'closeloop-runtime',
      ask('kms:GenerateMac', hub.keyOf('alias/closeloop-closer'), {
        'kms:RequestAlias': ['alias/closeloop-runtime'],
      }),
    ],
    // No key in the request, and several of which one is not ours.
    [
      'closeloop-runtime',
      ask('dynamodb:PutItem', tableIn(hub.account, 'eu-west-1', 'closeloop', 'caps')),
    ],
    [
      'closeloop-runtime',
      ask('dynamodb:PutItem', tableIn(hub.account, 'eu-west-1', 'closeloop', 'caps'), {
        'dynamodb:LeadingKeys': ['account#1', 'fix#1'],
      }),
    ],
    [
      'closeloop-automation',
      ask('s3:PutBucketAcl', 'arn:aws:s3:::other', { 's3:ResourceAccount': ['999999999999'] }),
    ],
    [
      'closeloop-remediate',
      ask('iam:PassRole', `arn:aws:iam::${member.account}:role/closeloop-automation`, {
        'iam:PassedToService': ['ec2.amazonaws.com'],
      }),
    ],
    [
      'closeloop-remediate',
      ask('iam:PassRole', 'arn:aws:iam::999999999999:role/closeloop-automation', {
        'iam:PassedToService': ['ssm.amazonaws.com'],
      }),
    ],
    [
      'closeloop-remediate',
      ask('ssm:GetDocument', 'arn:aws:ssm:eu-west-1:111122223333:document/x'),
    ],
  ];

  for (const [principal, request] of refused) {
    it(`${principal} may not ${request.action} on ${request.resource} ${JSON.stringify(request.context)}`, () => {
      assert.equal(isAllowed(deployed(principal), request), false);
    });
  }
});

function tableIn(account: string, region: string, prefix = 'closeloop', table = 'events'): string {
  return `arn:aws:dynamodb:${region}:${account}:table/${prefix}-${table}`;
}
