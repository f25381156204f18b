import type { Twilio } from 'twilio';
import type { Area, Finding } from './contract';

/** What checks look at. Settings are as in the environment: a check must also work where some are missing or wrong. */
export interface Patient {
  twilio: Twilio;
  /** By name, as in the .env file. */
  settings: Record<string, string | undefined>;
  /** Where the functions are; undefined before the first deploy. */
  domain: string | undefined;
}

/** One question to the account, as data: the script and the function ask the same ones. */
export interface Check {
  id: string;
  area: Area;
  /** What is asked, for whoever reads a list of them. */
  question: string;
  /** Names of settings without which there is nothing to ask. */
  needs: readonly string[];
  ask(patient: Patient): Promise<Omit<Finding, 'area'>[]>;
}

type Said = Omit<Finding, 'area'>;

export const fine = (what: string): Said => ({ verdict: 'ok', what });
export const note = (what: string, fix?: string): Said => ({
  verdict: 'note',
  what,
  ...(fix === undefined ? {} : { fix }),
});
export const broken = (what: string, fix: string): Said => ({ verdict: 'broken', what, fix });

/** Numbers are named by their end only. */
export const ending = (number: string): string => `…${number.slice(-4)}`;

const PROVISION = 'Run npm run provision -- apply.';

/** Says that what a setting names is not there; other failures go on to the caller. */
export async function orMissing<T>(
  name: string,
  what: string,
  work: Promise<T>,
): Promise<{ found: T } | { missing: Said }> {
  try {
    return { found: await work };
  } catch (error) {
    if ((error as { status?: number }).status !== 404) throw error;
    return { missing: broken(`${name} names ${what} that this account does not have.`, PROVISION) };
  }
}

async function examine(check: Check, patient: Patient): Promise<Finding[]> {
  const { area } = check;
  const without = check.needs.filter((name) => (patient.settings[name] ?? '').trim() === '');
  if (without.length > 0) return [];
  try {
    return (await check.ask(patient)).map((said) => ({ area, ...said }));
  } catch (error) {
    const {
      status,
      code,
      message = '',
    } = error as { status?: number; code?: number | string; message?: string };
    if (typeof status !== 'number' && typeof code !== 'string') throw error;
    const told =
      typeof status === 'number' ? `Twilio answered ${status}${code ? ` (${code})` : ''}` : message;
    return [
      { area, ...note(`${check.question} could not be found out: ${told}.`, 'Try again in a moment.') },
    ];
  }
}

/** Asks everything at once; what can't be found out is noted, and doesn't keep the rest from being told. */
export async function examineAll(checks: readonly Check[], patient: Patient): Promise<Finding[]> {
  return (await Promise.all(checks.map((check) => examine(check, patient)))).flat();
}
