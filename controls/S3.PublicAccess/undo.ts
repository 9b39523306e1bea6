import { z } from 'zod';

import type { Undo } from '../control.ts';
import { isPublicGroup } from './public-groups.ts';

/** What `verify` reports as settings; a plan carries it as its pre-state. */
const settingsSchema = z.object({
  publicAccessBlock: z
    .object({
      BlockPublicAcls: z.boolean(),
      IgnorePublicAcls: z.boolean(),
      BlockPublicPolicy: z.boolean(),
      RestrictPublicBuckets: z.boolean(),
    })
    .nullable(),
  acl: z.object({
    owner: z.string(),
    // Automation takes at most 50 values for a parameter, and S3 at most 100 grants:
    // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
    grants: z
      .array(z.object({ type: z.string(), to: z.string(), permission: z.string() }))
      .max(50, 'more than 50 grants cannot be handed to Automation; restore the ACL by hand'),
  }),
});
type Grant = z.infer<typeof settingsSchema>['acl']['grants'][number];

/**
 * The ACL is restored only if the runbook had to replace it, that is if it had public grants: a bucket
 * with BucketOwnerEnforced has none and would refuse the write.
 */
export const undoParameters: Undo['parameters'] = (problem, roleArn, settings) => {
  const parsed = settingsSchema.safeParse(settings);
  if (!parsed.success) {
    throw new Error(
      `Cannot undo S3.PublicAccess on ${problem.resource.name}: the recorded pre-state is incomplete.\n${z.prettifyError(parsed.error)}`,
    );
  }
  const { publicAccessBlock, acl } = parsed.data;
  const hadPublicGrants = acl.grants.some(({ to }) => isPublicGroup(to));
  return {
    BucketName: [problem.resource.name],
    AutomationAssumeRole: [roleArn],
    HadBlock: [yesNo(publicAccessBlock !== null)],
    BlockPublicAcls: [String(publicAccessBlock?.BlockPublicAcls ?? false)],
    IgnorePublicAcls: [String(publicAccessBlock?.IgnorePublicAcls ?? false)],
    BlockPublicPolicy: [String(publicAccessBlock?.BlockPublicPolicy ?? false)],
    RestrictPublicBuckets: [String(publicAccessBlock?.RestrictPublicBuckets ?? false)],
    HadPublicGrants: [yesNo(hadPublicGrants)],
    OwnerId: [acl.owner],
    Grants: acl.grants.map((grant) => JSON.stringify(grantOf(grant))),
  };
};

/** As PutBucketAcl takes it. */
function grantOf({ type, to, permission }: Grant): unknown {
  const name = type === 'Group' ? 'URI' : 'ID';
  return { Grantee: { Type: type, [name]: to }, Permission: permission };
}

function yesNo(value: boolean): 'yes' | 'no' {
  return value ? 'yes' : 'no';
}
