export { agentIdOf, EmailAddress, mayEnter, normaliseEmail } from './email';
export {
  EmailInit,
  EmailValidate,
  finishEmailVerification,
  startEmailVerification,
} from './email-steps';
export { type AgentView, claimKey, rolesOf } from './person';
export { PhoneInit, startPhoneVerification } from './phone-init';
export { finishPhoneVerification, PhoneValidate } from './phone-validate';
export { endSession, NoInput, refreshSession, showSession } from './session-use-cases';
export { COOKIE, type SignedIn } from './sign-in';
