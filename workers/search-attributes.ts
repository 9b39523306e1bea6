import type { OperatorService } from '@temporalio/client';

import { SEARCH_ATTRIBUTES } from '../workflows/messages.ts';

/** Both kinds of connection have it: the client's and the worker's native one. */
export interface HasOperatorService {
  readonly operatorService: Pick<OperatorService, 'listSearchAttributes'>;
}

/** A search attribute that is absent (`found` is null) or has another type than the workflows write. */
export interface Difference {
  readonly name: string;
  readonly wanted: AttributeType;
  readonly found: string | null;
}

type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** The position is the number of `temporal.api.enums.v1.IndexedValueType`. */
export const ATTRIBUTE_TYPES = [
  'UNSPECIFIED',
  'TEXT',
  'KEYWORD',
  'INT',
  'DOUBLE',
  'BOOL',
  'DATETIME',
  'KEYWORD_LIST',
] as const;

/**
 * What the namespace lacks of the search attributes that the workflows write. A workflow that writes an unknown one
 * fails its task for ever, so a worker asks this before it polls and refuses to start when the answer is not empty.
 */
export async function missingSearchAttributes(
  connection: HasOperatorService,
  namespace: string,
): Promise<readonly Difference[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return compare(customAttributes);
}

/** One readable paragraph with what is wrong and what to do. */
export function describeDifferences(differences: readonly Difference[], namespace: string): string {
  const lines = differences.map(({ name, wanted, found }) =>
    found === null
      ? `  - ${name} (${wanted}) is missing`
      : `  - ${name} is ${found}, the workflows write ${wanted}`,
  );
  const another = differences.some(({ found }) => found !== null);
  const next = another
    ? 'A type cannot be changed: use a namespace of its own for Closeloop, or rename the attribute that is in the way.'
    : 'Add them with `node infra/temporal/provision.ts`.';
  return `Search attributes of the Temporal namespace ${namespace} differ:\n${lines.join('\n')}\n${next}`;
}

function compare(present: Readonly<Record<string, number>> | null | undefined): Difference[] {
  return Object.values(SEARCH_ATTRIBUTES).flatMap(({ name, type }) => {
    const number = present?.[name];
    const found = number === undefined ? null : (ATTRIBUTE_TYPES[number] ?? `type ${number}`);
    return found === type ? [] : [{ name, wanted: type, found }];
  });
}
