import { isGrpcServiceError } from '@temporalio/client';

const UNAUTHENTICATED = 16;
const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;

/** The status number of a refusal by the server; null for anything else. */
export function grpcCode(error: unknown): number | null {
  return isGrpcServiceError(error) ? error.code : null;
}

/** What went wrong, with what to do next where the server's own words do not say it. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!isGrpcServiceError(error)) return error.message;
  return `Temporal refused: ${error.details || error.message}${advice(error.code)}`;
}

function advice(code: number): string {
  if (code === UNIMPLEMENTED || code === PERMISSION_DENIED)
    return (
      '\nTemporal Cloud takes namespaces and search attributes only through its console or `tcld`: ' +
      'create there what SEARCH_ATTRIBUTES in workflows/messages.ts lists. Elsewhere the account that runs this needs the admin role.'
    );
  if (code === UNAUTHENTICATED) return '\nCheck TEMPORAL_API_KEY or the client certificate.';
  return '';
}
