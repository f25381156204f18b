export { giveToken, giveTokenTo, OwnAgentId, TokenInput } from './token';
