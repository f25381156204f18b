import { send } from './post';
import { Session } from './session';
import { joinTabs } from './tabs';

export { type Answer, Failure, failureIn, send } from './post';
export { type Agent, Session, type SignedIn } from './session';

/** The session of this tab. */
export const session = new Session({
  send,
  tabs: joinTabs,
  memory: localStorage,
  now: () => Date.now(),
  later: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
});
