import { BedrockRuntime } from '@aws-sdk/client-bedrock-runtime';

import type { ModelSettings } from '../../activities/code/attempt/converse.ts';
import { CliError } from '../cli/cli-error.ts';

/** Bedrock with the terminal's credentials. Throws CliError (exit 2) when nobody says which model. */
export function openBedrock(
  asked: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): { readonly bedrock: BedrockRuntime; readonly model: ModelSettings } {
  const modelId = asked ?? env['CLOSELOOP_MODEL_ID'] ?? '';
  if (modelId === '') {
    throw new CliError('model', 'Nobody says which model to ask.', {
      next: [
        'Name a Bedrock model id or an inference profile with --model.',
        'Or: export CLOSELOOP_MODEL_ID=…',
      ],
      exitCode: 2,
    });
  }
  // A model thinks for a while; the SDK tries once, as everywhere.
  const bedrock = new BedrockRuntime({ maxAttempts: 1 });
  return { bedrock, model: { modelId, maxTokens: MOST_TOKENS, temperature: 0 } };
}

/** Enough for 50 changed lines with their context. */
const MOST_TOKENS = 4_000;
