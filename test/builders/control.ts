/** A control whose check is given, for tests of what is made of it. */
import type { CheckResult, Control } from '../../controls/control.ts';
import { changes } from '../../controls/S3.PublicAccess/live-change.ts';

export const openLook: CheckResult = {
  verdict: 'open',
  summary: 'Bucket payments-logs can be public.',
  error: null,
  responses: { GetBucketAcl: { Grants: [] } },
  settings: { publicAccessBlock: null },
};

export function controlSeeing(
  look: CheckResult | (() => CheckResult | Promise<CheckResult>),
): Control {
  return {
    id: 'S3.PublicAccess',
    title: 'A bucket is public',
    why: 'It matters.',
    resourceType: 'AwsS3Bucket',
    covers: {
      securityHub: [],
      configRules: [],
      findingTypes: [],
      titles: [],
      prowler: [],
      checkov: [],
    },
    reversible: false,
    settleSeconds: 300,
    permissions: { verify: [], automation: [] },
    runbook: {
      owner: 'closeloop',
      documentName: 'Closeloop-S3PublicAccess',
      documentVersion: '1',
      file: null,
      parameters: ({ resource }, roleArn) => ({
        BucketName: [resource.name],
        AutomationAssumeRole: [roleArn],
      }),
    },
    verify: async () => (typeof look === 'function' ? look() : look),
    changes,
  };
}
