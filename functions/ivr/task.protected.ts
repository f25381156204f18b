import { twilioWebhook } from '../../src/endpoint';
import { makeTask, TaskQuestion } from '../../src/ivr';

/** A Studio flow asks for the attributes of a caller's task. */
export const handler = twilioWebhook(TaskQuestion, makeTask);
