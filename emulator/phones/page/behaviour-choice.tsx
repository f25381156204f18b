import type { Behaviour } from '../behaviour';
import type { HandsetView } from '../handset-view';
import { ask } from './api';

const CHOICES: Record<string, { label: string; behaviour: Behaviour }> = {
  hand: { label: 'Answered by hand', behaviour: {} },
  soon: { label: 'Answers after 2 s', behaviour: { answerAfter: 2 } },
  busy: { label: 'Busy', behaviour: { busy: true } },
  noAnswer: { label: 'No answer', behaviour: { noAnswer: true } },
  declines: { label: 'Declines', behaviour: { declines: true } },
  voicemail: { label: 'Voicemail after 5 s', behaviour: { voicemail: true } },
};

/** The name of a behaviour that is none of the choices: one that a test or a script of the person gave. */
function ownLabel({ answerAfter, script, voicemail, declines }: Behaviour): string {
  if (script) return `Script of ${script.length} ${script.length === 1 ? 'step' : 'steps'}`;
  if (voicemail) return 'Voicemail, own settings';
  if (declines) return `Declines after ${answerAfter} s`;
  return answerAfter === undefined ? 'Own behaviour' : `Answers after ${answerAfter} s`;
}

/** What the handset does when it is called next. */
export function BehaviourChoice({ phone }: { phone: HandsetView }) {
  const current = JSON.stringify(phone.behaviour);
  const chosen = Object.entries(CHOICES).find(([, { behaviour }]) => JSON.stringify(behaviour) === current);
  const change = (key: string) => {
    const choice = CHOICES[key];
    if (choice) void ask('PUT', `/phones/${encodeURIComponent(phone.number)}/behaviour`, choice.behaviour);
  };
  return (
    <label class="behaviour">
      <span>When called</span>
      <select value={chosen?.[0] ?? 'own'} onChange={(event) => change(event.currentTarget.value)}>
        {Object.entries(CHOICES).map(([key, { label }]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
        {!chosen && <option value="own">{ownLabel(phone.behaviour)}</option>}
      </select>
    </label>
  );
}
