/** `routes apply|test`: the EventBridge rules that bring findings to the starter. */
import type { EventBridge } from '@aws-sdk/client-eventbridge';

import { CONTROLS } from '../../../controls/index.ts';
import { applyRoutes, testRoutes } from '../../../policies/apply-routes.ts';
import type { RouteTarget } from '../../../policies/apply-routes.ts';
import type { RemediationRow } from '../../../policies/remediation.ts';
import { routedTypes, routeRules } from '../../../policies/routes.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import { readEvent } from '../../cli/read-event.ts';
import type { Reply } from '../../cli/reply.ts';
import { wholeEvent } from './event-bridge-event.ts';

/** Creates or updates the rules for the types in the remediation table. Idempotent. */
export async function routesApply(
  eventBridge: EventBridge,
  rows: readonly RemediationRow[],
  target: RouteTarget,
): Promise<Reply> {
  const rules = routeRules(routedTypes(rows, CONTROLS));
  const routes = await applyRoutes(eventBridge, rules, target);
  return {
    json: { target: target.targetArn, routes },
    text: ({ style }) =>
      routes.map(({ rule, change }) => `${style.bold(change.padEnd(9))} ${rule}`),
  };
}

/** Which of the present rules match the event in `file`. Fails when none does. */
export async function routesTest(eventBridge: EventBridge, file: string): Promise<Reply> {
  const event = wholeEvent(await readEvent(file), file);
  const routes = await testRoutes(eventBridge, event);
  const matching = routes.filter(({ matches }) => matches);
  return {
    json: { routes, matches: matching.length > 0 },
    text: ({ style }) => {
      if (routes.length === 0) {
        const apply = commandLine('routes', 'apply', '--target', 'ARN');
        return [`The bus has no rule of Closeloop. Create them: ${apply}`];
      }
      const lines = routes.map(
        ({ rule, matches }) => `${matches ? style.green('yes') : style.dim('no ')} ${rule}`,
      );
      const none = matching.length === 0 ? [style.red('No rule matches this event.')] : [];
      return [...lines, ...none];
    },
    failed: matching.length === 0,
  };
}

/** A rule delivers in its own Region: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html */
export function routeTarget(
  { target, deadLetter }: { readonly target: string; readonly deadLetter?: string },
  region: string,
): RouteTarget {
  const given = deadLetter === undefined ? [target] : [target, deadLetter];
  const elsewhere = given.find((arn) => arn.split(':')[3] !== region);
  if (elsewhere !== undefined) {
    throw new CliError('region', `${elsewhere} is not in ${region}, where findings arrive.`, {
      next: [
        `Name a function or queue in ${region}, or set CLOSELOOP_SECURITYHUB_REGION.`,
        'A rule delivers only within its own Region.',
      ],
      exitCode: 2,
    });
  }
  return { targetArn: target, ...(deadLetter === undefined ? {} : { deadLetterArn: deadLetter }) };
}
