import { useId, useRef } from 'preact/hooks';
import type { FloorItem, SupervisionMode } from '../../src/calls/contract';
import { StopIcon } from '../call/control/icons';
import { ts } from '../i18n/late/supervise';
import { Button } from '../ui/button';
import { BargeIcon, ListenIcon, WhisperIcon } from './icons';
import type { Standing } from './model';
import { agentOf } from './words';

const POSITIONS: readonly SupervisionMode[] = ['listen', 'whisper', 'barge'];
const ICONS = { listen: ListenIcon, whisper: WhisperIcon, barge: BargeIcon };
const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

interface PositionsProps {
  item: FloorItem;
  standing: Standing;
  /** Nothing can be asked for now. */
  idle: boolean;
  onAsk(wish: SupervisionMode | 'stop'): void;
}

/**
 * One control of three positions: who hears the supervisor. It shows what is so, not what was pressed. Arrows only move
 * and stop at the ends, and Space or Enter chooses: nobody barges in by passing through.
 */
export function Positions({ item, standing, idle, onAsk }: PositionsProps) {
  const { mode, pending } = standing;
  const group = useRef<HTMLFieldSetElement>(null);
  const name = useId();
  const reached = mode ?? 'listen';
  const ask = (wish: SupervisionMode) => {
    if (!idle) onAsk(wish);
  };
  const pressed = (event: KeyboardEvent, at: number) => {
    const step = STEPS[event.key];
    const wish = POSITIONS[at];
    if (event.key === 'Enter' && wish) ask(wish);
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(POSITIONS.length - 1, at + step));
    group.current?.querySelectorAll<HTMLElement>('input')[next]?.focus();
  };
  return (
    <div class="supervise-row">
      <fieldset class="positions" ref={group}>
        <legend class="unseen">{ts('positions', { agent: agentOf(item) })}</legend>
        {POSITIONS.map((each, at) => {
          const Icon = ICONS[each];
          return (
            <label key={each} class={`position ${each}${pending === each ? ' pending' : ''}`}>
              <input
                type="radio"
                name={name}
                checked={mode === each}
                aria-disabled={idle}
                aria-busy={pending === each}
                tabIndex={each === reached ? 0 : -1}
                onKeyDown={(event) => pressed(event, at)}
                onClick={(event) => {
                  event.preventDefault();
                  ask(each);
                }}
              />
              <Icon />
              <span>{ts(each)}</span>
            </label>
          );
        })}
      </fieldset>
      {(mode !== undefined || (pending ?? 'stop') !== 'stop') && (
        <Button
          kind="plain"
          icon={<StopIcon />}
          busy={pending === 'stop'}
          disabled={idle}
          onClick={() => onAsk('stop')}
        >
          {ts('stop')}
        </Button>
      )}
    </div>
  );
}
