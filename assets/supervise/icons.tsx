import { Icon } from '../ui/icons';

const LINE = {
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': '1.7',
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const;

/** An ear. */
export const ListenIcon = () => (
  <Icon>
    <path
      {...LINE}
      d="M5.500 8a4.500 4.500 0 1 1 9 0c0 2.800-2.700 3.300-2.700 5.800 0 1.800-1.200 3.200-2.800 3.200-1.300 0-2.300-.8-2.600-2"
    />
    <path {...LINE} d="M8 8.200a2.100 2.100 0 0 1 4.200 0c0 1.400-1.500 1.600-1.500 3" />
  </Icon>
);

/** Somebody speaks to one other. */
export const WhisperIcon = () => (
  <Icon>
    <circle {...LINE} cx="5.500" cy="10" r="2.700" />
    <path {...LINE} d="M10.500 8.200a3.500 3.500 0 0 1 0 3.600M13 10h4.300M15.300 8l2 2-2 2" />
  </Icon>
);

/** Somebody speaks to all. */
export const BargeIcon = () => (
  <Icon>
    <path {...LINE} d="M3.500 8.200v3.600h2.300l5 3.500V4.700l-5 3.500Z" />
    <path {...LINE} d="M13.300 7.600a3.600 3.600 0 0 1 0 4.800M15.400 5.400a6.700 6.700 0 0 1 0 9.200" />
  </Icon>
);
