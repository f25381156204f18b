export { PageConfigInput, showPageConfig } from './show-config';
