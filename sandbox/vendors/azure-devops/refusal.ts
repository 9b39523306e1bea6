import type { VendorAnswer } from '../vendor-server.ts';

/** In Azure DevOps' shape of errors: `typeKey` names the kind, `message` begins with its number. */
export function refused(status: number, typeKey: string, message: string): VendorAnswer {
  return {
    status,
    body: {
      $id: '1',
      innerException: null,
      message,
      typeName: typeKey,
      typeKey,
      errorCode: 0,
      eventId: 3000,
    },
  };
}

export function noItem(id: string | undefined): VendorAnswer {
  return refused(
    404,
    'WorkItemUnauthorizedAccessException',
    `TF401232: Work item ${id ?? ''} does not exist, or you do not have permissions to read it.`,
  );
}
