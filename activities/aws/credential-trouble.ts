/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html and the "common errors" of each API. */
const NAMES =
  /^(Expired|RequestExpired|RequestTimeTooSkewed|InvalidClientTokenId|InvalidAccessKeyId|InvalidToken|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|TokenRefreshRequired|CredentialsProviderError)/;

/**
 * Does an error of this name mean that AWS does not know the caller? That is trouble of this process (credentials
 * that ran out or rotate, a clock that is wrong), and says nothing about the resource that was asked for.
 */
export function isCredentialTrouble(name: string): boolean {
  return NAMES.test(name);
}

/** What to do about it, as the end of an error's text. */
export const CREDENTIAL_ADVICE =
  'Check the credentials of this process and its clock; it is tried again later.';
