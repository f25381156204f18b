import { addTwimlRedirect } from './add-twiml-redirect';
import { connectCallTo } from './connect-call-to';
import { enqueueCall } from './enqueue-call';
import { gatherInputOnCall } from './gather-input-on-call';
import { makeHttpRequest } from './make-http-request';
import { recordVoicemail } from './record-voicemail';
import { runFunction } from './run-function';
import { sayPlay } from './say-play';
import { setVariables } from './set-variables';
import { splitBasedOn } from './split-based-on';
import type { Widget } from './widget';

/** Where every flow begins. https://www.twilio.com/docs/studio/widget-library/trigger-start */
const trigger: Widget = {
  properties: {},
  events: [
    'incomingCall',
    'incomingMessage',
    'incomingConversationMessage',
    'incomingRequest',
    'incomingParent',
  ],
  run: ({ state }) => {
    throw new Error(`the trigger ${state.name} is where a flow begins; nothing leads to it`);
  },
};

/** The widgets that the emulator has, by their type in a definition. */
export const WIDGETS: Record<string, Widget> = {
  trigger,
  'say-play': sayPlay,
  'gather-input-on-call': gatherInputOnCall,
  'split-based-on': splitBasedOn,
  'set-variables': setVariables,
  'run-function': runFunction,
  'make-http-request': makeHttpRequest,
  'enqueue-call': enqueueCall,
  'connect-call-to': connectCallTo,
  'record-voicemail': recordVoicemail,
  'add-twiml-redirect': addTwimlRedirect,
};

/** Twilio's other widgets: refused by name. https://www.twilio.com/docs/studio/rest-api/v2/schemas */
export const MISSING_WIDGETS: readonly string[] = [
  'add-member-to-chat-channel',
  'capture-payments',
  'connect-virtual-agent',
  'connect-virtual-agent-v2',
  'create-chat-channel',
  'create-task',
  'fork-stream',
  'make-outgoing-call-v1',
  'make-outgoing-call-v2',
  'record-call',
  'run-function-v2',
  'run-subflow',
  'send-and-wait-for-reply',
  'send-message',
  'send-to-flex',
  'understand',
  'update-sync-object',
];
