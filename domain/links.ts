/** Where a person can look further. Ids are encoded: a workflow id holds colons, a finding id is an ARN. */

/** In the Temporal Web UI at `ui`. */
export function workflowLink(ui: string, namespace: string, workflowId: string): string {
  return `${ui}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}

/** In Security Hub's console, which filters by a search term that is encoded inside an encoded parameter. */
export function findingLink(region: string, findingId: string): string {
  const equals = encodeURIComponent(`\\operator\\:EQUALS\\:${findingId}`);
  const search = encodeURIComponent(`Id=${equals}`);
  return `https://${consoleHost(region)}/securityhub/home?region=${region}#/findings?search=${search}`;
}

function consoleHost(region: string): string {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  if (region.startsWith('us-gov-')) return 'console.amazonaws-us-gov.com';
  return `${region}.console.aws.amazon.com`;
}
