import { signal } from '@preact/signals';
import { ListIcon, MailIcon, PhoneIcon } from './icons';
import { inbox, phones } from './live';

/** Which of the three rooms a narrow screen shows; a wide one shows them all. */
export const tab = signal<'phones' | 'inbox' | 'timeline'>('phones');

/** The rooms of a narrow screen. */
export function Tabs() {
  const ringing = phones.value.filter((phone) => phone.state === 'ringing').length;
  const rooms = [
    { key: 'phones', label: 'Phones', icon: <PhoneIcon />, badge: ringing },
    { key: 'inbox', label: 'Inbox', icon: <MailIcon />, badge: inbox.value.length },
    { key: 'timeline', label: 'Timeline', icon: <ListIcon />, badge: 0 },
  ] as const;
  return (
    <nav class="tabs" aria-label="Rooms">
      {rooms.map(({ key, label, icon, badge }) => (
        <button
          key={key}
          type="button"
          aria-current={tab.value === key ? 'page' : undefined}
          onClick={() => {
            tab.value = key;
          }}
        >
          {icon}
          {label}
          {badge > 0 && <span class="tab-badge">{badge}</span>}
        </button>
      ))}
    </nav>
  );
}
