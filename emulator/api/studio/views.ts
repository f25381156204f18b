import type { Account } from '../../product';
import { iso } from '../rest';
import type { Execution, FlowRevision, Step } from './entities';

/** Where Studio's REST answers. */
export const HOST = 'studio.twilio.com';
/** Where calls come to a flow. */
export const WEBHOOK_HOST = 'webhooks.twilio.com';

const flowUrl = (sid: string): string => `https://${HOST}/v2/Flows/${sid}`;

const executionUrl = ({ flowSid, sid }: { flowSid: string; sid: string }): string =>
  `${flowUrl(flowSid)}/Executions/${sid}`;

/** What a number's voice URL is set to, for calls to run the flow. */
export const webhookUrl = (account: Account, flowSid: string): string =>
  `https://${WEBHOOK_HOST}/v1/Accounts/${account.sid}/Flows/${flowSid}`;

/** A flow as REST shows it. https://www.twilio.com/docs/studio/rest-api/v2/flow */
export function flowView(account: Account, flow: FlowRevision): Record<string, unknown> {
  const url = flowUrl(flow.sid);
  return {
    ...revisionFields(account, flow),
    warnings: flow.warnings,
    webhook_url: webhookUrl(account, flow.sid),
    url,
    links: {
      test_users: `${url}/TestUsers`,
      revisions: `${url}/Revisions`,
      executions: `${url}/Executions`,
    },
  };
}

/** A revision as REST shows it. https://www.twilio.com/docs/studio/rest-api/v2/flow-revision */
export const revisionView = (account: Account, flow: FlowRevision): Record<string, unknown> => ({
  ...revisionFields(account, flow),
  url: `${flowUrl(flow.sid)}/Revisions/${flow.revision}`,
});

const revisionFields = (account: Account, flow: FlowRevision): Record<string, unknown> => ({
  sid: flow.sid,
  account_sid: account.sid,
  friendly_name: flow.friendlyName,
  definition: flow.definition,
  status: flow.status,
  revision: flow.revision,
  commit_message: flow.commitMessage,
  valid: flow.errors.length === 0,
  errors: flow.errors,
  date_created: iso(flow.dateCreated),
  date_updated: flow.revision === 1 ? null : iso(flow.dateUpdated),
});

/** An execution as REST shows it; what it knows is below it. https://www.twilio.com/docs/studio/rest-api/v2/execution */
export function executionView(account: Account, execution: Execution): Record<string, unknown> {
  const url = executionUrl(execution);
  return {
    sid: execution.sid,
    account_sid: account.sid,
    flow_sid: execution.flowSid,
    contact_channel_address: execution.contactChannelAddress,
    context: {},
    status: execution.status,
    date_created: iso(execution.dateCreated),
    date_updated: iso(execution.dateUpdated),
    url,
    links: { steps: `${url}/Steps`, execution_context: `${url}/Context` },
  };
}

/** What Liquid sees in it. https://www.twilio.com/docs/studio/rest-api/v2/execution-context */
export const executionContextView = (account: Account, execution: Execution): Record<string, unknown> => ({
  account_sid: account.sid,
  context: execution.context,
  flow_sid: execution.flowSid,
  execution_sid: execution.sid,
  url: `${executionUrl(execution)}/Context`,
});

const stepUrl = ({ flowSid, executionSid, sid }: Step): string =>
  `${executionUrl({ flowSid, sid: executionSid })}/Steps/${sid}`;

/** https://www.twilio.com/docs/studio/rest-api/v2/step */
export const stepView = (account: Account, step: Step): Record<string, unknown> => ({
  sid: step.sid,
  account_sid: account.sid,
  flow_sid: step.flowSid,
  execution_sid: step.executionSid,
  parent_step_sid: step.parentStepSid,
  name: step.name,
  context: {},
  transitioned_from: step.transitionedFrom,
  transitioned_to: step.transitionedTo,
  type: step.type,
  date_created: iso(step.dateCreated),
  date_updated: null,
  url: stepUrl(step),
  links: { step_context: `${stepUrl(step)}/Context` },
});

/** https://www.twilio.com/docs/studio/rest-api/v2/step-context */
export const stepContextView = (account: Account, step: Step): Record<string, unknown> => ({
  account_sid: account.sid,
  context: step.context,
  execution_sid: step.executionSid,
  flow_sid: step.flowSid,
  step_sid: step.sid,
  url: `${stepUrl(step)}/Context`,
});
