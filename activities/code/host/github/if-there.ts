import { ApplicationFailure } from '@temporalio/common';

import type { FailureType } from '../../../../domain/failures.ts';

const NOT_THERE: FailureType = 'ResourceNotFound';

/** Null when GitHub says that there is no such repository for us; any other failure is thrown. */
export async function ifThere<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApplicationFailure && error.type === NOT_THERE) return null;
    throw error;
  }
}
