import { startBoardsUnderTest } from './azure-devops-under-test.ts';
import { describeTickets } from './describe-tickets.ts';
import { startJiraUnderTest } from './jira-under-test.ts';

describeTickets('Jira', startJiraUnderTest);
describeTickets('Azure DevOps', startBoardsUnderTest);
