/** Links for people. Ids are encoded: a workflow id contains colons, a finding id is an ARN. */

/** Of a workflow in the Temporal Web UI at `ui`. */
export function workflowLink(ui: string, namespace: string, workflowId: string): string {
  return `${ui}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}

/** Of a finding in Security Hub's console, whose search term is encoded twice. */
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
