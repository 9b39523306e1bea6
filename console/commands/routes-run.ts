/** `routes apply|test`: the EventBridge rules that bring findings to the starter. */
import type { EventBridge } from '@aws-sdk/client-eventbridge';

import { CONTROLS } from '../../controls/index.ts';
import { applyRoutes, testRoutes } from '../../policies/apply-routes.ts';
import type { RouteTarget } from '../../policies/apply-routes.ts';
import type { RemediationRow } from '../../policies/remediation.ts';
import { routedTypes, routeRules } from '../../policies/routes.ts';
import { CliError } from '../cli-error.ts';
import { commandLine } from '../command-line.ts';
import type { Reply } from '../reply.ts';
import { readEvent } from './findings-explain.ts';

/** Applies the routes that the remediation table and the controls ask for. Idempotent. */
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
      routes.map(({ rule, change }) => `${style.bold(change.padEnd(9))} ${rule}`).join('\n'),
  };
}

/** Which of the rules that are present would take the event in `file`. Fails when none would. */
export async function routesTest(eventBridge: EventBridge, file: string): Promise<Reply> {
  const event = parse(await readEvent(file), file);
  const routes = await testRoutes(eventBridge, event);
  const matching = routes.filter(({ matches }) => matches);
  return {
    json: { routes, matches: matching.length > 0 },
    text: ({ style }) => {
      if (routes.length === 0) {
        return `No routes are on the bus. Make them: ${commandLine('routes', 'apply', '--target', 'ARN')}`;
      }
      const lines = routes.map(
        ({ rule, matches }) => `${matches ? style.green('yes') : style.dim('no ')} ${rule}`,
      );
      const none = matching.length === 0 ? [style.red('No route takes this event.')] : [];
      return [...lines, ...none].join('\n');
    },
    failed: matching.length === 0,
  };
}

function parse(text: string, file: string): unknown {
  try {
    const event: unknown = JSON.parse(text);
    return event;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError('event', `${file} is no JSON: ${why}`, {
      next: ['Name a file with one whole EventBridge event.'],
      cause,
    });
  }
}
