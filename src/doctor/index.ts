import { accountChecks } from './account-checks';
import { workChecks } from './work-checks';

export { type Check, examineAll, type Patient } from './check';
export type { Area, Finding, Health, Verdict } from './contract';
export { NoInput, showHealth } from './show-health';

/** Everything that can be asked of an account, in the order it is told. */
export const checks = [...accountChecks, ...workChecks];
