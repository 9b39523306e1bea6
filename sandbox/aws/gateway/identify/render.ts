import type { AwsError } from '../aws-error.ts';
import type { WireAnswer } from '../wire.ts';
import type { Protocol } from './call.ts';

/** An error as the service's protocol writes it, so that an SDK client shows its name and message. */
export function renderError(protocol: Protocol, error: AwsError, requestId: string): WireAnswer {
  const code = codeIn(protocol, error.code);
  const found = { code: escapeXml(code), message: escapeXml(error.message), requestId };
  const headers = { 'x-amzn-requestid': requestId, 'x-amz-request-id': requestId };
  switch (protocol) {
    case 'json':
    case 'rest-json':
    case 'cbor':
      return {
        status: error.status,
        headers: { ...headers, 'content-type': 'application/json', 'x-amzn-errortype': code },
        body: JSON.stringify({ __type: code, Code: code, message: error.message }),
      };
    case 'query':
    case 'ec2':
    case 'rest-xml':
      return {
        status: error.status,
        headers: { ...headers, 'content-type': 'text/xml' },
        body: XML[protocol](found),
      };
  }
}

/** A successful answer of an operation that the gateway owns, in a JSON protocol. */
export function renderJson(output: unknown, requestId: string): WireAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId },
    body: JSON.stringify(output),
  };
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

interface Fields {
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
}

const XML = {
  query: ({ code, message, requestId }: Fields) =>
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  ec2: ({ code, message, requestId }: Fields) =>
    `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
  'rest-xml': ({ code, message, requestId }: Fields) =>
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>${requestId}</RequestId></Error>`,
};

/** The same refusal has another name in each protocol. */
function codeIn(protocol: Protocol, code: string): string {
  const names: Readonly<Record<string, Partial<Record<Protocol, string>>>> = {
    AccessDenied: {
      json: 'AccessDeniedException',
      'rest-json': 'AccessDeniedException',
      ec2: 'UnauthorizedOperation',
    },
    InvalidClientTokenId: {
      json: 'UnrecognizedClientException',
      'rest-json': 'UnrecognizedClientException',
      'rest-xml': 'InvalidAccessKeyId',
      ec2: 'AuthFailure',
    },
    SignatureDoesNotMatch: {
      json: 'InvalidSignatureException',
      'rest-json': 'InvalidSignatureException',
    },
    ExpiredToken: { json: 'ExpiredTokenException', 'rest-json': 'ExpiredTokenException' },
  };
  return names[code]?.[protocol] ?? code;
}
