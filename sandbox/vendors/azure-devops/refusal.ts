import { Refused } from '../vendor-server.ts';

/** In Azure DevOps' shape of errors: `typeKey` names the kind, `message` begins with its number. */
export function refused(status: number, typeKey: string, message: string): Refused {
  const shared = { $id: '1', innerException: null, errorCode: 0, eventId: 3000 };
  return new Refused({ status, body: { ...shared, message, typeName: typeKey, typeKey } });
}

/** A rule of the project's process refuses a value. */
export function ruleRefused(message: string): Refused {
  return refused(400, 'RuleValidationException', message);
}
