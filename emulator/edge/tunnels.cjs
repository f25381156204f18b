// Twilio's SDK keeps its connections, on the platform too; behind a proxy it makes a new one for each request, and the
// handshake takes longer than the answer. Here it keeps its tunnels to Twilio as well.
const http = require('node:http');
const https = require('node:https');
const Module = require('node:module');
const tls = require('node:tls');

/** Connections to Twilio through the proxy, kept for the next request. */
class Tunnels extends https.Agent {
  constructor(proxy) {
    super({ keepAlive: true });
    this.proxy = proxy;
  }

  createConnection(options, done) {
    const target = `${options.host}:${options.port}`;
    const { host, port } = this.proxy;
    http
      .request({ host, port, method: 'CONNECT', path: target, headers: { host: target }, agent: false })
      .once('connect', ({ statusCode }, socket) => {
        if (statusCode !== 200) {
          socket.destroy();
          done(new Error(`The proxy answered ${statusCode} for ${target}`));
          return;
        }
        socket.setNoDelay(true);
        const { servername = options.host, ca, rejectUnauthorized } = options;
        done(null, tls.connect({ socket, servername, ca, rejectUnauthorized }));
      })
      .once('error', done)
      .end();
  }
}

const TWILIO = /(^|\.)twilio\.com$/;

/** Gives the class of https-proxy-agent the tunnels that are kept; to other hosts it goes its own way. */
const keepTunnels = (HttpsProxyAgent) => {
  const { addRequest } = HttpsProxyAgent.prototype;
  let tunnels;
  HttpsProxyAgent.prototype.addRequest = function (request, options) {
    if (!TWILIO.test(options.host ?? '')) return addRequest.call(this, request, options);
    // There is one proxy.
    tunnels ??= new Tunnels(this.proxy);
    return tunnels.addRequest(request, options);
  };
};

const AGENT = /https-proxy-agent[\\/]dist[\\/]agent\.js$/;

/** From now on whatever copy of https-proxy-agent this process loads keeps its tunnels. */
exports.install = () => {
  const compile = Module.prototype._compile;
  Module.prototype._compile = function (content, file, ...rest) {
    const result = compile.call(this, content, file, ...rest);
    if (AGENT.test(file)) keepTunnels(this.exports.default);
    return result;
  };
};
