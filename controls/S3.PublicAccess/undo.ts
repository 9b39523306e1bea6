import { z } from 'zod';

import { bucketParameters, undoParameters } from '../runbook.ts';
import { isPublicGroup } from './public-groups.ts';
import { PUBLIC_ACCESS_FLAGS } from './verify.ts';

/** What `verify` reports as settings; a plan carries it as its pre-state. */
const settingsSchema = z.object({
  publicAccessBlock: z.record(z.enum(PUBLIC_ACCESS_FLAGS), z.boolean()).nullable(),
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
export const undo = undoParameters(
  {
    control: 'S3.PublicAccess',
    schema: settingsSchema,
    fault: 'the recorded pre-state is incomplete',
  },
  (problem, roleArn, { publicAccessBlock, acl }) => ({
    ...bucketParameters(problem, roleArn),
    HadBlock: [yesNo(publicAccessBlock !== null)],
    ...Object.fromEntries(
      PUBLIC_ACCESS_FLAGS.map((flag) => [flag, [String(publicAccessBlock?.[flag] ?? false)]]),
    ),
    HadPublicGrants: [yesNo(acl.grants.some(({ to }) => isPublicGroup(to)))],
    OwnerId: [acl.owner],
    Grants: acl.grants.map((grant) => JSON.stringify(grantOf(grant))),
  }),
);

/** As PutBucketAcl takes it. */
function grantOf({ type, to, permission }: Grant): unknown {
  const name = type === 'Group' ? 'URI' : 'ID';
  return { Grantee: { Type: type, [name]: to }, Permission: permission };
}

function yesNo(value: boolean): 'yes' | 'no' {
  return value ? 'yes' : 'no';
}
