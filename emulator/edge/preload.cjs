// Loaded into the toolkit's process before the toolkit itself (node --require). It changes nothing in how functions are
// found, loaded or run; it only supplies what Twilio's platform has around them and the toolkit lacks:
// - the way to the emulated Twilio, which the toolkit would lose when it replaces process.env by the project's file;
// - which URL is a function or an asset and who may call it, told to the edge;
// - what an invocation logs and how it fails, told to the edge instead of to the caller;
// - connections that are kept from one request to the next, which the SDK does not do behind a proxy.
const { AsyncLocalStorage } = require('node:async_hooks');
const Module = require('node:module');
const net = require('node:net');
const { format } = require('node:util');
const tunnels = require('./tunnels.cjs');

const settings = JSON.parse(process.env.EMULATOR_EDGE);
delete process.env.EMULATOR_EDGE;

const tell = (message) => {
  if (process.connected) process.send(message);
};

// The edge is gone: nobody could reach this process any more. Being told so is no reason to go on, though, when the
// toolkit itself has nothing left to do.
process.on('disconnect', () => process.exit(0));
process.channel.unref();

let environment = process.env;
Object.defineProperty(process, 'env', {
  configurable: true,
  enumerable: true,
  get: () => environment,
  // A copy: the object given here is also what functions see as their context.
  set: (replaced) => {
    environment = { ...replaced, ...settings.environment };
  },
});

// Node's own fetch takes no notice of a proxy before Node 24. Loaded on first use: most functions never fetch.
const plainFetch = globalThis.fetch;
let dispatcher;
globalThis.fetch = (input, init) => {
  if (!dispatcher) {
    const { EnvHttpProxyAgent } = require(settings.undici);
    dispatcher = new EnvHttpProxyAgent({
      httpProxy: settings.environment.HTTP_PROXY,
      httpsProxy: settings.environment.HTTPS_PROXY,
      noProxy: settings.environment.NO_PROXY,
    });
  }
  return plainFetch(input, { dispatcher, ...init });
};

// The toolkit would listen on every network of the machine.
const { listen } = net.Server.prototype;
net.Server.prototype.listen = function (port, ...rest) {
  if (typeof port !== 'number') return listen.call(this, port, ...rest);
  this.once('listening', () => tell({ type: 'listening', port: this.address().port }));
  return listen.call(this, port, '127.0.0.1', ...rest);
};

const invocations = new AsyncLocalStorage();

for (const level of ['debug', 'log', 'info', 'warn', 'error']) {
  const write = console[level];
  console[level] = (...values) => {
    const invocation = invocations.getStore();
    if (invocation) tell({ type: 'log', id: invocation.id, level, text: format(...values) });
    else write(...values);
  };
}

const told = new WeakSet();
const tellError = (type, id, error) => {
  if (told.has(error)) return;
  told.add(error);
  tell({ type, id, error: plain(error) });
};
const plain = (error) => ({ name: error.name, message: error.message, stack: error.stack });

// As on the platform, where it ends only the invocation that it belongs to, and that one cannot be told here.
process.on('unhandledRejection', (reason) => {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  tellError('rejection', invocations.getStore()?.id, error);
});

const reportRoutes = (routes) => {
  tell({
    type: 'routes',
    routes: [...routes.values()].map(({ path, type, access }) => ({ path, type, access })),
  });
  return routes;
};

/** Runs the handler so that it answers once, and so that an error reaches the edge with its stack. */
const watched = (handler, request, response) => {
  const id = request.headers['x-emulator-invocation'];
  delete request.headers['x-emulator-invocation'];
  const kept = [];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at].toLowerCase();
    if (name !== 'host' && name !== 'x-emulator-invocation')
      kept.push(...request.rawHeaders.slice(at, at + 2));
  }
  request.rawHeaders.splice(0, request.rawHeaders.length, ...kept);
  response.setHeader('x-emulator-from', 'function');
  return (context, event, callback) =>
    invocations.run({ id }, () => {
      let answered = false;
      const fail = (error) => {
        tellError('failed', id, error);
        response.setHeader('x-emulator-from', 'error');
        callback(error);
      };
      const answer = (error, payload) => {
        if (answered) return console.warn('callback was called again; only the first call counts');
        answered = true;
        if (error instanceof Error) return fail(error);
        try {
          callback(error, payload);
        } catch (unsendable) {
          fail(unsendable);
        }
      };
      const thrown = (reason) => {
        const error = reason instanceof Error ? reason : new Error(String(reason));
        if (answered) console.error('after its callback:', error);
        else answer(error);
      };
      try {
        const result = handler(context, event, answer);
        if (typeof result?.then === 'function') result.then(undefined, thrown);
      } catch (error) {
        thrown(error);
      }
    });
};

const patches = {
  'route-cache': (exported) => {
    const { setRoutes, getRouteMap } = exported;
    exported.setRoutes = (resources) => reportRoutes(setRoutes(resources));
    if (getRouteMap) exported.getRouteMap = async (config) => reportRoutes(await getRouteMap(config));
  },
  route: (exported) => {
    const { functionToRoute } = exported;
    exported.functionToRoute = (handler, config, file) => (request, response, next) =>
      functionToRoute(watched(handler, request, response), config, file)(request, response, next);
  },
  // A function that cannot be loaded never runs; the toolkit makes a page of its error.
  'error-html': (exported) => {
    exported.wrapErrorInHtml = (error) => {
      tellError('failed', undefined, error);
      return '';
    };
  },
};

const RUNTIME =
  /(?:twilio-run[\\/]dist|runtime-handler[\\/]dist[\\/]dev-runtime)[\\/](?:runtime[\\/])?(?:internal[\\/]|utils[\\/])?(route|route-cache|error-html)\.js$/;
tunnels.install();

const compile = Module.prototype._compile;
Module.prototype._compile = function (content, file, ...rest) {
  const result = compile.call(this, content, file, ...rest);
  const [, part] = RUNTIME.exec(file) ?? [];
  if (part) patches[part](this.exports);
  return result;
};
