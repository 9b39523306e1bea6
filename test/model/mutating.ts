/** Does this operation change something? Entering an account does not. */
export function isMutating({ operation }: { readonly operation: string }): boolean {
  return !/^(Get|List|Describe|Head|Query|Scan|BatchGet|AssumeRole)/.test(operation);
}
