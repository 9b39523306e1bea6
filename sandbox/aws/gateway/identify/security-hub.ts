/** Method and path of Security Hub's operations: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Operations.html */
const OPERATIONS: Readonly<Record<string, string>> = {
  'POST /accounts': 'EnableSecurityHub',
  'GET /accounts': 'DescribeHub',
  'POST /findings/import': 'BatchImportFindings',
  'POST /findings': 'GetFindings',
  'PATCH /findings/batchupdate': 'BatchUpdateFindings',
  'POST /findingHistory/get': 'GetFindingHistory',
  'POST /automationrules/create': 'CreateAutomationRule',
  'GET /automationrules/list': 'ListAutomationRules',
  'POST /automationrules/get': 'BatchGetAutomationRules',
};

/** The operation's name; method and path where this list does not have it. */
export function securityHubOperation(method: string, path: string): string {
  const route = `${method} ${path}`;
  return OPERATIONS[route] ?? route;
}
