import type { Found } from './openapi/description.ts';
import type { Grant, Repository, State } from './state.ts';

/** A request to one operation, with the caller and the checked input. */
export interface ApiRequest {
  readonly state: State;
  readonly params: Found['params'];
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly grant: Grant;
}

/** A request about a repository that the caller can see. */
export interface RepositoryRequest extends ApiRequest {
  readonly repository: Repository;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export function ok(body: unknown, status = 200): Answer {
  return { status, body };
}

/** A refusal in GitHub's shape of errors. */
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

/** `Validation Failed`, in the shape that the pull request operations use. */
export function invalid(resource: string, message: string): Refusal {
  return new Refusal(422, 'Validation Failed', [{ resource, code: 'custom', message }]);
}
