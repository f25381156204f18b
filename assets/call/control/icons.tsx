import { Icon } from '../../ui/icons';

const LINE = {
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': '1.8',
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const;

/** Two bars. */
export const HoldIcon = () => (
  <Icon>
    <path d="M7 4.500v11M13 4.500v11" {...LINE} stroke-width="2.600" />
  </Icon>
);

/** A head and shoulders, and a plus. */
export const AddIcon = () => (
  <Icon>
    <circle cx="7.800" cy="6.500" r="2.900" {...LINE} />
    <path
      d="M2.500 16.500c.3-3.200 2.500-5 5.300-5 1.400 0 2.700.5 3.600 1.300M14.500 11.500v5.500M11.750 14.250h5.500"
      {...LINE}
    />
  </Icon>
);

/** One arrow that leaves. */
export const TransferIcon = () => (
  <Icon>
    <path d="M3 14.500c.4-4.300 3-6.500 7-6.500h6M12.800 4.500 16.500 8l-3.700 3.500" {...LINE} />
  </Icon>
);

/** Two arrows, one each way. */
export const SwapIcon = () => (
  <Icon>
    <path
      d="M3.500 7.200h12.500M12.800 4l3.200 3.200-3.200 3.200M16.500 13h-12.500M7.200 16.200 4 13l3.200-3.200"
      {...LINE}
      stroke-width="1.600"
    />
  </Icon>
);

/** Three circles that touch. */
export const TogetherIcon = () => (
  <Icon>
    <circle cx="10" cy="6.200" r="2.700" {...LINE} />
    <circle cx="6" cy="13.300" r="2.700" {...LINE} />
    <circle cx="14" cy="13.300" r="2.700" {...LINE} />
  </Icon>
);

/** A disc. */
export const RecordIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7" {...LINE} />
    <circle cx="10" cy="10" r="3.600" fill="currentColor" />
  </Icon>
);

/** A square. */
export const StopIcon = () => (
  <Icon>
    <rect x="5" y="5" width="10" height="10" rx="1.500" fill="currentColor" />
  </Icon>
);

/** A magnifying glass. */
export const SearchIcon = () => (
  <Icon>
    <circle cx="8.800" cy="8.800" r="5" {...LINE} />
    <path d="m12.600 12.600 4 4" {...LINE} />
  </Icon>
);
