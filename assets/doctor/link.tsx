import { tl } from '../i18n/late';
import { HealthIcon } from '../ui/late-icons';

/** The way to the checks of the account, and back. For administrators. */
export function DoctorLink({ open }: { open: boolean }) {
  return (
    <a class="view-link" href={open ? '#' : '#doctor'} aria-current={open ? 'page' : undefined}>
      <HealthIcon />
      {tl('doctor.link')}
    </a>
  );
}
