import { statusOf } from './failures.ts';

/** Null for what GitHub answers with `none`; any other refusal is thrown. For reads whose absence is an answer. */
export async function orNull<T>(
  request: () => Promise<{ readonly status: number; readonly data: T }>,
  none: readonly number[] = [404],
): Promise<{ readonly status: number; readonly data: T | null }> {
  try {
    return await request();
  } catch (error) {
    if (none.includes(statusOf(error) ?? 0)) return { status: 200, data: null };
    throw error;
  }
}
