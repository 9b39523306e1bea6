import { z } from 'zod';

import type { Place } from './events.ts';
import { compileFilters } from './filter.ts';
import { WORKFLOW_STATUSES } from './finding.ts';
import { invalidInput, parseInput } from './invalid-input.ts';

/**
 * Automation rules are stored and listed; here they act on no finding.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/automation-rules.html
 */
export interface AutomationRules {
  create(place: Place, input: unknown): unknown;
  list(place: Place, input: unknown): unknown;
  get(place: Place, input: unknown): unknown;
  clear(): void;
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_CreateAutomationRule.html */
const CreateSchema = z.object({
  RuleName: z.string().min(1).max(256),
  Description: z.string().min(1).max(1024),
  RuleOrder: z.number().int().min(1).max(1000),
  RuleStatus: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  IsTerminal: z.boolean().default(false),
  Criteria: z.record(z.string(), z.unknown()),
  Actions: z
    .array(
      z.object({
        Type: z.literal('FINDING_FIELDS_UPDATE').optional(),
        FindingFieldsUpdate: z
          .looseObject({ Workflow: z.object({ Status: z.enum(WORKFLOW_STATUSES) }).optional() })
          .optional(),
      }),
    )
    .length(1),
});

interface Rule extends z.output<typeof CreateSchema> {
  readonly RuleArn: string;
  readonly CreatedAt: string;
  readonly UpdatedAt: string;
  readonly CreatedBy: string;
}

/** An administrator's limit. */
const MOST_RULES = 100;

export function createAutomationRules(): AutomationRules {
  const rules = new Map<string, Rule>();
  const of = (place: Place) =>
    [...rules.values()].filter(({ RuleArn }) => RuleArn.startsWith(prefix(place)));
  return {
    create: (place, input) => {
      const parsed = parseInput(CreateSchema, input);
      // Refuses criteria that GetFindings would refuse.
      compileFilters(parsed.Criteria);
      if (of(place).length >= MOST_RULES) throw invalidInput(`At most ${MOST_RULES} rules`);
      const RuleArn = `${prefix(place)}${crypto.randomUUID()}`;
      const at = new Date().toISOString();
      rules.set(RuleArn, {
        ...parsed,
        RuleArn,
        CreatedAt: at,
        UpdatedAt: at,
        CreatedBy: place.account,
      });
      return { RuleArn };
    },
    list: (place, input) => listed(of(place), input),
    get: (place, input) => {
      const { AutomationRulesArns: arns } = parseInput(GetSchema, input);
      const own = new Map(of(place).map((rule) => [rule.RuleArn, rule]));
      const missing = arns.filter((arn) => !own.has(arn));
      return {
        Rules: arns.flatMap((arn) => own.get(arn) ?? []),
        UnprocessedAutomationRules: missing.map((RuleArn) => ({
          RuleArn,
          ErrorCode: 404,
          ErrorMessage: 'Rule not found',
        })),
      };
    },
    clear: () => rules.clear(),
  };
}

function prefix({ account, region }: Place): string {
  return `arn:aws:securityhub:${region}:${account}:automation-rule/`;
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_ListAutomationRules.html */
const ListSchema = z.object({
  NextToken: z.string().regex(/^\d+$/, 'not a token of this list').optional(),
  MaxResults: z.coerce.number().int().min(1).max(100).default(100),
});

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchGetAutomationRules.html */
const GetSchema = z.object({
  AutomationRulesArns: z.array(z.string().startsWith('arn:')).min(1).max(100),
});

function listed(rules: readonly Rule[], input: unknown): unknown {
  const { NextToken, MaxResults } = parseInput(ListSchema, input);
  const start = Number(NextToken ?? 0);
  const end = start + MaxResults;
  const AutomationRulesMetadata = rules
    .slice(start, end)
    .map(({ Criteria: _criteria, Actions: _actions, ...rest }) => rest);
  return end >= rules.length
    ? { AutomationRulesMetadata }
    : { AutomationRulesMetadata, NextToken: String(end) };
}
