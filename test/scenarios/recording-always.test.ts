import { until } from '../../scripts/client';
import { Scene } from '../harness/call';
import { Controlled, GRACE } from '../harness/control';
import { useIncoming } from '../harness/incoming';
import { useWorld } from '../harness/world';
