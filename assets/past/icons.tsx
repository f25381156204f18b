import { Icon } from '../ui/icons';

/** An arrow down onto a line. */
export const SaveIcon = () => (
  <Icon>
    <path
      d="M10 3v9.500M6.200 9 10 12.800 13.800 9M4 16.500h12"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </Icon>
);
