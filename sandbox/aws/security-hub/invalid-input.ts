import { AwsError } from '../gateway/aws-error.ts';

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html#API_GetFindings_Errors */
export function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInputException', message, 400);
}
