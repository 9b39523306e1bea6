import type { Control } from './control.ts';
import { s3MissingEncryption } from './S3.MissingEncryption/control.ts';
import { s3MissingVersioning } from './S3.MissingVersioning/control.ts';
import { s3PublicAccess } from './S3.PublicAccess/control.ts';

/** Every problem the system knows; one line each. Docs, roles, sandbox seeds and tests derive from this. */
export const CONTROLS: readonly Control[] = [
  s3MissingEncryption,
  s3MissingVersioning,
  s3PublicAccess,
];

/** The control of that id, exactly spelled; null for any other text, also for `__proto__`. */
export function controlById(id: string): Control | null {
  return CONTROLS.find((control) => control.id === id) ?? null;
}
