import type { EventBridge, Rule, Target } from '@aws-sdk/client-eventbridge';

import { isRouteName } from './routes.ts';
import type { RouteRule } from './routes.ts';

/** Where the rules deliver. */
export interface RouteTarget {
  /** The starter's function, or the queue before it. */
  readonly targetArn: string;
  /** Queue for events that EventBridge could not deliver. */
  readonly deadLetterArn?: string;
}

export interface RouteChange {
  readonly rule: string;
  readonly change: 'created' | 'changed' | 'unchanged' | 'removed';
}

/**
 * Makes the rules of the default bus exactly these routes: writes what differs, removes routes that are not wanted any
 * more, leaves all other rules alone. Throws when EventBridge refuses a target, naming rule and reason.
 */
export async function applyRoutes(
  eventBridge: EventBridge,
  rules: readonly RouteRule[],
  target: RouteTarget,
): Promise<readonly RouteChange[]> {
  const present = await routesPresent(eventBridge);
  const changes: RouteChange[] = [];
  for (const rule of rules) {
    const before = present.find(({ Name }) => Name === rule.name);
    changes.push({
      rule: rule.name,
      change: await applyRule(eventBridge, { rule, before, target }),
    });
  }
  const wanted = new Set(rules.map(({ name }) => name));
  for (const { Name: name = '' } of present.filter(({ Name }) => !wanted.has(Name ?? ''))) {
    await removeRule(eventBridge, name);
    changes.push({ rule: name, change: 'removed' });
  }
  return changes;
}

export interface RouteTest {
  readonly rule: string;
  readonly matches: boolean;
}

/** Asks EventBridge which of the routes that are present would take `event`, an EventBridge event. */
export async function testRoutes(
  eventBridge: EventBridge,
  event: unknown,
): Promise<readonly RouteTest[]> {
  const tests: RouteTest[] = [];
  for (const { Name: rule = '', EventPattern } of await routesPresent(eventBridge)) {
    const Event = JSON.stringify(event);
    const { Result = false } = await eventBridge.testEventPattern({ EventPattern, Event });
    tests.push({ rule, matches: Result });
  }
  return tests;
}

async function routesPresent(eventBridge: EventBridge): Promise<readonly Rule[]> {
  const rules: Rule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await eventBridge.listRules({ NamePrefix: 'closeloop-', NextToken });
    rules.push(...(page.Rules ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return rules.filter(({ Name }) => isRouteName(Name ?? ''));
}

interface Applied {
  readonly rule: RouteRule;
  readonly before: Rule | undefined;
  readonly target: RouteTarget;
}

async function applyRule(
  eventBridge: EventBridge,
  { rule, before, target }: Applied,
): Promise<RouteChange['change']> {
  const same = before?.State === 'ENABLED' && samePattern(before.EventPattern, rule.pattern);
  if (!same) {
    const { name: Name, pattern: EventPattern, description: Description } = rule;
    await eventBridge.putRule({ Name, EventPattern, Description, State: 'ENABLED' });
  }
  const moved = await pointTo(eventBridge, rule.name, target);
  if (before === undefined) return 'created';
  return same && !moved ? 'unchanged' : 'changed';
}

/** Makes this the rule's only target; false when it was already. */
async function pointTo(
  eventBridge: EventBridge,
  Rule: string,
  { targetArn: Arn, deadLetterArn }: RouteTarget,
): Promise<boolean> {
  const { Targets = [] } = await eventBridge.listTargetsByRule({ Rule });
  const ours = Targets.find(({ Id }) => Id === TARGET);
  const others = Targets.flatMap(({ Id }) => (Id === undefined || Id === TARGET ? [] : [Id]));
  if (others.length > 0) await eventBridge.removeTargets({ Rule, Ids: others });
  if (ours?.Arn === Arn && ours.DeadLetterConfig?.Arn === deadLetterArn) return others.length > 0;
  const wanted: Target = {
    Id: TARGET,
    Arn,
    ...(deadLetterArn === undefined ? {} : { DeadLetterConfig: { Arn: deadLetterArn } }),
  };
  const { FailedEntries = [] } = await eventBridge.putTargets({ Rule, Targets: [wanted] });
  const [failed] = FailedEntries;
  if (failed === undefined) return true;
  const why = `${failed.ErrorCode ?? 'no code'}: ${failed.ErrorMessage ?? 'no reason'}`;
  throw new Error(`EventBridge does not take ${Arn} as the target of rule ${Rule}: ${why}`);
}

async function removeRule(eventBridge: EventBridge, Name: string): Promise<void> {
  const { Targets = [] } = await eventBridge.listTargetsByRule({ Rule: Name });
  const Ids = Targets.flatMap(({ Id }) => (Id === undefined ? [] : [Id]));
  if (Ids.length > 0) await eventBridge.removeTargets({ Rule: Name, Ids });
  await eventBridge.deleteRule({ Name });
}

/** EventBridge may return a pattern with other blanks. */
function samePattern(before: string | undefined, wanted: string): boolean {
  if (before === undefined) return false;
  try {
    return JSON.stringify(JSON.parse(before)) === wanted;
  } catch {
    // What is no JSON is not our pattern: it is replaced.
    return false;
  }
}

const TARGET = 'starter';
