import { z } from 'zod';

import { changesOf, FIX_AGAIN, parameter, UNDO_BY_CLOSELOOP } from '../changes.ts';
import { publicGroupName } from './public-groups.ts';
import { PUBLIC_ACCESS_FLAGS } from './verify.ts';

const grantSchema = z.object({
  type: z.string().nullable(),
  to: z.string().nullable(),
  permission: z.string().nullable(),
});
type Grant = z.infer<typeof grantSchema>;

const schema = z.object({
  publicAccessBlock: z.partialRecord(z.enum(PUBLIC_ACCESS_FLAGS), z.boolean()).nullish(),
  acl: z.object({ owner: z.string().nullable(), grants: z.array(grantSchema) }).optional(),
});
type Settings = z.infer<typeof schema>;

export const changes = changesOf({
  schema,
  settings: [
    ...PUBLIC_ACCESS_FLAGS.map((flag) => ({
      name: `Public access block, ${flag}`,
      value: ({ publicAccessBlock }: Settings) =>
        publicAccessBlock === null ? 'not set' : String(publicAccessBlock?.[flag] ?? 'not read'),
    })),
    { name: 'Public ACL grants', value: ({ acl }) => granted(acl?.grants.filter(isPublic)) },
    {
      name: 'Other ACL grants',
      value: ({ acl }) =>
        granted(
          acl?.grants.filter((grant) => !isPublic(grant)),
          acl?.owner,
        ),
    },
  ],
  documents: [
    {
      name: 'Closeloop-S3PublicAccess',
      version: '1',
      after: ({ acl }) => ({
        publicAccessBlock: blockOf(() => true),
        ...(acl && {
          acl: { ...acl, grants: acl.grants.filter((grant) => !isPublic(grant)) },
        }),
      }),
      mayBreak:
        'Whoever reads or writes objects without signing in, above all visitors of a public website, gets AccessDenied; so do other AWS accounts that a public policy or ACL lets in.',
      undo: UNDO_BY_CLOSELOOP,
    },
    {
      name: 'Closeloop-S3PublicAccess-Undo',
      version: '1',
      after: ({ acl }, started) => ({
        publicAccessBlock:
          parameter(started, 'HadBlock') === 'yes'
            ? blockOf((flag) => parameter(started, flag) === 'true')
            : null,
        acl:
          parameter(started, 'HadPublicGrants') === 'yes'
            ? {
                owner: parameter(started, 'OwnerId'),
                grants: (started.parameters['Grants'] ?? []).map(grantIn),
              }
            : acl,
      }),
      mayBreak: 'The bucket may be public again: anybody may then read or write its objects.',
      undo: FIX_AGAIN,
    },
  ],
  wanted: [
    ...PUBLIC_ACCESS_FLAGS.map((flag) => ({
      name: `Public access block, ${flag}`,
      value: 'true',
    })),
    { name: 'Public ACL grants', value: 'none' },
  ],
});

function blockOf(value: (flag: (typeof PUBLIC_ACCESS_FLAGS)[number]) => boolean) {
  return Object.fromEntries(PUBLIC_ACCESS_FLAGS.map((flag) => [flag, value(flag)]));
}

function isPublic({ to }: Grant): boolean {
  return publicGroupName(to ?? '') !== null;
}

/** `READ to everybody, FULL_CONTROL to the owner`. */
function granted(grants: readonly Grant[] | undefined, owner: string | null = null): string {
  if (grants === undefined) return 'not read';
  const texts = grants.map(({ to, permission }) => {
    const whom = to === owner && to !== null ? 'the owner' : (publicGroupName(to ?? '') ?? to);
    return `${permission ?? 'no permission'} to ${whom ?? 'nobody known'}`;
  });
  return texts.length === 0 ? 'none' : texts.join(', ');
}

const grantee = z.object({
  Type: z.string(),
  ID: z.string().optional(),
  URI: z.string().optional(),
});
const parameterShape = z.object({ Grantee: grantee, Permission: z.string() });

/** As the undo's parameters name it. */
function grantIn(text: string): Grant {
  const { Grantee, Permission } = parameterShape.parse(JSON.parse(text));
  return { type: Grantee.Type, to: Grantee.URI ?? Grantee.ID ?? null, permission: Permission };
}
