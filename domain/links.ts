/** Links for people. Ids are encoded: a workflow id contains colons, a finding id is an ARN. */
import { partitionOf } from './partitions.ts';

/** Of a workflow in the Temporal Web UI at `ui`. */
export function workflowLink(ui: string, namespace: string, workflowId: string): string {
  return `${ui}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}

/**
 * Of the list of workflows that match a query, for example `FindingNeedsHuman=true`. Which columns the list has is a
 * setting of each browser. https://docs.temporal.io/list-filter
 */
export function workflowsLink(ui: string, namespace: string, query: string): string {
  return `${ui}/namespaces/${encodeURIComponent(namespace)}/workflows?query=${encodeURIComponent(query)}`;
}

/**
 * Of a finding in Security Hub's console, whose search term is encoded twice. Null for a partition whose console is not on
 * the internet.
 */
export function findingLink(region: string, findingId: string): string | null {
  const host = CONSOLES.get(partitionOf(region));
  if (host === undefined) return null;
  const equals = encodeURIComponent(`\\operator\\:EQUALS\\:${findingId}`);
  const search = encodeURIComponent(`Id=${equals}`);
  return `https://${host.replace('REGION', region)}/securityhub/home?region=${region}#/findings?search=${search}`;
}

/**
 * No data of the SDK has these. https://docs.aws.amazon.com/general/latest/gr/mgmt-console.html,
 * https://docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-arns.html,
 * https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/using-govcloud-endpoints.html, https://docs.aws.eu
 */
const CONSOLES: ReadonlyMap<string, string> = new Map([
  ['aws', 'REGION.console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-eusc', 'REGION.console.amazonaws-eusc.eu'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
]);
