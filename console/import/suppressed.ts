/** What Security Hub holds as SUPPRESSED, and by which automation rules. Reads only. */
import type {
  AutomationRulesConfig,
  AwsSecurityFindingFilters,
  SecurityHub,
} from '@aws-sdk/client-securityhub';

export type HubReader = Pick<
  SecurityHub,
  'getFindings' | 'listAutomationRules' | 'batchGetAutomationRules'
>;

const SUPPRESSED = [{ Value: 'SUPPRESSED', Comparison: 'EQUALS' as const }];

/** Page after page: a single answer holds at most 100. */
export async function* suppressedFindings(
  hub: Pick<HubReader, 'getFindings'>,
  criteria: AwsSecurityFindingFilters = {},
): AsyncGenerator {
  let NextToken: string | undefined;
  do {
    const Filters = { ...criteria, WorkflowStatus: SUPPRESSED };
    const page = await hub.getFindings({
      Filters,
      MaxResults: 100,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    yield* page.Findings ?? [];
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== '');
}

/**
 * The rules that set Workflow SUPPRESSED, whether enabled or not.
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchGetAutomationRules.html
 */
export async function suppressingRules(
  hub: Omit<HubReader, 'getFindings'>,
): Promise<readonly AutomationRulesConfig[]> {
  const arns = await allArns(hub);
  const rules: AutomationRulesConfig[] = [];
  for (let start = 0; start < arns.length; start += 100) {
    const AutomationRulesArns = arns.slice(start, start + 100);
    const answer = await hub.batchGetAutomationRules({ AutomationRulesArns });
    const [missed] = answer.UnprocessedAutomationRules ?? [];
    if (missed !== undefined) {
      throw new Error(
        `Security Hub did not show automation rule ${missed.RuleArn}: ${missed.ErrorCode} ${missed.ErrorMessage}`,
      );
    }
    rules.push(...(answer.Rules ?? []));
  }
  return rules.filter(({ Actions = [] }) =>
    Actions.some((one) => one.FindingFieldsUpdate?.Workflow?.Status === 'SUPPRESSED'),
  );
}

async function allArns(hub: Pick<HubReader, 'listAutomationRules'>): Promise<readonly string[]> {
  const arns: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await hub.listAutomationRules({
      MaxResults: 100,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    arns.push(...(page.AutomationRulesMetadata ?? []).flatMap(({ RuleArn }) => RuleArn ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== '');
  return arns;
}
