import { BedrockRuntime } from '@aws-sdk/client-bedrock-runtime';

import type { ModelSettings } from '../../activities/code/attempt/converse.ts';
import { CliError } from '../cli/cli-error.ts';

/** Bedrock with the terminal's credentials. Throws CliError (exit 2) without a model id. */
export function openBedrock(
  modelOption: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): { readonly bedrock: BedrockRuntime; readonly model: ModelSettings } {
  const modelId = modelOption ?? env['CLOSELOOP_MODEL_ID'] ?? '';
  if (modelId === '') {
    throw new CliError('model', 'No model is configured.', {
      next: [
        'Name a Bedrock model id or an inference profile with --model.',
        'Or: export CLOSELOOP_MODEL_ID=…',
      ],
      exitCode: 2,
    });
  }
  // No retries by the SDK, as everywhere.
  const bedrock = new BedrockRuntime({ maxAttempts: 1 });
  return { bedrock, model: { modelId, maxTokens: MOST_TOKENS, temperature: 0 } };
}

/** Enough for 50 changed lines with their context. */
const MOST_TOKENS = 4_000;
