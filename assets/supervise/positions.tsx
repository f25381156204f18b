import { useRef } from 'preact/hooks';
import type { FloorItem, SupervisionMode } from '../../src/calls/contract';
import { ts } from '../i18n/late/supervise';
import { Button } from '../ui/button';
import { BargeIcon, ListenIcon, StopIcon, WhisperIcon } from './icons';
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
 * One control of three positions: who hears the supervisor. Arrows only move between them and stop at the ends, and a
 * press chooses: nobody barges in by passing through.
 */
export function Positions({ item, standing, idle, onAsk }: PositionsProps) {
  const { mode, pending } = standing;
  const group = useRef<HTMLDivElement>(null);
  const reached = mode ?? 'listen';
  const moved = (event: KeyboardEvent, at: number) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(POSITIONS.length - 1, at + step));
    group.current?.querySelectorAll<HTMLElement>('[role="radio"]')[next]?.focus();
  };
  return (
    <div class="supervise-row">
      <div
        class="positions"
        role="radiogroup"
        aria-label={ts('positions', { agent: agentOf(item) })}
        ref={group}
      >
        {POSITIONS.map((each, at) => {
          const Icon = ICONS[each];
          return (
            // biome-ignore lint/a11y/useSemanticElements: a real radio would choose what an arrow only passes
            <button
              key={each}
              type="button"
              role="radio"
              class={`position ${each}${pending === each ? ' pending' : ''}`}
              aria-checked={mode === each}
              aria-disabled={idle}
              aria-busy={pending === each}
              tabIndex={each === reached ? 0 : -1}
              onKeyDown={(event) => moved(event, at)}
              onClick={() => {
                if (!idle) onAsk(each);
              }}
            >
              <Icon />
              <span>{ts(`${each}`)}</span>
            </button>
          );
        })}
      </div>
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
