import { chooseLanguage, LANGUAGES, type Language, language, t } from '../i18n';

/** The languages, each by its own name; the one shown is pressed. */
export function LanguageChoice() {
  return (
    <fieldset class="languages">
      <legend class="unseen">{t('app.language')}</legend>
      {(Object.keys(LANGUAGES) as Language[]).map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={language.value === each}
          aria-label={`${each.toUpperCase()}: ${LANGUAGES[each]}`}
          onClick={() => chooseLanguage(each)}
        >
          {each.toUpperCase()}
        </button>
      ))}
    </fieldset>
  );
}
