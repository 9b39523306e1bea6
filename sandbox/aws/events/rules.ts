import { z } from 'zod';

import type { JsonCall } from '../gateway/backend-call.ts';
import type { AwsEvent } from '../security-hub/events.ts';

/** The rules of an account's default bus, read again for each event, so that a new rule counts at once. */
export interface RuleBook {
  /** ARNs of the targets of all enabled rules that match; a target of two rules is there twice. */
  targetsOf(event: AwsEvent): Promise<readonly string[]>;
}

/** @param call speaks to the back end in the bus owner's name; it also matches the patterns */
export function createRuleBook(call: JsonCall): RuleBook {
  return {
    targetsOf: async (event) => {
      const bus = busOf(call, event);
      const rules = await enabledRules(bus);
      const matching = await Promise.all(rules.map((rule) => matches(bus, rule, event)));
      const matched = rules.filter((_rule, index) => matching[index]);
      return (await Promise.all(matched.map((rule) => targetsOf(bus, rule)))).flat();
    },
  };
}

type Bus = (operation: string, input: unknown) => Promise<unknown>;

function busOf(call: JsonCall, { account, region }: AwsEvent): Bus {
  return (operation, input) =>
    call({ account, region, service: 'events', target: `AWSEvents.${operation}` }, input);
}

const RuleSchema = z.object({
  Name: z.string(),
  State: z.string().optional(),
  EventPattern: z.string().optional(),
});
type Rule = z.infer<typeof RuleSchema>;
const Rules = z.object({ Rules: z.array(RuleSchema), NextToken: z.string().nullish() });
const Targets = z.object({ Targets: z.array(z.object({ Arn: z.string() })).default([]) });
const Tested = z.object({ Result: z.boolean() });

async function enabledRules(bus: Bus): Promise<readonly Rule[]> {
  const rules: Rule[] = [];
  let NextToken: string | null | undefined;
  do {
    const page = Rules.parse(await bus('ListRules', NextToken ? { NextToken } : {}));
    rules.push(...page.Rules);
    NextToken = page.NextToken;
  } while (NextToken);
  return rules.filter((rule) => rule.State !== 'DISABLED' && rule.EventPattern);
}

async function matches(bus: Bus, { EventPattern }: Rule, event: AwsEvent): Promise<boolean> {
  const input = { EventPattern, Event: JSON.stringify(event) };
  return Tested.parse(await bus('TestEventPattern', input)).Result;
}

async function targetsOf(bus: Bus, { Name }: Rule): Promise<readonly string[]> {
  const { Targets: targets } = Targets.parse(await bus('ListTargetsByRule', { Rule: Name }));
  return targets.map((target) => target.Arn);
}
