import { basename } from 'node:path/posix';

import { printable, reject } from './rejection.ts';
import type { Rejection } from './rejection.ts';
import { findGenerator } from './source/generated.ts';
import { isOverrideFile } from './terraform/module-files.ts';

/** Why a file is not the place to change, whatever stands in it: a tool writes it, or it overrides others. */
export function unfitSource(path: string, text: string): Rejection | null {
  return findGenerator(path, text) ?? overriding(path);
}

/**
 * Terraform merges its blocks, argument by argument, into those of the same address in the folder's other files: a block
 * of it is no whole, and blocks that only it has are errors. https://developer.hashicorp.com/terraform/language/files/override
 */
function overriding(path: string): Rejection | null {
  const name = basename(path);
  if (!isOverrideFile(name)) return null;
  const what = `${printable(name)} is an override file, which Terraform merges into other files`;
  return reject('OVERRIDDEN', `${what} of its folder: people change both together.`);
}
