import { z } from 'zod';

/** Texts that people read: what is longer than anything documented is cut, which loses nothing that decides. */
export const text = z.string().transform((value) => value.slice(0, 1024).toWellFormed());

/** Null for what is missing or blank. */
export const optionalText = text
  .nullish()
  .transform((value) => (value?.trim() ? value.trim() : null));

/** What names something: kept to the letter, because Security Hub is queried by it. `longest` in bytes. */
export function key(longest: number) {
  return z
    .string()
    .refine((value) => Buffer.byteLength(value) <= longest, `expected at most ${longest} bytes`)
    .regex(/\S/, 'expected text that is not empty')
    .refine((value) => value.isWellFormed(), 'expected well-formed Unicode');
}

/** One of AWS's values, in any case; `otherwise` for one that AWS added later. */
export function oneOf<const Value extends string, const Otherwise>(
  values: readonly Value[],
  otherwise: Otherwise,
) {
  return z
    .string()
    .nullish()
    .transform((given) => values.find((one) => one === given?.trim().toUpperCase()) ?? otherwise);
}
