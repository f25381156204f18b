import { completeByClick, OneTransfer } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** Leaves the customer to whom was consulted. */
export const handler = agentEndpoint(OneTransfer, completeByClick);
