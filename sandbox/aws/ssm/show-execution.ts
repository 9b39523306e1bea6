import type { Execution, StepRun } from './execution.ts';
import { asText } from './interpolate.ts';
import { shownParameters } from './parameters.ts';

/** `AutomationExecution` as GetAutomationExecution answers it. */
export function showExecution(execution: Execution): Record<string, unknown> {
  const current = execution.steps.findLast((step) => step.status === 'InProgress');
  return {
    AutomationExecutionId: execution.id,
    DocumentName: execution.document.name,
    DocumentVersion: execution.document.version,
    AutomationExecutionStatus: execution.status,
    ExecutionStartTime: execution.startedAt,
    ExecutionEndTime: execution.endedAt,
    ExecutedBy: execution.executedBy,
    Mode: 'Auto',
    Outputs: shownParameters(execution.outputs),
    CurrentStepName: current?.name,
    CurrentAction: current?.action,
    FailureMessage: execution.failure,
    StepExecutions: execution.steps.map(showStep),
    StepExecutionsTruncated: false,
    Parameters: shownParameters(execution.parameters),
    ProgressCounters: { TotalSteps: execution.document.runbook.mainSteps.length },
  };
}

function showStep(step: StepRun): Record<string, unknown> {
  return {
    StepName: step.name,
    Action: step.action,
    StepExecutionId: step.id,
    StepStatus: step.status,
    OnFailure: step.onFailure,
    MaxAttempts: step.maxAttempts,
    TimeoutSeconds: step.timeoutSeconds,
    IsEnd: step.isEnd,
    IsCritical: step.isCritical,
    NextStep: step.nextStep,
    ExecutionStartTime: step.startedAt,
    ExecutionEndTime: step.endedAt,
    Inputs: Object.fromEntries(
      Object.entries(step.inputs).map(([name, value]) => [name, asText(value)]),
    ),
    Outputs: shownParameters(step.outputs),
    Response: step.response === undefined ? undefined : asText(step.response),
    FailureMessage: step.failure,
  };
}
