import * as v from 'valibot';
import type { Config } from '../config';
import { shortHash } from '../endpoint';

const FIX = 'Send one e-mail address, like name@example.com.';

/**
 * An e-mail address in the one form we know it by: trimmed, lower case, without a plus-tag. Codes are sent to this form,
 * never to the tagged one: where a mail server keeps `a+b` apart from `a`, only the holder of `a` may become `a`.
 */
export const EmailAddress = () =>
  v.pipe(
    v.string(FIX),
    v.trim(),
    v.maxLength(254, FIX),
    v.toLowerCase(),
    v.regex(/^[\x21-\x7e]+$/, FIX),
    v.email(FIX),
    v.transform(normaliseEmail),
    v.email(FIX),
  );

/** Lower case, without plus-tag: `Spock+work@Example.com` → `spock@example.com`. */
export function normaliseEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const [name = ''] = email.slice(0, at).split('+');
  return `${name}${email.slice(at)}`.trim().toLowerCase();
}

/** The stable id of whoever owns a normalised address; also their Sync and Voice identity. */
export const agentIdOf = (email: string): string => shortHash(`agent:${email}`);

/** Whether this normalised address may sign up and stay signed in. */
export function mayEnter({ allowedEmailDomains, allowedEmails }: Config, email: string): boolean {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  return allowedEmailDomains.includes(domain) || allowedEmails.map(normaliseEmail).includes(email);
}
