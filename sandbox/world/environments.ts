import type { ADMIN, HubPrincipal } from '../aws/gateway/principals.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../aws/gateway/principals.ts';
import type { SandboxAws } from '../aws/sandbox-aws.ts';
import { bundleCacheDir } from '../tools/cache.ts';
import type { SandboxGitHub } from '../vendors/github/sandbox-github.ts';
import type { TemporalServer } from './temporal.ts';

export const EVIDENCE_BUCKET = 'closeloop-evidence';
/** The topic on which the workers publish notifications; tests and the demo subscribe to it. */
export const TOPIC_ARN = `arn:aws:sns:${HUB_REGION}:${HUB_ACCOUNT}:closeloop`;

/** The environment of a process that runs as this principal: AWS, Temporal and our own variables. */
export type EnvironmentOf = (principal: HubPrincipal | typeof ADMIN) => Record<string, string>;

export function environments(options: {
  readonly aws: SandboxAws;
  readonly gitHub: SandboxGitHub;
  readonly temporal: TemporalServer;
  readonly settleSeconds: number;
  readonly policiesDir: string;
}): EnvironmentOf {
  const { aws, gitHub, temporal, settleSeconds, policiesDir } = options;
  return (principal) => ({
    ...aws.env(principal),
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    CLOSELOOP_TEMPORAL_UI: temporal.uiUrl,
    CLOSELOOP_POLICIES_DIR: policiesDir,
    CLOSELOOP_EVIDENCE_BUCKET: EVIDENCE_BUCKET,
    CLOSELOOP_SECURITYHUB_REGION: HUB_REGION,
    CLOSELOOP_SETTLE_SECONDS: String(settleSeconds),
    CLOSELOOP_TOPIC_ARN: TOPIC_ARN,
    CLOSELOOP_MODEL_ID: 'sandbox.scripted-model',
    ...(principal === 'closeloop-orchestrator' || principal === 'closeloop-audit'
      ? { CLOSELOOP_BUNDLE_CACHE_DIR: bundleCacheDir() }
      : {}),
    ...(principal === 'closeloop-code' ? gitHubApp(gitHub) : {}),
  });
}

/** Only the code worker gets the app's key. */
function gitHubApp({ url, app }: SandboxGitHub): Record<string, string> {
  return {
    CLOSELOOP_GITHUB_URL: url,
    CLOSELOOP_GITHUB_APP_ID: app.appId,
    CLOSELOOP_GITHUB_APP_KEY: app.privateKey,
  };
}
