import type { SupervisionMode } from '../../src/calls/contract';
import { ts } from '../i18n/late/supervise';

/** Where the three are: the agent, the customer, and below them the supervisor. */
const AGENT = { x: 46, y: 24 };
const CUSTOMER = { x: 194, y: 24 };
const ME = { x: 120, y: 84 };

const CALL = `M${AGENT.x} ${AGENT.y}C${AGENT.x + 40} 50 ${CUSTOMER.x - 40} 50 ${CUSTOMER.x} ${CUSTOMER.y}`;
/** From the middle of their cord down: what they say is heard. */
const HEARS = `M${ME.x} 44V${ME.y}`;
const TO_AGENT = `M${ME.x} ${ME.y}C${ME.x - 50} ${ME.y + 4} ${AGENT.x} 70 ${AGENT.x} ${AGENT.y}`;
const TO_CUSTOMER = `M${ME.x} ${ME.y}C${ME.x + 50} ${ME.y + 4} ${CUSTOMER.x} 70 ${CUSTOMER.x} ${CUSTOMER.y}`;

interface WhoHearsProps {
  mode: SupervisionMode | undefined;
  /** Who hears music instead. */
  held: boolean;
  agent: string;
  /** What the drawing shows, in words. */
  alt: string;
}

function Place({
  x,
  y,
  name,
  mine = false,
  lit,
}: typeof ME & { name: string; mine?: boolean; lit: boolean }) {
  return (
    <g class={`place${mine ? ' mine' : ''}${lit ? ' lit' : ''}`} transform={`translate(${x} ${y})`}>
      <circle class="place-plate" r="13" />
      <circle class="place-hole" r="5" />
      <text y={mine ? 28 : -18} text-anchor="middle">
        {name}
      </text>
    </g>
  );
}

/** Who hears whom: a cord from the supervisor to each who hears them. */
export function WhoHears({ mode, held, agent, alt }: WhoHearsProps) {
  const toAgent = mode === 'whisper' || mode === 'barge';
  const toCustomer = mode === 'barge' && !held;
  return (
    <svg class="who-hears" viewBox="0 -6 240 124" role="img" aria-label={alt}>
      <path class={`strand call-strand${held ? ' held' : ''}`} d={CALL} />
      {mode !== undefined && <path class="strand hears" d={HEARS} />}
      {toAgent && <path class="strand heard" d={TO_AGENT} />}
      {toCustomer && <path class="strand heard" d={TO_CUSTOMER} />}
      <Place {...AGENT} name={agent.slice(0, 12)} lit={toAgent} />
      <Place {...CUSTOMER} name={ts('customer')} lit={toCustomer} />
      <Place {...ME} name={ts('me')} mine lit={mode !== undefined} />
    </svg>
  );
}
