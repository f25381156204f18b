export { dialRecipient } from './dial-recipient';
export { announceVoicemail, leaveConference } from './leave';
export { AgentLine, Announcement, History, KeyPressed, OneCall, StartCall, StatusReport } from './schemas';
export { startPhoneToPhone } from './start';
export { trackStatus } from './status';
export { hangUpCall, listCalls, showCall } from './use-cases';
