import type { EventBridge } from '@aws-sdk/client-eventbridge';

import { CONTROLS } from '../../controls/index.ts';
import { canonicalJson } from '../../domain/plan.ts';
import type { RemediationRow } from '../../policies/remediation.ts';
import { routedTypes, type RouteRule, routeRules } from '../../policies/routes.ts';
import { commandLine } from '../cli/command-line.ts';
import { type Check, broken, ok } from './check.ts';

/** Whether the bus has the rules that the policies need. Without them no finding comes in. */
export async function routes(
  eventBridge: EventBridge,
  rows: readonly RemediationRow[],
): Promise<readonly Check[]> {
  const named = { group: 'Routes', name: 'rules' };
  const wanted = routeRules(routedTypes(rows, CONTROLS));
  const present = await patternsOf(eventBridge);
  const aimless = await withoutTarget(eventBridge, [...present.keys()]);
  const faults = wanted.flatMap((rule) => fault(rule, present.get(rule.name), aimless));
  if (faults.length === 0) return [ok(named, `all ${wanted.length} rules are on the default bus`)];
  const apply = commandLine('routes', 'apply', '--target', 'ARN');
  return [broken(named, `${faults.join('; ')}: findings may not come in`, apply)];
}

interface Present {
  readonly pattern: string;
  readonly enabled: boolean;
}

async function patternsOf(eventBridge: EventBridge): Promise<ReadonlyMap<string, Present>> {
  const found = new Map<string, Present>();
  let NextToken: string | undefined;
  do {
    const page = await eventBridge.listRules({ NamePrefix: 'closeloop-', NextToken });
    for (const { Name = '', EventPattern = '', State } of page.Rules ?? []) {
      found.set(Name, { pattern: EventPattern, enabled: State === 'ENABLED' });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

/** A rule that matches and sends its events nowhere. */
async function withoutTarget(
  eventBridge: EventBridge,
  names: readonly string[],
): Promise<readonly string[]> {
  const all = await Promise.all(
    names.map(async (Rule) => {
      const { Targets = [] } = await eventBridge.listTargetsByRule({ Rule });
      return Targets.length === 0 ? [Rule] : [];
    }),
  );
  return all.flat();
}

function fault(
  rule: RouteRule,
  present: Present | undefined,
  aimless: readonly string[],
): readonly string[] {
  if (present === undefined) return [`${rule.name} is missing`];
  if (!present.enabled) return [`${rule.name} is disabled`];
  if (aimless.includes(rule.name)) return [`${rule.name} has no target`];
  return same(rule.pattern, present.pattern) ? [] : [`${rule.name} has another pattern`];
}

/** EventBridge may return a pattern with other white space. */
function same(wanted: string, there: string): boolean {
  try {
    return canonicalJson(JSON.parse(wanted)) === canonicalJson(JSON.parse(there));
  } catch {
    return false;
  }
}
