export { connectBrowser, trackBrowser } from './browser';
export { addToCall } from './control/add';
export { announceInCall, pressInCall } from './control/announce';
export { holdParticipant, muteParticipant, unholdParticipant } from './control/hold';
export { removeFromCall } from './control/remove';
export {
  AddGuest,
  Announce,
  HoldParticipant,
  JoinAsSupervisor,
  MuteParticipant,
  PressDigits,
  RemoveGuest,
  Spoken,
  Supervise,
  SupervisedCall,
} from './control/schemas';
export { speakInCall } from './control/spoken';
export { bargeIn, listenIn, stopSupervising, whisperIn } from './control/supervise';
export { dialRecipient } from './dial-recipient';
export { exportCalls } from './history/export';
export { listCalls } from './history/list';
export { Export, History } from './history/schemas';
export { afterTalk } from './inbound/after';
export { answerOffer } from './inbound/answer';
export { offerCall } from './inbound/assignment';
export { afterCallOver, completeCall } from './inbound/complete';
export { declineOffer, offerWithdrawn, type Withdrawn } from './inbound/offers';
export { announceVoicemail, leaveConference } from './leave';
export {
  recordingStatus,
  resumeRecording,
  startRecording,
  stopRecording,
} from './recording/control';
export { linkRecording } from './recording/link';
export { pauseRecording, RECORDING_PAUSE, recordingPauseBegun, recordingPauseOver } from './recording/pause';
export { playRecording } from './recording/play';
export { trackRecording } from './recording/report';
export { keepRecording } from './recording/retention';
export { LinkRecording, PlayRecording, RecordedCall, RecordingReport } from './recording/schemas';
export {
  AfterTalk,
  AgentLine,
  Announcement,
  Assignment,
  BrowserLine,
  BrowserReport,
  CompleteCall,
  KeyPressed,
  OfferAnswered,
  OneCall,
  RejectOffer,
  ShownCall,
  StartBrowserCall,
  StartCall,
  StatusReport,
} from './schemas';
export { startInBrowser, startPhoneToPhone } from './start';
export { trackStatus } from './status';
export { cancelTransfer, completeByClick, joinTransfer, swapTransfer } from './transfer/act';
export { coldTransfer, warmTransfer } from './transfer/begin';
export { colleagueAsked, nobodyTook } from './transfer/first';
export { ColdTransfer, OneTransfer, WarmTransfer } from './transfer/schemas';
export { superviseByLine } from './transfer/supervisor';
export { hangUpCall, showCall } from './use-cases';
