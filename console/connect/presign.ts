import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';

import { decisionHash, stsOf } from '../../activities/decisions/caller-identity.ts';
import { DECISION_HEADER, LIFETIME } from '../../activities/decisions/presigned.ts';
import type { Sign } from './proving.ts';

/**
 * The query string of a presigned STS GetCallerIdentity that binds this decision: whoever sends it with the header
 * of another decision, or to another address, is refused by STS. It says who signed it and can do nothing else.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const presign: Sign = async (decision, { region, credentials, endpoint }) => {
  const { protocol, host, hostname } = new URL(endpoint ?? stsOf(region));
  const sha256 = Hash.bind(null, 'sha256');
  const signer = new SignatureV4({ credentials, region, service: 'sts', sha256 });
  const signed = await signer.presign(
    {
      protocol,
      hostname,
      method: 'GET',
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      headers: { host, [DECISION_HEADER]: decisionHash(decision) },
    },
    { expiresIn: LIFETIME / 1000 },
  );
  const query = Object.entries(signed.query ?? {}).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return { kind: 'caller-identity', value: new URLSearchParams(query).toString() };
};
