import { z } from 'zod';

/**
 * IAM actions of an operation outside S3. They are named after the operation, except DynamoDB's
 * transactions, which need the permission of each kind of item:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
export function actionsOfJsonCall(
  service: string,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): readonly string[] {
  if (service === 'dynamodb' && operation === 'TransactGetItems') return ['dynamodb:GetItem'];
  if (service === 'dynamodb' && operation === 'TransactWriteItems')
    return transactionActions(input);
  if (service === 'ssm' && operation === 'StartAutomationExecution')
    return automationActions(input);
  // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
  if (service === 'bedrock' && operation === 'Converse') return ['bedrock:InvokeModel'];
  return [`${service}:${operation}`];
}

const Transaction = z.object({ TransactItems: z.array(z.record(z.string(), z.unknown())) });
const WithRole = z.object({ Parameters: z.object({ AutomationAssumeRole: z.array(z.string()) }) });

function transactionActions(input: unknown): readonly string[] {
  const parsed = Transaction.safeParse(input);
  const kinds = new Set(parsed.data?.TransactItems.flatMap((item) => Object.keys(item)));
  if (kinds.size === 0) return ['dynamodb:TransactWriteItems'];
  return [...kinds].map(actionOfItem);
}

/** Of one item of a transaction: `Put`, `Update`, `Delete`, `Get` or `ConditionCheck`. */
export function actionOfItem(kind: string): string {
  return `dynamodb:${kind}Item`;
}

/** Handing a role to a service needs iam:PassRole too. */
function automationActions(input: unknown): readonly string[] {
  const start = 'ssm:StartAutomationExecution';
  return WithRole.safeParse(input).success ? [start, 'iam:PassRole'] : [start];
}
