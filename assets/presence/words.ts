import { isLateText, tl } from '../i18n/late';

/** The name of an activity in the language shown; one that somebody else has made up keeps its own. */
export function activityInWords(name: string): string {
  const key = `activity.${name.toLowerCase()}`;
  return isLateText(key) ? tl(key) : name;
}

/** How an activity is drawn: open to work, at work, or neither. */
export function toneOf(activity: string, available: boolean): 'free' | 'busy' | 'out' {
  if (available) return 'free';
  return ['in-call', 'post-call'].includes(activity.toLowerCase()) ? 'busy' : 'out';
}

/** Activities in the order in which they are shown: who is at work first. */
export const ORDER = ['available', 'in-call', 'post-call', 'break', 'lunch', 'training', 'away', 'offline'];
