/** Which files of a folder Terraform reads as one module. https://developer.hashicorp.com/terraform/language/files */

/** More is no module that a person keeps in one folder. */
export const MODULE_LIMITS = { files: 150, bytes: 1_000_000 } as const;

/** Configuration, variable and lock files, but for those that editors leave behind, which Terraform ignores. */
export function isModuleFile(name: string): boolean {
  return isVariableFile(name) || isLockFile(name) || isConfiguration(name);
}

/** What a module consists of wherever it is called: Terraform takes variables and locked versions from its root only. */
export function isConfiguration(name: string): boolean {
  return /\.(?:tf|tofu)(?:\.json)?$/.test(name) && !/^\.|^#.*#$|~$/.test(name);
}

/** https://developer.hashicorp.com/terraform/language/files/dependency-lock */
export function isLockFile(name: string): boolean {
  return name === '.terraform.lock.hcl';
}

export function isVariableFile(name: string): boolean {
  return /\.tfvars(?:\.json)?$/.test(name);
}

/** https://developer.hashicorp.com/terraform/language/values/variables#variable-definitions-tfvars-files */
export function isAutomatic(name: string): boolean {
  return /^(?:terraform|.*\.auto)\.tfvars(?:\.json)?$/.test(name);
}

/** https://developer.hashicorp.com/terraform/language/files/override */
export function isOverrideFile(name: string): boolean {
  return /^(?:.*_)?override\.(?:tf|tofu)(?:\.json)?$/.test(name);
}
