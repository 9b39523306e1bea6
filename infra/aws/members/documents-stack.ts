/** The Automation documents of one member account and Region. */
import { CfnDeletionPolicy, CfnResource, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';

import { ownDocuments } from '../../../controls/documents.ts';

export const DOCUMENTS_STACK = 'closeloop-member-documents';

/**
 * A document's content never changes under its name, so `Replace` creates a new one beside it, and the old one stays for
 * plans that wait. One after the other: CreateDocument is throttled.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-document.html
 */
export function memberDocuments(app: App): Stack {
  const stack = new Stack(app, DOCUMENTS_STACK, {
    description: 'Closeloop: the Automation documents of controls, once in each account and Region',
  });
  let before: CfnResource | null = null;
  for (const { name, content } of ownDocuments()) {
    const document: CfnResource = new CfnResource(stack, name.replaceAll(/[^A-Za-z0-9]/g, ''), {
      type: 'AWS::SSM::Document',
      properties: {
        Name: name,
        DocumentType: 'Automation',
        DocumentFormat: 'YAML',
        // As text, byte for byte what the release has the hash of: CDK's own class takes only an object.
        Content: content,
        UpdateMethod: 'Replace',
      },
    });
    document.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
    document.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    if (before !== null) document.addResourceDependency(before);
    before = document;
  }
  return stack;
}
