/** `slack-interactivity` → `SlackInteractivity`: what CloudFormation takes as a logical id. */
export function logicalId(name: string): string {
  return name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
