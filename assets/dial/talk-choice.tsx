import { useSignal } from '@preact/signals';
import type { DeskModel, TalkWith } from '../desk/model';
import { t } from '../i18n';
import { Button } from '../ui/button';
import { SettingsIcon } from '../ui/icons';
import { VoiceSetUp } from '../voice/set-up';

const CHOICES: TalkWith[] = ['phone', 'browser'];

/** What to talk through: the own phone, or this browser with its microphone and speaker. */
export function TalkChoice({ model }: { model: DeskModel }) {
  const settings = useSignal(false);
  const chosen = model.talkWith.value;
  return (
    <div class="talk-with">
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
      {chosen === 'browser' && (
        <Button
          kind="quiet"
          icon={<SettingsIcon />}
          label={t('voice.setUp')}
          onClick={() => {
            settings.value = true;
          }}
        />
      )}
      {settings.value && (
        <VoiceSetUp
          line={model.line}
          onClose={() => {
            settings.value = false;
          }}
        />
      )}
    </div>
  );
}
