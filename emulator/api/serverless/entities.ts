/** Who may reach a function or an asset. https://www.twilio.com/docs/serverless/functions-assets/visibility */
export type Visibility = 'public' | 'protected' | 'private';

export type FileKind = 'function' | 'asset';

/** Everything that is made has these. Times in milliseconds since the epoch. */
interface Made {
  sid: string;
  dateCreated: number;
  dateUpdated: number;
}

/** https://www.twilio.com/docs/serverless/api/resource/service */
export interface ServerlessService extends Made {
  uniqueName: string;
  friendlyName: string;
  includeCredentials: boolean;
  uiEditable: boolean;
  /** The beginning of its domains: `name-1234`. */
  domainBase: string;
}

/** https://www.twilio.com/docs/serverless/api/resource/environment */
export interface Environment extends Made {
  serviceSid: string;
  uniqueName: string;
  domainSuffix: string | null;
  domainName: string;
  /** The build that is deployed. */
  buildSid: string | null;
}

/** https://www.twilio.com/docs/serverless/api/resource/variable */
export interface Variable extends Made {
  serviceSid: string;
  environmentSid: string;
  key: string;
  value: string;
}

/** A function or an asset: what its versions hang on. https://www.twilio.com/docs/serverless/api/resource/function */
export interface File extends Made {
  kind: FileKind;
  serviceSid: string;
  friendlyName: string;
}

/** What was uploaded, once. https://www.twilio.com/docs/serverless/api/resource/function-version */
export interface FileVersion extends Made {
  kind: FileKind;
  serviceSid: string;
  fileSid: string;
  path: string;
  visibility: Visibility;
  /** Base64. */
  content: string;
}

export interface Dependency {
  name: string;
  version: string;
}

/** https://www.twilio.com/docs/serverless/api/resource/build */
export interface Build extends Made {
  serviceSid: string;
  status: 'building' | 'completed' | 'failed';
  functionVersions: string[];
  assetVersions: string[];
  dependencies: Dependency[];
  runtime: string;
}

/** https://www.twilio.com/docs/serverless/api/resource/deployment */
export interface Deployment extends Made {
  serviceSid: string;
  environmentSid: string;
  buildSid: string | null;
}

/** A line that a function wrote. https://www.twilio.com/docs/serverless/api/resource/logs */
export interface Log extends Made {
  serviceSid: string;
  environmentSid: string;
  buildSid: string;
  deploymentSid: string;
  functionSid: string;
  requestSid: string;
  level: 'info' | 'warn' | 'error';
  message: string;
}
