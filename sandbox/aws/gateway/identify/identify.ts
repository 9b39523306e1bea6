import { z } from 'zod';

import { readSignature } from '../sigv4.ts';
import type { WireRequest } from '../wire.ts';
import type { Call, Protocol } from './call.ts';
import { actionsOfJsonCall } from './json-actions.ts';
import { resourceOf } from './resource.ts';
import { identifyS3 } from './s3.ts';
import { securityHubOperation } from './security-hub.ts';

/** Names in a signature's scope that differ from the prefix of the service's IAM actions. */
const IAM_PREFIX: Readonly<Record<string, string>> = {
  tagging: 'tag',
  monitoring: 'cloudwatch',
  email: 'ses',
};

/**
 * Reads service, operation, IAM actions and resource of a request. Throws `NotImplemented` for an S3
 * sub-resource it does not know: taken for the bucket itself it could delete the bucket.
 * @param account of the caller, for ARNs that the request leaves incomplete
 */
export function identify(request: WireRequest, account: string): Call {
  const signature = readSignature(request);
  const signingName = signature?.signingName ?? 's3';
  const region = signature?.region ?? 'us-east-1';
  const service = IAM_PREFIX[signingName] ?? signingName;
  const protocol = protocolOf(request, signingName);
  if (protocol === 'rest-xml' && service === 's3') return { ...identifyS3(request), region };
  const input = inputOf(request, protocol);
  const operation = operationOf(request, protocol, { service, input });
  const actions = actionsOfJsonCall(service, operation, input);
  const resource = resourceOf(service, input, { region, account });
  return { protocol, service, operation, actions, resource, region, input };
}

const RecordSchema = z.record(z.string(), z.unknown());

function protocolOf(request: WireRequest, signingName: string): Protocol {
  if (request.headers['x-amz-target']) return 'json';
  if (request.path.startsWith('/service/')) return 'cbor';
  if (['s3', 'route53', 'cloudfront'].includes(signingName)) return 'rest-xml';
  const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  if (form || request.query.has('Action')) return signingName === 'ec2' ? 'ec2' : 'query';
  return 'rest-json';
}

function inputOf(request: WireRequest, protocol: Protocol): Record<string, unknown> {
  if (protocol === 'query' || protocol === 'ec2') {
    const body = new URLSearchParams(request.body.toString('utf8'));
    return Object.fromEntries([...request.query, ...body]);
  }
  if (protocol === 'json') return parseJson(request.body);
  // Members that are not in the body are in the query, as text.
  if (protocol === 'rest-json')
    return { ...Object.fromEntries(request.query), ...parseJson(request.body) };
  return {};
}

function parseJson(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    return RecordSchema.parse(JSON.parse(body.toString('utf8')));
  } catch {
    // A body that is not a JSON object names no action or resource; the operation refuses it.
    return {};
  }
}

function operationOf(
  request: WireRequest,
  protocol: Protocol,
  known: { service: string; input: Record<string, unknown> },
): string {
  if (protocol === 'json') return request.headers['x-amz-target']?.split('.').at(-1) ?? '';
  if (protocol === 'cbor') return request.path.split('/').at(-1) ?? '';
  if (protocol === 'query' || protocol === 'ec2') return textOf(known.input['Action']);
  if (known.service === 'securityhub') return securityHubOperation(request.method, request.path);
  if (/^\/model\/[^/]+\/converse$/.test(request.path)) return 'Converse';
  return `${request.method} ${request.path}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
