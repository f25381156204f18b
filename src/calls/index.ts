export { connectBrowser, trackBrowser } from './browser';
export { dialRecipient } from './dial-recipient';
export { announceVoicemail, leaveConference } from './leave';
export {
  AgentLine,
  Announcement,
  BrowserLine,
  BrowserReport,
  History,
  KeyPressed,
  OneCall,
  StartBrowserCall,
  StartCall,
  StatusReport,
} from './schemas';
export { startInBrowser, startPhoneToPhone } from './start';
export { trackStatus } from './status';
export { hangUpCall, listCalls, showCall } from './use-cases';
