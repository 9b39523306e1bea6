import { AwsError } from './aws-error.ts';
import type { Principal, Principals } from './principals.ts';
import { presignExpired, readSignature, signatureMatches } from './sigv4.ts';
import type { WireRequest } from './wire.ts';

/** The caller, proved by signature. Throws what AWS answers to a missing, unknown, wrong or expired key. */
export async function authenticate(
  request: WireRequest,
  principals: Principals,
): Promise<Principal> {
  const signature = readSignature(request);
  if (!signature) {
    throw new AwsError('MissingAuthenticationToken', 'Missing Authentication Token', 403);
  }
  const principal = principals.find(signature.accessKeyId);
  if (!principal) {
    throw new AwsError(
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
      403,
    );
  }
  const { secretAccessKey } = principal.credentials;
  if (!(await signatureMatches(request, signature, secretAccessKey))) {
    throw new AwsError('SignatureDoesNotMatch', WRONG_SIGNATURE, 403);
  }
  if (signature.presigned && presignExpired(request, Date.now())) {
    throw new AwsError('SignatureDoesNotMatch', 'Signature expired', 403);
  }
  if ((principal.credentials.expiration?.getTime() ?? Infinity) < Date.now()) {
    const message = 'The security token included in the request is expired';
    throw new AwsError('ExpiredToken', message, 403);
  }
  return principal;
}

const WRONG_SIGNATURE =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';
