import type { CallLog } from '../gateway/call-log.ts';
import { type Principal, type Principals, roleArn } from '../gateway/principals.ts';
import { AUTOMATION_ROLE } from '../gateway/trust.ts';
import type { Acting } from './automation.ts';

/** Gives an execution the credentials of its role, and records that Systems Manager assumed it. */
export function actAsRole(principals: Principals, log: CallLog): (who: Acting) => Principal {
  return ({ account, region, roleName, executionId }) => {
    const via = `automation:${executionId}`;
    if (roleName === AUTOMATION_ROLE) {
      log.add({
        at: new Date().toISOString(),
        principalArn: 'ssm.amazonaws.com',
        session: 'ssm.amazonaws.com',
        account,
        region,
        service: 'sts',
        operation: 'AssumeRole',
        action: 'sts:AssumeRole',
        actions: ['sts:AssumeRole'],
        resource: roleArn(account, roleName),
        status: 200,
        via,
      });
    }
    const session = `Automation-${executionId.slice(0, 8)}`;
    return principals.issue({ account, name: roleName, session, seconds: 3600, via });
  };
}
