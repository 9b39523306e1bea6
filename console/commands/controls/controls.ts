import type { Command } from 'commander';

import { addCommand, describeNoun, NEEDS, type Perform } from '../../cli/describe-command.ts';
import { documentHashOption } from '../../cli/option-values.ts';
import type { Services } from '../../connect/services.ts';

/** The noun `controls`. */
export function controlsCommands(noun: Command, perform: Perform): void {
  describeNoun(noun, 'See the catalogue of problems that Closeloop can verify and fix');
  addCommand(noun.command('list'), perform, {
    purpose: 'List the controls: what each covers and how it is fixed',
    needs: NEEDS.nothing,
    examples: ['controls list', 'controls list --json'],
    run: async () => (await import('./list.ts')).listControls(),
  });
  addCommand(noun.command('check'), perform, {
    purpose: 'Check that the catalogue is complete and consistent',
    needs: `${NEEDS.nothing}; CLOSELOOP_POLICIES_DIR for policies elsewhere`,
    examples: ['controls check', 'controls check --json'],
    run: async () => await (await import('./check.ts')).checkControls(),
  });
  acceptDocument(noun, perform);
}

function acceptDocument(noun: Command, perform: Perform): void {
  addCommand(noun.command('accept-document'), perform, {
    purpose: 'Show a document of AWS that a control starts, and accept it',
    exactly:
      'Shows version, hash and text, or what changed since it was last accepted. With --hash and the hash that it showed, it writes documents.yaml and the text into the policy folder, to be reviewed and committed. Until then the control stays in shadow mode.',
    needs: NEEDS.documents,
    examples: [
      'controls accept-document AWS-EnableS3BucketEncryption',
      'controls accept-document AWS-EnableS3BucketEncryption --hash HASH',
    ],
    run: async (services, name: string, { hash }: { readonly hash?: string }) =>
      await accept(services, name, hash ?? null),
  })
    .argument('<name>', 'the document, as `controls list` shows it')
    .option('--hash <sha256>', 'accept what has this hash, as it was shown', documentHashOption);
}

async function accept(services: Services, name: string, hash: string | null) {
  const { showOrAccept } = await import('./accept-document.ts');
  const { awsIdentity } = await import('../../connect/caller.ts');
  const env = await services.env();
  const { account } = await awsIdentity(env);
  const place = { account: account ?? 'unknown', region: env.region };
  const from = { ssm: await services.ssm(), place, policiesDir: env.policiesDir };
  return await showOrAccept(from, name, hash);
}
