import { ts } from '../i18n/late/supervise';
import type { WorkModel } from '../work/model';
import { Supervising } from './card';
import type { Supervision } from './model';
import { agentOf } from './words';

interface StripProps {
  work: WorkModel;
  supervision: Supervision;
}

/** Who supervises a call is shown so wherever they are on the page, and may change it there. */
export function SupervisionStrip({ work, supervision }: StripProps) {
  const current = supervision.current.value;
  if (current === undefined) return null;
  const { call, item } = current;
  const words = ts('strip', { agent: agentOf(item), number: item.to });
  return (
    <section class="supervision-strip" aria-label={words}>
      <p class="strip-words">
        <a href="#board">{words}</a>
      </p>
      <Supervising work={work} supervision={supervision} call={call} item={item} />
    </section>
  );
}
