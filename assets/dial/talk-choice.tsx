import type { DeskModel, TalkWith } from '../desk/model';
import { t } from '../i18n';

const CHOICES: TalkWith[] = ['phone', 'browser'];

/** What to talk through: the own phone, or this browser with its microphone and speaker. */
export function TalkChoice({ model }: { model: DeskModel }) {
  const chosen = model.talkWith.value;
  return (
    <fieldset class="choice">
      <legend>{t('dial.with')}</legend>
      {CHOICES.map((each) => (
        <label key={each} class={each === chosen ? 'chosen' : ''}>
          <input
            type="radio"
            name="talk-with"
            value={each}
            checked={each === chosen}
            onChange={() => model.choose(each)}
          />
          {t(`dial.with.${each}`)}
        </label>
      ))}
    </fieldset>
  );
}
