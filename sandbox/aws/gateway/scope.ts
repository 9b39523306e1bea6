/** Resources and conditions of a principal's policy, as far as `controls/scopes.ts` states them. */
import { z } from 'zod';

import type { Scope } from '../../../controls/scopes.ts';
import { matchesWildcard } from '../../../domain/wildcard.ts';
import type { Call } from './identify/call.ts';
import { actionOfItem } from './identify/json-actions.ts';

/** The statements that narrow the actions of a role. */
export type ScopesOf = (roleName: string) => readonly Scope[];

/** One action on one resource: what IAM decides about. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Of DynamoDB: the item or key, as attributes. */
  readonly key?: Readonly<Record<string, unknown>>;
}

/** The first request of the call that no statement allows; null when each is allowed or not narrowed. */
export function outOfScope(call: Call, scopes: readonly Scope[], account: string): Request | null {
  if (scopes.length === 0) return null;
  const isDenied = (request: Request) => {
    const about = scopes.filter(({ actions }) => actions.includes(request.action));
    return about.length > 0 && !about.some((scope) => allows(scope, request, call));
  };
  return requestsOf(call, account).find(isDenied) ?? null;
}

function allows(scope: Scope, request: Request, { input }: Call): boolean {
  const { resources, leadingKey, alias, fields } = scope;
  if (!resources.some((pattern) => matchesWildcard(pattern, request.resource))) return false;
  if (alias !== undefined && input['KeyId'] !== alias) return false;
  if (fields !== undefined && !changed(input).every((name) => fields.includes(name))) return false;
  if (leadingKey === undefined) return true;
  const value = keyText.safeParse(request.key?.[leadingKey.attribute]).data?.S;
  return (
    value !== undefined && leadingKey.values.some((pattern) => matchesWildcard(pattern, value))
  );
}

const keyText = z.object({ S: z.string() });

/** The members of BatchUpdateFindings besides the list of findings. */
function changed(input: Call['input']): readonly string[] {
  return Object.keys(input).filter((name) => name !== 'FindingIdentifiers');
}

const attributes = z.record(z.string(), z.unknown());
const one = z.looseObject({
  TableName: z.string(),
  Key: attributes.optional(),
  Item: attributes.optional(),
});
const transaction = z.object({ TransactItems: z.array(z.record(z.string(), one)) });
const automation = z.looseObject({
  DocumentVersion: z.string().optional(),
  Parameters: z.looseObject({ AutomationAssumeRole: z.array(z.string()).optional() }).optional(),
});

function requestsOf(call: Call, account: string): readonly Request[] {
  const { service, operation, actions, input, region } = call;
  if (service === 'dynamodb') return dynamoRequests(call, account);
  if (service === 'ssm' && operation === 'StartAutomationExecution') {
    const { DocumentVersion = '$DEFAULT', Parameters } = automation.parse(input);
    const roles = Parameters?.AutomationAssumeRole ?? [];
    const definition = `arn:aws:ssm:${region}:${account}:automation-definition/${String(input['DocumentName'])}:${DocumentVersion}`;
    return [
      { action: 'ssm:StartAutomationExecution', resource: definition },
      ...roles.map((resource) => ({ action: 'iam:PassRole', resource })),
    ];
  }
  return actions.map((action) => ({ action, resource: call.resource }));
}

function dynamoRequests({ actions, input, region }: Call, account: string): readonly Request[] {
  const requestOf = (action: string, given: z.output<typeof one>): Request => ({
    action,
    // A table may also be named by its ARN.
    resource: given.TableName.startsWith('arn:')
      ? given.TableName
      : `arn:aws:dynamodb:${region}:${account}:table/${given.TableName}`,
    key: given.Key ?? given.Item ?? {},
  });
  const several = transaction.safeParse(input);
  if (several.success) {
    return several.data.TransactItems.flatMap((item) =>
      Object.entries(item).map(([kind, given]) => requestOf(actionOfItem(kind), given)),
    );
  }
  const single = one.safeParse(input);
  if (single.success) return actions.map((action) => requestOf(action, single.data));
  return actions.map((action) => ({ action, resource: '*' }));
}
