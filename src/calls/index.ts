export { connectBrowser, trackBrowser } from './browser';
export { dialRecipient } from './dial-recipient';
export { afterTalk } from './inbound/after';
export { answerOffer } from './inbound/answer';
export { offerCall } from './inbound/assignment';
export { afterCallOver, completeCall } from './inbound/complete';
export { declineOffer, offerWithdrawn, type Withdrawn } from './inbound/offers';
export { announceVoicemail, leaveConference } from './leave';
export {
  AfterTalk,
  AgentLine,
  Announcement,
  Assignment,
  BrowserLine,
  BrowserReport,
  CompleteCall,
  History,
  KeyPressed,
  OfferAnswered,
  OneCall,
  RejectOffer,
  StartBrowserCall,
  StartCall,
  StatusReport,
} from './schemas';
export { startInBrowser, startPhoneToPhone } from './start';
export { trackStatus } from './status';
export { hangUpCall, listCalls, showCall } from './use-cases';
