/** How `findings evidence` is called. */
import type { Command } from 'commander';

import { addCommand, NEEDS, type Perform } from '../../../cli/describe-command.ts';
import { ID_HELP } from '../../../cli/find-lifecycle.ts';
import { singleLine } from '../../../cli/option-values.ts';

const EVIDENCE =
  'Each check of the resource left the redacted raw answers of AWS in the evidence bucket. They are shown with the role that read them, and when. Compared are: the place, the object, its hash with the ledger, its content with the check, and who signed it: closeloop-closer what it closed by, closeloop-audit the line of the story that names the hash. Exit 1 where one does not fit, is missing or was replaced. Who may open it: evidence_readers in decisions.yaml.';

export function evidenceCommand(noun: Command, perform: Perform): void {
  addCommand(noun.command('evidence'), perform, {
    purpose: 'Open the proof: the raw answers of each check, their hashes and signatures',
    exactly: EVIDENCE,
    needs: `${NEEDS.ledger};\n  the same credentials for KMS and the evidence bucket;\n  CLOSELOOP_POLICIES_DIR for policies elsewhere;\n  CLOSELOOP_EVIDENCE_BUCKET to believe no other bucket`,
    examples: [
      'findings evidence 5f2c1a9b04',
      'findings evidence 5f2c1a9b04 --check v-0f5c5d52-5a3e-4f0e-9d2e-3a1c7f0a9b11',
      'findings evidence 5f2c1a9b04 --json',
    ],
    run: async (services, id: string, { check }: { readonly check?: string }) => {
      const { showEvidence } = await import('./evidence.ts');
      const { loadDecisions } = await import('../../../../policies/load.ts');
      const { policiesDir, evidenceBucket: bucket } = await services.env();
      const from = {
        ledger: await services.ledger(),
        tables: await services.policyTables(),
        decisions: await loadDecisions(policiesDir),
        identity: services.identity,
        storyChecks: await services.storyChecks(),
        proofsOf: await services.proofsOf(),
        read: await services.storedEvidence(),
        bucket,
      };
      return await showEvidence(from, { id, check });
    },
  })
    .argument('<id>', ID_HELP)
    .option('--check <id>', 'only this check, with all its answers', singleLine);
}
