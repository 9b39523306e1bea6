interface Place {
  readonly region: string;
  readonly account: string;
}

/** The ARN that a call names, `*` where the request names none. Complete enough for reading the log. */
export function resourceOf(
  service: string,
  input: Readonly<Record<string, unknown>>,
  { region, account }: Place,
): string {
  const text = (name: string) => (typeof input[name] === 'string' ? input[name] : '');
  const local = (rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  const named = text('RoleArn') || text('TopicArn') || text('ResourceArn') || text('StreamName');
  if (named) return named;
  if (service === 'dynamodb' && text('TableName')) return local(`table/${text('TableName')}`);
  if (service === 'ssm') return ssmResource(text, local);
  if (service === 'events' && text('Name')) return local(`rule/${text('Name')}`);
  if (service === 'iam' && text('RoleName'))
    return `arn:aws:iam::${account}:role/${text('RoleName')}`;
  return '*';
}

function ssmResource(text: (name: string) => string, local: (rest: string) => string): string {
  // Parameters in a hierarchy begin with a slash, which no document's name has.
  if (text('Name').startsWith('/')) return local(`parameter${text('Name')}`);
  if (text('DocumentName')) return local(`automation-definition/${text('DocumentName')}`);
  if (text('AutomationExecutionId')) {
    return local(`automation-execution/${text('AutomationExecutionId')}`);
  }
  return text('Name') ? local(`document/${text('Name')}`) : '*';
}
