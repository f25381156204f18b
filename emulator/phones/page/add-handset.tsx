import { useSignal } from '@preact/signals';
import { ask } from './api';
import { shownNumber } from './format';
import { PlusIcon } from './icons';
import { health, phones } from './live';

/** The first fictional number that is neither a handset on the page nor a number of the account. */
function freeNumber(): string {
  const taken = new Set([...phones.value.map((phone) => phone.number), ...(health.value?.numbers ?? [])]);
  for (let last = 100; last < 199; last++) {
    const number = `+14155550${last}`;
    if (!taken.has(number)) return number;
  }
  return '+12125550100';
}

/** Puts one more telephone on the table. */
export function AddHandset() {
  const name = useSignal('');
  const number = useSignal('');
  const suggestion = freeNumber();
  const add = async (event: Event) => {
    event.preventDefault();
    const chosen = number.value.trim() || suggestion;
    const body = name.value.trim() ? { name: name.value.trim() } : {};
    if (!(await ask('PUT', `/phones/${encodeURIComponent(chosen)}`, body))) return;
    name.value = '';
    number.value = '';
  };
  return (
    <form class="add-handset" onSubmit={add}>
      <h3>{phones.value.length === 0 ? 'Add your first handset' : 'Add a handset'}</h3>
      <label>
        <span>Name</span>
        <input
          value={name.value}
          placeholder="Ada"
          maxLength={40}
          autocomplete="off"
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
      </label>
      <label>
        <span>Number</span>
        <input
          type="tel"
          value={number.value}
          placeholder={shownNumber(suggestion)}
          autocomplete="off"
          onInput={(event) => {
            number.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit" class="button">
        <PlusIcon /> Add handset
      </button>
      <p class="hint">Any fictional number rings here: +1, an area code, 555 01 and two digits.</p>
    </form>
  );
}
