import type { Account } from '../../product';
import { iso } from '../rest';
import type {
  Build,
  Deployment,
  Environment,
  File,
  FileVersion,
  Log,
  ServerlessService,
  Variable,
} from './entities';

export const HOST = 'serverless.twilio.com';
const ROOT = `https://${HOST}/v1/Services`;

const FOLDER = { function: 'Functions', asset: 'Assets' } as const;

/** Everything as Twilio's API shows it. */
export class ServerlessViews {
  constructor(private readonly account: Account) {}

  service = (one: ServerlessService) => {
    const url = `${ROOT}/${one.sid}`;
    const parts = ['environments', 'functions', 'assets', 'builds'];
    return {
      ...this.#made(one),
      friendly_name: one.friendlyName,
      unique_name: one.uniqueName,
      include_credentials: one.includeCredentials,
      ui_editable: one.uiEditable,
      domain_base: one.domainBase,
      url,
      links: Object.fromEntries(
        parts.map((part) => [part, `${url}/${part[0]?.toUpperCase()}${part.slice(1)}`]),
      ),
    };
  };

  environment = (one: Environment) => {
    const url = `${ROOT}/${one.serviceSid}/Environments/${one.sid}`;
    return {
      ...this.#made(one),
      service_sid: one.serviceSid,
      build_sid: one.buildSid,
      unique_name: one.uniqueName,
      domain_suffix: one.domainSuffix,
      domain_name: one.domainName,
      url,
      links: { variables: `${url}/Variables`, deployments: `${url}/Deployments`, logs: `${url}/Logs` },
    };
  };

  variable = (one: Variable) => ({
    ...this.#made(one),
    service_sid: one.serviceSid,
    environment_sid: one.environmentSid,
    key: one.key,
    value: one.value,
    url: `${ROOT}/${one.serviceSid}/Environments/${one.environmentSid}/Variables/${one.sid}`,
  });

  file = (one: File) => {
    const url = `${ROOT}/${one.serviceSid}/${FOLDER[one.kind]}/${one.sid}`;
    return {
      ...this.#made(one),
      service_sid: one.serviceSid,
      friendly_name: one.friendlyName,
      url,
      links: { [`${one.kind}_versions`]: `${url}/Versions` },
    };
  };

  version = (one: FileVersion) => {
    const url = `${ROOT}/${one.serviceSid}/${FOLDER[one.kind]}/${one.fileSid}/Versions/${one.sid}`;
    const { date_updated: _never, ...made } = this.#made(one);
    return {
      ...made,
      service_sid: one.serviceSid,
      [`${one.kind}_sid`]: one.fileSid,
      path: one.path,
      visibility: one.visibility,
      url,
      ...(one.kind === 'function' ? { links: { function_version_content: `${url}/Content` } } : {}),
    };
  };

  content = (one: FileVersion) => ({
    sid: one.sid,
    account_sid: this.account.sid,
    service_sid: one.serviceSid,
    function_sid: one.fileSid,
    content: Buffer.from(one.content, 'base64').toString(),
    url: `${ROOT}/${one.serviceSid}/Functions/${one.fileSid}/Versions/${one.sid}/Content`,
  });

  build = (one: Build, versions: (sids: string[]) => FileVersion[]) => {
    const url = `${ROOT}/${one.serviceSid}/Builds/${one.sid}`;
    return {
      ...this.#made(one),
      service_sid: one.serviceSid,
      status: one.status,
      function_versions: versions(one.functionVersions).map(this.version),
      asset_versions: versions(one.assetVersions).map(this.version),
      dependencies: one.dependencies,
      runtime: one.runtime,
      url,
      links: { build_status: `${url}/Status` },
    };
  };

  buildStatus = (one: Build) => ({
    sid: one.sid,
    account_sid: this.account.sid,
    service_sid: one.serviceSid,
    status: one.status,
    url: `${ROOT}/${one.serviceSid}/Builds/${one.sid}/Status`,
  });

  deployment = (one: Deployment) => ({
    ...this.#made(one),
    service_sid: one.serviceSid,
    environment_sid: one.environmentSid,
    build_sid: one.buildSid,
    url: `${ROOT}/${one.serviceSid}/Environments/${one.environmentSid}/Deployments/${one.sid}`,
  });

  log = (one: Log) => {
    const { date_updated: _never, ...made } = this.#made(one);
    return {
      ...made,
      service_sid: one.serviceSid,
      environment_sid: one.environmentSid,
      build_sid: one.buildSid,
      deployment_sid: one.deploymentSid,
      function_sid: one.functionSid,
      request_sid: one.requestSid,
      level: one.level,
      message: one.message,
      url: `${ROOT}/${one.serviceSid}/Environments/${one.environmentSid}/Logs/${one.sid}`,
    };
  };

  #made({ sid, dateCreated, dateUpdated }: { sid: string; dateCreated: number; dateUpdated: number }) {
    return {
      sid,
      account_sid: this.account.sid,
      date_created: iso(dateCreated),
      date_updated: iso(dateUpdated),
    };
  }
}
