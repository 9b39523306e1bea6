import type { TemporalAddress } from './connect.ts';
import type { Env } from './env.ts';
import type { Links } from './world.ts';

/** Deep links for people. Ids are encoded: a workflow id holds colons, a finding id is an ARN. */
export function links(
  env: Pick<Env, 'temporalUi' | 'securityHubRegion'>,
  temporal: TemporalAddress,
): Links {
  const ui = env.temporalUi ?? uiOf(temporal.address);
  const namespace = encodeURIComponent(temporal.namespace);
  return {
    temporal: (workflowId) =>
      ui === null
        ? null
        : `${ui}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}`,
    securityHub: (findingId) => securityHub(env.securityHubRegion, findingId),
  };
}

/** The dev server's Web UI listens 1000 ports above it: https://docs.temporal.io/cli/server#start-dev. Elsewhere nothing is guessed. */
function uiOf(address: string): string | null {
  const [host = '', port = '7233'] = address.split(':');
  if (host.endsWith('.tmprl.cloud') || host.endsWith('.api.temporal.io')) {
    return 'https://cloud.temporal.io';
  }
  const local = host === 'localhost' || host === '127.0.0.1';
  return local ? `http://${host}:${Number(port) + 1000}` : null;
}

/** The console filters by a search term that is encoded inside an encoded parameter. */
function securityHub(region: string, findingId: string): string {
  const equals = encodeURIComponent(`\\operator\\:EQUALS\\:${findingId}`);
  const search = encodeURIComponent(`Id=${equals}`);
  const host = region.startsWith('cn-')
    ? 'console.amazonaws.cn'
    : region.startsWith('us-gov-')
      ? 'console.amazonaws-us-gov.com'
      : `${region}.console.aws.amazon.com`;
  return `https://${host}/securityhub/home?region=${region}#/findings?search=${search}`;
}
