import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { tl } from '../i18n/late';
import { lateStyle } from '../style/late';
import type { WorkModel } from '../work/model';
import { Supervising } from './card';
import { agentOf } from './words';

/** Who supervises a call is shown so wherever they are on the page, and may change it there. */
export function SupervisionStrip({ work, onBoard }: { work: WorkModel; onBoard: boolean }) {
  const { supervision } = work;
  const current = supervision.current.value;
  const styled = useSignal(false);
  const wanted = current !== undefined && !onBoard;
  useEffect(() => {
    if (!wanted) return;
    lateStyle('supervise').then(
      () => {
        styled.value = true;
      },
      () => undefined,
    );
  }, [wanted]);
  if (!wanted || !styled.value) return null;
  const { call, item } = current;
  const words = tl('supervise.strip', { agent: agentOf(item), number: item.to });
  return (
    <section class="supervision-strip" aria-label={words}>
      <p class="strip-words">
        <a href="#board">{words}</a>
      </p>
      <Supervising work={work} supervision={supervision} call={call} item={item} />
    </section>
  );
}
