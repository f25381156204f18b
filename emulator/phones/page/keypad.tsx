const ROWS = [
  ['1', ''],
  ['2', 'abc'],
  ['3', 'def'],
  ['4', 'ghi'],
  ['5', 'jkl'],
  ['6', 'mno'],
  ['7', 'pqrs'],
  ['8', 'tuv'],
  ['9', 'wxyz'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const;

const NAMES: Record<string, string> = { '*': 'star', '#': 'pound' };

/** The twelve keys of a telephone. */
export function Keypad({ onPress }: { onPress: (key: string) => void }) {
  return (
    <fieldset class="keypad">
      <legend class="unseen">Keypad</legend>
      {ROWS.map(([key, letters]) => (
        <button
          key={key}
          type="button"
          class="key"
          aria-label={NAMES[key]}
          data-letters={letters}
          onClick={() => onPress(key)}
        >
          {key}
        </button>
      ))}
    </fieldset>
  );
}
