/** An error that AWS would answer. `code` is the exception's name; rendering to XML or JSON is `identify/render.ts`. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

/** The sandbox knows the service but not this operation (or this part of it). 501 is not retried by SDK clients. */
export function notImplemented(what: string): AwsError {
  return new AwsError(
    'NotImplemented',
    `The Closeloop sandbox does not emulate ${what}. See docs/emulation-differences.md for what it does.`,
    501,
  );
}
