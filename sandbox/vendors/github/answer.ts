import type { Found } from './openapi/description.ts';
import type { Grant, Repository, State } from './state.ts';

/** One request to one operation, after who asks and what GitHub's description says of it are known. */
export interface Asked {
  readonly state: State;
  readonly params: Found['params'];
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly grant: Grant;
}

/** As `Asked`, about a repository that the caller sees. */
export interface AskedOf extends Asked {
  readonly repository: Repository;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export function ok(body: unknown, status = 200): Answer {
  return { status, body };
}

/** GitHub's way of saying no. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly errors: readonly unknown[];

  constructor(status: number, message: string, errors: readonly unknown[] = []) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

/** `Validation Failed`, as pulls answer it. */
export function invalid(resource: string, message: string): Refusal {
  return new Refusal(422, 'Validation Failed', [{ resource, code: 'custom', message }]);
}
