import { publicEndpoint } from '../src/endpoint';
import { PageConfigInput, showPageConfig } from '../src/page';

/** What the hosted page must know before anybody has signed in. */
export const handler = publicEndpoint(PageConfigInput, showPageConfig);
