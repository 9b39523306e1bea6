import type { CodeChange, View } from '../../../../controls/code-change.ts';
import type { HunkLine } from '../diff/parsed-diff.ts';
import type { ScopedChange } from '../resource-scope.ts';

export interface SafetyInput {
  readonly change: ScopedChange;
  readonly added: readonly HunkLine[];
  /** The whole file before: what stands in it already is not new. */
  readonly source: string;
  /** The finding's 12 digits. */
  readonly account: string;
  /** Of the live resource, where it is known. */
  readonly region: string | undefined;
  readonly views: { readonly before: View; readonly after: View };
  /** The same without defaults of variables and parameters, which callers may override. */
  readonly sure: { readonly before: View; readonly after: View };
  /** Every control that knows this type of target: none of their settings may get worse. */
  readonly others: readonly CodeChange[];
}
