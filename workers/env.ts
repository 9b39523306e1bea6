import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { ledgerPrefix, region, required, topicArn, url } from '../environment/fields.ts';
import { readEnvironment } from '../environment/read-environment.ts';
import type { Variables } from '../environment/read-environment.ts';

/** A worker's environment; Temporal's own variables are read by @temporalio/envconfig, credentials by the AWS SDK. */
export interface WorkerEnv {
  readonly region: string;
  readonly securityHubRegion: string;
  readonly ledgerPrefix: string;
  readonly evidenceBucket: string;
  readonly policiesDir: string;
  /** The commit that the policies were deployed from; null: the worker queries Git. */
  readonly policiesCommit: string | null;
  readonly externalId: string | null;
  /** Of an emulator; null: STS itself. */
  readonly stsEndpoint: string | null;
  /** Replaces every wait before a verification, for sandboxes; null: as the controls and policies say. */
  readonly settleSeconds: number | null;
  /** The SNS topic for notifications; null: nobody is notified. */
  readonly topicArn: string | null;
  /** Root of the Temporal Web UI, for links in messages; null: messages have none. */
  readonly temporalUi: string | null;
  /** Where the workflow bundle is kept for the next worker of the same sources; null: made at every start. */
  readonly bundleCacheDir: string | null;
  /** `deployment:build id` when Worker Deployments are used; null on a plain server. */
  readonly deployment: { readonly name: string; readonly buildId: string } | null;
}

/** Throws an Error that names everything missing or malformed at once, each with an example. */
export function readEnv(variables: Variables): WorkerEnv {
  const data = readEnvironment('the worker', schema, variables);
  return {
    region: data.AWS_REGION,
    securityHubRegion: data.CLOSELOOP_SECURITYHUB_REGION ?? data.AWS_REGION,
    ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
    evidenceBucket: data.CLOSELOOP_EVIDENCE_BUCKET,
    policiesDir: data.CLOSELOOP_POLICIES_DIR,
    policiesCommit: data.CLOSELOOP_POLICIES_COMMIT ?? null,
    externalId: data.CLOSELOOP_EXTERNAL_ID ?? null,
    stsEndpoint: data.AWS_ENDPOINT_URL_STS ?? data.AWS_ENDPOINT_URL ?? null,
    settleSeconds: data.CLOSELOOP_SETTLE_SECONDS ?? null,
    topicArn: data.CLOSELOOP_TOPIC_ARN ?? null,
    temporalUi: data.CLOSELOOP_TEMPORAL_UI ?? null,
    bundleCacheDir: data.CLOSELOOP_BUNDLE_CACHE_DIR ?? null,
    deployment: deployment(data.CLOSELOOP_DEPLOYMENT),
  };
}

export const schema = z.object({
  AWS_REGION: region,
  CLOSELOOP_SECURITYHUB_REGION: z.string().optional(),
  CLOSELOOP_LEDGER_PREFIX: ledgerPrefix,
  CLOSELOOP_EVIDENCE_BUCKET: required('the bucket for evidence, for example acme-evidence'),
  CLOSELOOP_POLICIES_DIR: z
    .string()
    .default(fileURLToPath(new URL('../policies', import.meta.url))),
  CLOSELOOP_POLICIES_COMMIT: z
    .string()
    .regex(/^[\w.-]{1,100}$/, 'expected a commit or a tag, for example 1a2b3c4d')
    .optional(),
  CLOSELOOP_EXTERNAL_ID: z.string().optional(),
  AWS_ENDPOINT_URL: url.optional(),
  AWS_ENDPOINT_URL_STS: url.optional(),
  CLOSELOOP_SETTLE_SECONDS: z.coerce
    .number({ error: 'expected seconds' })
    .positive('expected more than 0 seconds')
    .optional(),
  CLOSELOOP_TOPIC_ARN: topicArn.optional(),
  CLOSELOOP_TEMPORAL_UI: url.optional(),
  CLOSELOOP_BUNDLE_CACHE_DIR: z.string().optional(),
  CLOSELOOP_DEPLOYMENT: z
    .string()
    .regex(/^[\w.-]+:[\w.-]+$/, 'expected name:build, for example closeloop:2026-11-23')
    .optional(),
});

function deployment(text: string | undefined): WorkerEnv['deployment'] {
  const [name, buildId] = text?.split(':') ?? [];
  return name === undefined || buildId === undefined ? null : { name, buildId };
}
