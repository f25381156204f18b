import { followLanguage } from '../i18n/late/supervise';
import { session } from '../session';
import { lateStyle } from '../style/late';
import type { WorkModel } from '../work/model';
import { canBeRung } from './browser';
import { Supervision } from './model';

export { LiveCalls } from './calls';
export { SupervisionStrip } from './strip';

const later = (ms: number, work: () => void): (() => void) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

/** Opens what supervisors see of the calls of everybody. Rejects when a part of it can't be loaded. */
export async function openSupervision(work: WorkModel): Promise<Supervision> {
  await Promise.all([followLanguage(), lateStyle('supervise')]);
  const { line } = work.desk;
  return new Supervision({
    call: session.call.bind(session),
    email: () => {
      const state = session.state.peek();
      return state.is === 'signed-in' ? state.agent.email : '';
    },
    later,
    ready: async () => {
      const device = work.presence.now.peek()?.device;
      if (device === 'browser') await canBeRung(line);
      return device;
    },
    expect: (call) => {
      line.incoming.expected = call;
    },
  });
}
