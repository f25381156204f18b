import { tl } from '../i18n/late';
import { QueueIcon } from '../ui/late-icons';

/** The way to the queue, and back. */
export function QueueLink({ open }: { open: boolean }) {
  return (
    <a class="view-link queue-link" href={open ? '#' : '#board'} aria-current={open ? 'page' : undefined}>
      <QueueIcon />
      {tl('floor.link')}
    </a>
  );
}
