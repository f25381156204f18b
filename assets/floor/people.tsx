import type { ReadonlySignal } from '@preact/signals';
import { clock } from '../call/words';
import { tl } from '../i18n/late';
import { activityInWords } from '../presence/words';
import { AlertIcon } from '../ui/icons';
import type { PeopleGroup } from './model';
import { personInWords } from './names';

/** People that are drawn of one group; of more only the number is told. */
const SHOWN = 24;

/** How an activity is drawn here, where nothing more is known of it than its name. */
function tone(activity: string): 'free' | 'busy' | 'out' {
  const name = activity.toLowerCase();
  if (name === 'available') return 'free';
  return name === 'in-call' || name === 'post-call' ? 'busy' : 'out';
}

function Person({ person, tick }: { person: PeopleGroup['people'][number]; tick: ReadonlySignal<number> }) {
  const { name, since, reason, device } = person;
  return (
    <li>
      <span class="person" title={name}>
        {personInWords(name)}
        {reason && <small> · {reason}</small>}
        {device === 'browser' && <small> · {tl('presence.device.browser')}</small>}
      </span>
      <span class="for">{since === undefined ? '' : clock(Math.max(0, (tick.value - since) / 1000))}</span>
    </li>
  );
}

/** People by what they are doing, and for how long. */
export function People({ groups, tick }: { groups: readonly PeopleGroup[]; tick: ReadonlySignal<number> }) {
  return (
    <section class="people" aria-labelledby="people-title">
      <h3 id="people-title">{tl('floor.people')}</h3>
      {groups.length === 0 && (
        <p class="nobody">
          <AlertIcon />
          {tl('floor.people.none')}
        </p>
      )}
      <div class="groups">
        {groups.map(({ activity, people }) => (
          <section key={activity} class={`group ${tone(activity)}`} aria-label={activityInWords(activity)}>
            <h4>
              <i class="lamp" />
              {activityInWords(activity)}
              <span class="count">{people.length}</span>
            </h4>
            <ul>
              {people.slice(0, SHOWN).map((person) => (
                <Person key={person.worker} person={person} tick={tick} />
              ))}
            </ul>
            {people.length > SHOWN && (
              <p class="more">{tl('floor.more', { count: (people.length - SHOWN).toLocaleString() })}</p>
            )}
          </section>
        ))}
      </div>
    </section>
  );
}
