import { findingLink, workflowLink } from '../../domain/links.ts';
import type { Env } from '../connect/env.ts';
import type { TemporalAddress } from '../connect/temporal.ts';

/** Where a person can look further; null where the address is not known. */
export interface Links {
  readonly temporal: (workflowId: string) => string | null;
  readonly securityHub: (findingId: string) => string | null;
}

export function links(
  env: Pick<Env, 'temporalUi' | 'securityHubRegion'>,
  temporal: TemporalAddress,
): Links {
  const ui = env.temporalUi ?? uiOf(temporal.address);
  return {
    temporal: (workflowId) =>
      ui === null ? null : workflowLink(ui, temporal.namespace, workflowId),
    securityHub: (findingId) => findingLink(env.securityHubRegion, findingId),
  };
}

/** The dev server's Web UI listens 1000 ports above it: https://docs.temporal.io/cli/server#start-dev. Elsewhere its address is not known. */
function uiOf(address: string): string | null {
  const [host = '', port = '7233'] = address.split(':');
  if (host.endsWith('.tmprl.cloud') || host.endsWith('.api.temporal.io')) {
    return 'https://cloud.temporal.io';
  }
  const local = host === 'localhost' || host === '127.0.0.1';
  return local ? `http://${host}:${Number(port) + 1000}` : null;
}
