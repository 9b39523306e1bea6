/** The two groups that mean "the public": https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html */
const PUBLIC_GROUPS = new Map([
  ['http://acs.amazonaws.com/groups/global/AllUsers', 'everybody'],
  ['http://acs.amazonaws.com/groups/global/AuthenticatedUsers', 'every AWS account'],
]);

/** Who a grantee's URI reaches, in words; null when it is not the public. */
export function publicGroupName(uri: string): string | null {
  return PUBLIC_GROUPS.get(uri) ?? null;
}

export function isPublicGroup(uri: string): boolean {
  return PUBLIC_GROUPS.has(uri);
}
