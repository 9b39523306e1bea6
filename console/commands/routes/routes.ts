import type { Command } from 'commander';

import { addCommand, describeNoun, NEEDS, type Perform } from '../../cli/describe-command.ts';
import { deadLetterQueue, deliveryTarget } from '../../cli/option-values.ts';

/** The noun `routes`: without these rules no event of Security Hub reaches Closeloop. */
export function routesCommands(noun: Command, perform: Perform): void {
  describeNoun(noun, 'Create and test the EventBridge rules that bring findings in');
  apply(noun, perform);
  test(noun, perform);
}

const TARGET = "where findings go: the starter's function or its queue";
const DEAD_LETTER = 'the queue for events that could not be delivered';

function apply(noun: Command, perform: Perform): void {
  addCommand(noun.command('apply'), perform, {
    purpose: 'Create or update the rules of the default bus as the policies need them',
    needs: `${NEEDS.eventBridge};\n  CLOSELOOP_POLICIES_DIR for policies elsewhere`,
    examples: [
      'routes apply --target arn:aws:sqs:eu-west-1:222233334444:closeloop-findings',
      'routes apply --target ARN --dead-letter ARN --json',
    ],
    run: async (services, options: { target: string; deadLetter?: string }) => {
      const { loadPolicies } = await import('../../../policies/load.ts');
      const { routesApply, routeTarget } = await import('./apply-and-test.ts');
      const { policiesDir, securityHubRegion } = await services.env();
      const to = routeTarget(options, securityHubRegion);
      const { remediation } = await loadPolicies(policiesDir);
      return await routesApply(await services.eventBridge(), remediation, to);
    },
  })
    .requiredOption('--target <arn>', TARGET, deliveryTarget)
    .option('--dead-letter <arn>', DEAD_LETTER, deadLetterQueue);
}

/** AWS itself matches the event (TestEventPattern), so the answer is what will happen. */
function test(noun: Command, perform: Perform): void {
  addCommand(noun.command('test'), perform, {
    purpose: 'Ask EventBridge which of its present rules match an event',
    needs: NEEDS.eventBridge,
    examples: ['routes test samples/event.json', 'routes test samples/event.json --json'],
    run: async (services, file: string) => {
      const { routesTest } = await import('./apply-and-test.ts');
      return await routesTest(await services.eventBridge(), file);
    },
  }).argument('<file>', 'JSON: one whole EventBridge event');
}
