/** All stacks of Closeloop in one CDK app: the CLI of CDK, `publish.ts` and the tests take them from here. */
import { App, BootstraplessSynthesizer } from 'aws-cdk-lib';

import { loadPolicies } from '../../policies/load.ts';
import { hubStack } from './hub/hub-stack.ts';
import { memberDocuments } from './members/documents-stack.ts';
import { organization } from './members/organization-stack.ts';
import { memberRoles } from './members/roles-stack.ts';

/**
 * The app, not yet synthesised. `outdir` is where templates go, `policiesDir` the policy files of the release. Needs no
 * bootstrap and no credentials: every choice is a parameter of a template.
 */
export async function closeloopApp(outdir: string, policiesDir: string): Promise<App> {
  const app = new App({
    outdir,
    analyticsReporting: false,
    treeMetadata: false,
    // Paths of constructs say nothing that a logical id does not, and are a third of a template.
    context: { 'aws:cdk:enable-path-metadata': false },
    // cfn-lint and our own assertions look at the templates; this would take four times as long.
    builtinCloudFormationValidation: false,
    // @ts-expect-error CDK hands undefined to an optional property, which it does not declare.
    defaultStackSynthesizer: new BootstraplessSynthesizer(),
  });
  const { remediation } = await loadPolicies(policiesDir);
  hubStack(app, remediation);
  memberRoles(app);
  memberDocuments(app);
  organization(app);
  return app;
}
