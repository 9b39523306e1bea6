import type { Control } from './control.ts';
import { kmsRotationDisabled } from './KMS.RotationDisabled/control.ts';
import { s3InsecureTransport } from './S3.InsecureTransport/control.ts';
import { s3MissingAccessLogs } from './S3.MissingAccessLogs/control.ts';
import { s3MissingEncryption } from './S3.MissingEncryption/control.ts';
import { s3MissingKmsEncryption } from './S3.MissingKmsEncryption/control.ts';
import { s3MissingVersioning } from './S3.MissingVersioning/control.ts';
import { s3PublicAccess } from './S3.PublicAccess/control.ts';

/** Every problem the system knows; one line each. Docs, roles, sandbox seeds and tests derive from this. */
export const CONTROLS: readonly Control[] = [
  kmsRotationDisabled,
  s3InsecureTransport,
  s3MissingAccessLogs,
  s3MissingEncryption,
  s3MissingKmsEncryption,
  s3MissingVersioning,
  s3PublicAccess,
];

/** The control of that id, exactly spelled; null for any other text, also for `__proto__`. */
export function controlById(id: string): Control | null {
  return CONTROLS.find((control) => control.id === id) ?? null;
}
